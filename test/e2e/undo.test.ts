import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteCustomer } from "#billing/customer/customer.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  finished,
  peopleByCustomer,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { change } from "../support/two-way.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import type { Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let sync: Sync;
let pause: Pause;
let acme = "";
let globex = "";

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  pause = pictures(page);
  const rows = ["Acme Ltd", "Globex"].map((name) => ({ Account_Name: name, Phone: "+1 555 0100" }));
  [acme = "", globex = ""] = await addRecords(organization, "Accounts", rows);
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

describe("F86 B4 given a run that changed customers, one of which somebody changed since", () => {
  test("when it is undone, then the dialog shows what would go back and what stays, and the undo does just that", async () => {
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 0199", Billing_City: "Hamburg" });
    await changeRecord(organization, "Accounts", globex, { Phone: "+1 555 0188" });
    const run = await sync.run();
    await change(organization, "Acme Ltd", { phone: "+1 555 0123" });
    await page.goto(`/o/${organization.id}/settings/integrations/runs/${run.id}`);
    await page.getByRole("button", { name: "Undo this run" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this run" });
    await dialog.getByText("2 records would be given back what they were before").waitFor();
    const returns = dialog.getByRole("region", { name: "What goes back" });
    await returns.getByText("Globex").waitFor();
    const phone = returns.getByRole("row", { name: /^Phone/ });
    expect(await phone.textContent()).toBe("Phone+1 555 0188+1 555 0100the CRMbilling");
    expect(await dialog.getByText("The CRM is written, too").count()).toBe(0);
    const named = dialog.getByRole("region", { name: "Not undone" });
    await named.getByText("Changed since the run").waitFor();
    expect(await named.getByRole("row", { name: "Phone" }).textContent()).toBe("Phone+1 555 0100+1 555 0123");
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("undo");
    expect(await customerNamed(organization, "Globex")).toMatchObject({ phone: "+1 555 0188" });
    await dialog.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByRole("heading", { name: "Undo", level: 1 }).waitFor();
    await page.getByText("What could not be given back is listed as skipped, with the reason.").waitFor();
    await page.getByRole("button", { name: /^Acme Ltd.*Skipped/ }).waitFor();
    expect(await customerNamed(organization, "Globex")).toMatchObject({ phone: "+1 555 0100" });
    expect(await customerNamed(organization, "Acme Ltd")).toMatchObject({
      phone: "+1 555 0123",
      billing_address: { city: null },
    });
    await page.getByRole("link", { name: "this run" }).click();
    await page.getByText("Undone:").waitFor();
    expect(await page.getByRole("button", { name: "Undo this run" }).count()).toBe(0);
    expect(await customersOf(organization)).toHaveLength(2);
  });
});

describe("F86 F88 given a first run that was undone", () => {
  test("when its records are let come again on the page of the undo, then the next run brings them", async () => {
    const { items } = await organization.send(listRuns, { query: { kind: "instant", limit: 50 } });
    const first = items.at(-1)?.id ?? "";
    const { id } = await organization.send(undoRun, { params: { run: first }, body: { dry_run: false } });
    await finished(organization, id);
    await page.goto(`/o/${organization.id}/settings/integrations/runs/${id}`);
    await page.getByText("2 CRM records do not come any more.").waitFor();
    await page.getByRole("link", { name: "Let them come again" }).click();
    await page.getByRole("heading", { name: "Closed", level: 1 }).waitFor();
    await page
      .getByRole("row", { name: /Globex/ })
      .getByText("The run that brought it was undone.")
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("closed");
    await page.getByRole("button", { name: "Let all 2 records come again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Let come again" }).click();
    await page.getByText("2 CRM records may come again.").waitFor();
    await page.getByText("None. Every record of the CRM may come.").waitFor();
    await sync.run();
    expect((await sync.view()).counts).toMatchObject({ linked: 2, closed: 0 });
  });
});

describe("F88 given a customer with a contact person that was deleted in billing", () => {
  test("when its account is ticked among the closed, then the question says that its contact comes with it, and it does", async () => {
    const [initech = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Initech" }]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Waddams", Account_Name: { id: initech } }]);
    await sync.configure({ module: "accounts-and-contacts" });
    await sync.approved();
    const { id } = await customerNamed(organization, "Initech");
    await organization.send(deleteCustomer, { params: { customer: id } });
    await page.goto(`/o/${organization.id}/settings/integrations/${sync.connection}/closed`);
    await page.getByRole("row", { name: /Waddams/ }).waitFor();
    await page.getByRole("checkbox", { name: "Choose Initech" }).check();
    await page.getByRole("button", { name: "Let come again", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("With the account comes 1 contact that ended with it.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Let come again" }).click();
    await page.getByText("2 CRM records may come again, 1 contact of accounts among them.").waitFor();
    await sync.run();
    expect(await peopleByCustomer(organization)).toMatchObject({ Initech: ["Waddams"] });
  });
});
