import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { startSync } from "#sync/run/run.api.ts";
import { addRecords, customerNamed, finished, startSyncing } from "../support/sync-world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { openRecord, tiles } from "./sync-pages.ts";

let web: WebWorld;
beforeAll(async () => void (web = await openWebWorld()));
afterAll(() => web.stop());

describe("given two accounts of one name", () => {
  test("when they are previewed, then the second is a duplicate that is remembered, is not counted as written, and leads to no page that is not there", async () => {
    const { organization, page, path, context, faults } = await web.settle();
    await addRecords(organization, "Accounts", [
      { Account_Name: "Acme" },
      { Account_Name: "ACME" },
      { Account_Name: "Globex" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts", duplicates: "overwrite" });
    const preview = await sync.preview();
    await page.goto(path(`settings/integrations/runs/${preview.id}`));
    await page
      .getByRole("group", { name: "Approve the preview" })
      .getByText("2 records would be written")
      .waitFor();
    expect(await tiles(page)).toMatchObject({ created: 2, duplicate: 1 });
    await page.getByRole("button", { name: /1\s*Remember as duplicate/ }).click();
    const duplicate = await openRecord(page, "acme");
    await duplicate.getByText("its values are not taken").first().waitFor();
    await duplicate.getByText("a likely match").waitFor();
    expect(await duplicate.getByRole("link").count()).toBe(0);
    expect(await duplicate.getByRole("button", { name: /^Skip this one/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Save and sync" }).click();
    await page.getByText("Done as approved in").waitFor();
    const done = await openRecord(page, "acme");
    await done.getByRole("link", { name: "Open the customer" }).click();
    await page.getByRole("heading", { level: 1, name: /^acme$/i }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("given a customer that was changed in billing", () => {
  test("when it is fetched, then its own change is kept, and the page says which", async () => {
    const { organization, page, path, context } = await web.settle();
    await addRecords(organization, "Accounts", [{ Account_Name: "Acme", Phone: "+1 1" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const { id } = await customerNamed(organization, "Acme");
    await organization.send(editCustomer, { params: { customer: id }, body: { phone: "+49 1" } });
    await page.goto(path(`billing/customers/${id}`));
    await page.getByRole("button", { name: "Fetch this contact from CRM" }).click();
    await page.getByRole("status").getByText("Billing's own change is kept: Phone.").waitFor();
    expect(await page.getByText("both sides hold the same values").count()).toBe(0);
    await context.close();
  });
});

describe("given a run that failed before it read anything", () => {
  test("then its page does not say that both sides agree, and the history shows no count", async () => {
    const { organization, page, path, context } = await web.settle();
    await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
    const params = { connection: sync.connection };
    const { id } = await organization.send(startSync, { params, body: {} });
    expect(await finished(organization, id)).toMatchObject({ status: "failed" });
    await page.goto(path(`settings/integrations/runs/${id}`));
    await page.getByText("It ended before it came to any record.").waitFor();
    expect(await page.getByText(/in agreement\.$/).count()).toBe(0);
    await page.goto(path("settings/integrations/history"));
    await page.getByRole("row", { name: /Failed/ }).waitFor();
    expect(await page.getByText("0 unchanged").count()).toBe(0);
    await context.close();
  });
});
