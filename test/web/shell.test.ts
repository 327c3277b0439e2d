import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { openWebWorld, type WebWorld } from "./web-world.ts";

let web: WebWorld;

beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

describe("keyboard", () => {
  test("given a page, when Tab is pressed first, then one can skip to the content", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("billing"));
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
    await context.close();
  });

  test("given Ctrl K, when one types a page's name and Enter, then that page is shown and has the focus", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("billing"));
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search records, or go to a page").fill("audit");
    await keepShot(page, "search");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Audit log" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "MAIN");
    expect(await page.title()).toBe("Audit log · Northwind Ltd · Concord");
    await context.close();
  });

  test("given Ctrl K, when one types that something is new and Enter, then its form is there", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("billing"));
    await page.getByRole("heading", { name: "Home" }).waitFor();
    const search = async (text: string) => {
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("Search records, or go to a page").fill(text);
      await page
        .getByRole("button", { name: new RegExp(`^${text}`, "i") })
        .first()
        .waitFor();
      await page.keyboard.press("Enter");
    };
    await search("new inv");
    await page.getByRole("heading", { name: "New invoice", level: 1 }).waitFor();
    await search("new payment");
    await page.getByRole("dialog", { name: "Record payment" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Record payment" }).waitFor({ state: "detached" });
    expect(new URL(page.url()).hash).toBe("");
    await context.close();
  });

  test("given a list, when j, k and End are pressed, then the focus moves from row to row", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/audit-log"));
    await page.getByRole("row", { name: /Organization: created/ }).waitFor();
    const rows = page.locator("tbody tr[data-at]");
    const last = (await rows.count()) - 1;
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("data-at") ?? null);
    await rows.first().focus();
    await page.keyboard.press("j");
    expect(await focused()).toBe("1");
    await page.keyboard.press("k");
    expect(await focused()).toBe("0");
    await page.keyboard.press("End");
    expect(await focused()).toBe(String(last));
    await context.close();
  });
});

describe("shell", () => {
  test("given a phone, when the navigation is opened and an entry chosen, then its page is shown and the drawer is gone", async () => {
    const { page, path, context } = await web.settle({ size: "phone" });
    await page.goto(path("billing"));
    await page.getByRole("button", { name: "Open navigation" }).click();
    const drawer = page.getByRole("dialog", { name: "Navigation" });
    await drawer.getByRole("link", { name: "Settings" }).waitFor();
    await keepShot(page, "drawer");
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole("link", { name: "CRM" }).click();
    await page.waitForURL(/\/crm$/);
    await drawer.waitFor({ state: "detached" });
    await context.close();
  });

  test("given the colours chosen by hand, when the page is loaded again, then they are the same before the first script of ours", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("billing"));
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Dark" }).click();
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.reload();
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
    await context.close();
  });

  test("given an address that leads nowhere, then the page says so and leads back", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("billing/nowhere"));
    await page.getByText("There is nothing at this address.").waitFor();
    await page.getByRole("link", { name: "Go to the start" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  });

  test("given a server that is gone for a while, when it is back, then Try again shows the list", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/members"));
    await page.getByRole("row", { name: /Olivia Owner/ }).waitFor();
    await page.route("**/api/v1/audit-log", (route) => route.abort());
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByText("The server cannot be reached").waitFor();
    expect(await page.getByText("network.unreachable").isVisible()).toBe(true);
    await page.unroute("**/api/v1/audit-log");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("row", { name: /Organization: created/ }).waitFor();
    await context.close();
  });

  test("given a server that is gone and something typed, when one leads to a page that is not loaded yet, then the page says so, and nothing typed is lost", async () => {
    const { page, path, context, faults } = await web.settle();
    await page.goto(path("billing/customers/new"));
    await page.getByLabel("Display name").fill("Half typed");
    await context.setOffline(true);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Keep draft" }).click();
    const problem = page.getByRole("main").getByRole("alert");
    await problem.getByRole("heading", { name: "The server cannot be reached" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "outage");
    const tryAgain = problem.getByRole("button", { name: "Try again" });
    await tryAgain.click();
    await tryAgain.and(page.locator(":not([data-loading])")).waitFor();
    expect(new URL(page.url()).pathname).toContain("/settings");
    await page.goBack();
    await page.getByText("Your draft from").waitFor();
    expect(await page.getByLabel("Display name").inputValue()).toBe("Half typed");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Keep draft" }).click();
    await tryAgain.waitFor();
    await context.setOffline(false);
    await tryAgain.click();
    await page.getByRole("heading", { name: "Organization", level: 1 }).waitFor();
    // React writes what an error state shows to the console as well.
    expect(faults.filter((one) => !one.includes("The server cannot be reached"))).toEqual([]);
    await context.close();
  });

  test("given a role that may not administrate, then what it may not reach is not offered", async () => {
    const { organization, context: first, path } = await web.settle();
    await first.close();
    const sales = await web.world.signUp("Sam Seller");
    await web.world.system.deps.system
      .insertInto("auth.member")
      .values({
        id: "mem_sam",
        organizationId: organization.id,
        userId: sales.userId,
        role: "sales",
        createdAt: new Date().toISOString(),
      })
      .execute();
    const { page, context } = await web.enter(sales);
    await page.goto(path("settings/members"));
    await page.getByRole("row", { name: /Sam Seller/ }).waitFor();
    expect(await page.getByRole("link", { name: "API keys" }).count()).toBe(0);
    await page.goto(path("settings/api-keys"));
    await page.getByText("Your role does not allow this").waitFor();
    await context.close();
  });
});
