import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inOrganization } from "#platform/db/db.ts";
import { keepShot } from "../support/browser.ts";
import { openWebWorld, type Visitor, type WebWorld } from "./web-world.ts";

/** More than six pages of fifty, and more rows than are kept in the document at once. */
const count = 330;

let web: WebWorld;
let reader: Visitor;
let address: string;

beforeAll(async () => {
  web = await openWebWorld();
  const { organization, path, ...visitor } = await web.settle();
  reader = visitor;
  address = path("settings/audit-log");
  await inOrganization(web.world.system.deps.db, organization.id, async (tx) => {
    for (let at = 1; at <= count; at += 1) {
      const actor = { kind: "user" as const, id: "usr_1", name: at % 2 === 0 ? "Even Eve" : "Odd Otto" };
      const entry = {
        action: "settings.saved",
        subject: { kind: "settings", id: "one" },
        details: { number: at },
      };
      await recordAudit(tx, {
        organizationId: organization.id,
        at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
        actor,
        ...entry,
      });
    }
  });
});
afterAll(() => web.stop());

describe("a long list", () => {
  test("given many rows, when one scrolls, then more are loaded, all can be reached, and few are in the document", async () => {
    const { page } = reader;
    await page.goto(address);
    const list = page.getByRole("table", { name: "Audit log" });
    await page.getByRole("row", { name: `Number: ${count}` }).waitFor();
    await list.locator("tbody tr").first().focus();
    // Each End asks for one more page; the machine decides how fast it comes.
    const oldest = page.getByRole("row", { name: /Number: 1 / });
    await expect
      .poll(
        async () => {
          await page.keyboard.press("End");
          return oldest.count();
        },
        { timeout: 30_000, interval: 100 },
      )
      .toBe(1);
    expect(Number(await list.getAttribute("aria-rowcount"))).toBeGreaterThan(count);
    expect(await page.locator("tbody tr[data-at]").count()).toBeLessThan(150);
    await keepShot(page, "list-end");
    await page.keyboard.press("Home");
    await page.getByRole("row", { name: `Number: ${count}` }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-at"))).toBe("0");
  });

  test("given a filter, when it is taken back with the browser, then the list is the one before", async () => {
    const { page } = reader;
    await page.goto(address);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("menuitem", { name: "Who" }).click();
    await page.getByRole("textbox", { name: "Who" }).fill("Even Eve");
    await page.keyboard.press("Enter");
    await page.waitForURL(/actor=Even/);
    await page.getByRole("row", { name: "Odd Otto" }).first().waitFor({ state: "detached" });
    expect(await page.getByRole("row", { name: "Even Eve" }).count()).toBeGreaterThan(10);
    await page.goBack();
    await page.getByRole("row", { name: "Odd Otto" }).first().waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  test("given a column that is chosen, when the page is loaded again, then it is still there", async () => {
    const { page } = reader;
    await page.goto(address);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Record" }).check();
    await page.keyboard.press("Escape");
    await page.getByRole("columnheader", { name: "Record" }).waitFor();
    await page.reload();
    await page.getByRole("columnheader", { name: "Record" }).waitFor();
    expect(await page.getByRole("columnheader").count()).toBe(6);
  });

  test("given a row that is opened, when Escape is pressed, then the panel closes and the row has the focus again", async () => {
    const { page } = reader;
    await page.goto(address);
    await page.getByRole("row", { name: `Number: ${count - 1}` }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("complementary").getByText("Who, as id").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.tagName === "TR");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(`Number: ${count - 1}`);
  });
});
