import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser.ts";
import { mergeRecords } from "../support/crm-merge.ts";
import { addRecords, customerNamed, startSyncing, type Sync } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { openRecord } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let sync: Sync;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  const [north = "", south = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "North Ltd", Phone: "+1 555 0100" },
    { Account_Name: "South Ltd", Phone: "+1 555 0199" },
  ]);
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
  await mergeRecords(organization, "Accounts", north, { [south]: [] });
});
afterAll(async () => {
  await context.close();
  await web.stop();
});

describe("B8 given two customers whose accounts were merged in the CRM", () => {
  test("when the run is opened, then it says so; the page of the customer without an account offers to merge the two, and does it", async () => {
    const run = await sync.run();
    const south = await customerNamed(organization, "South Ltd");
    await page.goto(`/o/${organization.id}/settings/integrations/runs/${run.id}`);
    const record = await openRecord(page, "South Ltd");
    await record.getByText("that one keeps it, and this customer stays without a record").first().waitFor();
    await record.getByRole("button", { name: "Merge the customers" }).waitFor();
    await page.goto(`/o/${organization.id}/billing/customers/${south.id}`);
    await page.getByText("Its record was merged in the CRM into the record of another customer.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await customerNamed(organization, "South Ltd")).toMatchObject({
      status: "active",
      merged_into: null,
    });
    await page.getByRole("button", { name: "Merge the customers" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge two customers" });
    await dialog.getByRole("region", { name: "Stays" }).getByText("North Ltd").waitFor();
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("South Ltd is merged into North Ltd.").waitFor();
    expect(await customerNamed(organization, "North Ltd")).toMatchObject({ linked: true });
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });
});
