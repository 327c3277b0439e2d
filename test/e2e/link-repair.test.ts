import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { addRecords, customerNamed, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import type { Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let pause: Pause;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  pause = pictures(page);
  await addRecords(organization, "Accounts", [{ Account_Name: "Acme Ltd", Phone: "+1 555 0100" }]);
  const sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
  await addRecords(organization, "Accounts", [{ Account_Name: "Acme Holding", Phone: "+1 555 0199" }]);
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

describe("F88 B4 given customers of whom one is linked", () => {
  test("when one is linked by hand and unlinked again, then the page does just that, and offers to link them again", async () => {
    const { id } = await organization.send(createCustomer, {
      body: { display_name: "Acme", currency_code: "USD" },
    });
    await page.goto(`/o/${organization.id}/billing/customers/${id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Link with a CRM record" }).click();
    const dialog = page.getByRole("dialog", { name: "Link Acme with a CRM record" });
    const taken = dialog.getByRole("radio", { name: "Acme Ltd" });
    await taken.waitFor();
    expect(await taken.isDisabled()).toBe(true);
    await dialog.getByText("Linked with Acme Ltd already").waitFor();
    await dialog.getByRole("radio", { name: "Acme Holding" }).check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("link");
    await dialog.getByRole("button", { name: "Link", exact: true }).click();
    await page.getByText("Its record is fetched from the CRM.").waitFor();
    await expect
      .poll(async () => (await customerNamed(organization, "Acme Holding").catch(() => undefined))?.id, {
        timeout: 15_000,
      })
      .toBe(id);
    await page.getByRole("button", { name: "Unlink" }).click();
    await page.getByText("Unlinked. Both stay").waitFor();
    expect(await customerNamed(organization, "Acme Holding")).toMatchObject({ id, linked: false });
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Undone.").waitFor();
    expect(await customerNamed(organization, "Acme Holding")).toMatchObject({ id, linked: true });
  });
});
