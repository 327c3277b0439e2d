import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  finished,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type Visitor, type WebWorld, widerBy } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import type { Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let sync: Sync;
let visitor: Visitor;
let page: Page;
let pause: Pause;
let customer: string;
let account: string;

/** An account whose phone number comes from the CRM, is changed in billing, loses to the CRM, and is given back by an undo. */
beforeAll(async () => {
  web = await openWebWorld();
  organization = await web.world.organization("Northwind Ltd");
  visitor = await web.enter(organization.owner);
  ({ page } = visitor);
  pause = pictures(page);
  [account = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Acme Ltd", Phone: "+1 555 0100", Billing_City: "Berlin", Description: "Pays late." },
  ]);
  await addRecords(organization, "Contacts", [
    { First_Name: "Ada", Last_Name: "Berg", Email: "ada@acme.example", Account_Name: { id: account } },
  ]);
  sync = await startSyncing(organization, {
    module: "accounts-and-contacts",
    extent: "two-way",
    conflicts: "crm",
  });
  await sync.run();
  const { id, version } = await customerNamed(organization, "Acme Ltd");
  customer = id;
  const values = { version, phone: "+1 555 0177", website: "https://acme.example" };
  await organization.send(editCustomer, { params: { customer }, body: values });
  await changeRecord(organization, "Accounts", account, { Phone: "+1 555 0142" });
  const run = await sync.run();
  const undo = await organization.send(undoRun, { params: { run: run.id }, body: { dry_run: false } });
  await finished(organization, undo.id);
});
afterAll(async () => {
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
  await web.stop();
});

const drawerOf = (of: Page, name: string) => of.getByRole("dialog", { name: `Where ${name} came from` });

async function openCustomer(of: Page): Promise<void> {
  await of.goto(`/o/${organization.id}/billing/customers/${customer}`);
  await of.getByRole("button", { name: /^Phone: / }).waitFor();
}

describe("B5 given a customer whose phone number came from the CRM, was changed, lost to the CRM, and was given back", () => {
  test("when the mark is focused and pressed by keyboard, then it tells the origin, and the line of values with run, person and rule", async () => {
    await openCustomer(page);
    const mark = page.getByRole("button", { name: /^Phone: Given back when a run was undone\./ });
    await mark.focus();
    await page.getByRole("tooltip").filter({ hasText: "Given back when a run was undone." }).waitFor();
    await page.keyboard.press("Enter");
    const drawer = drawerOf(page, "Phone");
    const entries = drawer
      .getByRole("list", { name: "Values of Phone, the newest first" })
      .getByRole("listitem");
    await entries.nth(4).waitFor();
    const texts = (await entries.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    expect(texts).toHaveLength(5);
    expect(texts[0]).toMatch(
      /0142 →.*0177 Sent to Phone of the account in the CRM, in place of what was there/,
    );
    expect(texts[1]).toMatch(/0142 →.*0177 Given back when a run was undone\..*Undo started by owner key/);
    expect(texts[2]).toMatch(
      /0177 →.*0142 Taken from Phone of the account in the CRM, in place of what owner key had set in billing\. The set-up says that the CRM wins where both sides change a field\..*Instant sync started by owner key, undone since/,
    );
    expect(texts[3]).toMatch(/0100 →.*0177 Changed in billing by owner key\./);
    expect(texts[4]).toMatch(/0100 Taken from Phone of the account in the CRM\. No customer matched/);
    await drawer.getByText(/^Kept in agreement with Phone of the account in Northwind Ltd\./).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("field-story");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
    expect(await mark.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test("when a mark stands for several fields, then one is chosen; the run of an entry is a press away", async () => {
    await openCustomer(page);
    await page.getByRole("button", { name: /^Billing street, .*: synced with the CRM\./ }).click();
    const drawer = drawerOf(page, "Address");
    await drawer.getByText("Berlin", { exact: true }).first().waitFor();
    await drawer.getByLabel("Field").selectOption("billing_country");
    await drawer.getByText("Empty when a run made the record.").waitFor();
    await drawer.getByLabel("Field").selectOption("billing_city");
    await drawer.getByRole("link", { name: "Instant sync" }).click();
    await page.getByRole("heading", { name: "Instant sync", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toContain("/settings/integrations/runs/run_");
  });

  test("when a contact person and the account in the CRM are looked at, then each has its marks and its stories", async () => {
    await openCustomer(page);
    await page.getByRole("tab", { name: "Contact persons (1)" }).click();
    await page.getByRole("button", { name: /^Ada Berg: synced with a contact of the CRM/ }).click();
    const drawer = drawerOf(page, "Ada Berg");
    await drawer.getByLabel("Field").selectOption("email");
    await drawer.getByText(/^Taken from Email of the contact in the CRM\./).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`/o/${organization.id}/crm/accounts/${account}`);
    await page
      .getByRole("button", {
        name: "Phone: kept in agreement with Phone of the customer in billing.",
        exact: false,
      })
      .click();
    await drawerOf(page, "Phone").getByText("Changed in billing by owner key.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "field-story-crm");
  });

  test.each(looks)(
    "when it is read in %s on a %s, then axe finds no fault and nothing is too wide",
    async (colours, size) => {
      const other = await web.enter(organization.owner, { colours, size });
      await openCustomer(other.page);
      await other.page.getByRole("button", { name: /^Phone: / }).click();
      await drawerOf(other.page, "Phone").getByText("Changed in billing by owner key.").waitFor();
      expect(await accessibilityFaults(other.page)).toEqual([]);
      expect(await widerBy(other.page)).toBeLessThanOrEqual(0);
      await other.page.goto(`/o/${organization.id}/crm/accounts/${account}`);
      await other.page.getByRole("button", { name: /^Phone: kept in agreement/ }).waitFor();
      expect(await accessibilityFaults(other.page)).toEqual([]);
      expect(await widerBy(other.page)).toBeLessThanOrEqual(0);
      await keepShot(other.page, `field-story-${colours}-${size}`);
      expect(other.faults).toEqual([]);
      await other.context.close();
    },
  );
});
