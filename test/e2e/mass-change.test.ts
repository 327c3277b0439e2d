import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser.ts";
import { addRecords, deleteRecords, startSyncing, type Sync } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import { saveAndSync, tiles } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let sync: Sync;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  const rows = Array.from({ length: 30 }, (_, at) => ({ Account_Name: `Company ${at}` }));
  const accounts = await addRecords(organization, "Accounts", rows);
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
  await deleteRecords(organization, "Accounts", accounts.slice(0, 21));
});
afterAll(async () => {
  await context.close();
  await web.stop();
});

describe("B11 given 21 of 30 linked accounts that were deleted in the CRM", () => {
  test("when the run stopped, then its page and the connection's say why and lead to the preview, which carries it out", async () => {
    const run = await sync.run();
    const reason =
      "The sync would mark at least 21 of 30 linked records as deleted in the CRM or out of view";
    await page.goto(`/o/${organization.id}/settings/integrations/runs/${run.id}`);
    await page.getByRole("alert").getByText(reason).waitFor();
    await page.getByRole("button", { name: "Show what would change" }).waitFor();
    expect(await page.getByRole("button", { name: "Sync again" }).count()).toBe(0);

    await page.goto(`/o/${organization.id}/settings/integrations/${sync.connection}`);
    await page.getByRole("alert").getByText(reason).waitFor();
    await page.getByText("Needs attention").first().waitFor();
    await page.getByText("after the preview is approved").waitFor();
    expect(await page.getByRole("button", { name: "Instant sync" }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await pictures(page)("mass-change");

    await page.getByRole("button", { name: "Show what would change" }).click();
    await page.getByRole("button", { name: "Save and sync" }).waitFor();
    expect(await tiles(page)).toMatchObject({ deleted_in_crm: 21 });
    await page.getByText("21 records would be marked").waitFor();
    await pictures(page)("mass-change-preview");
    await saveAndSync(page);
    expect(await tiles(page)).toMatchObject({ deleted_in_crm: 21 });
    await page.goto(`/o/${organization.id}/settings/integrations/${sync.connection}`);
    await page.getByRole("button", { name: "Instant sync" }).waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });
});
