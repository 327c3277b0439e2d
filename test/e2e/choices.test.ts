import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { addView, customersOf, fingerprint, peopleByCustomer } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import {
  addContact,
  confirmImport,
  describeCheckBox,
  describeView,
  importCompanies,
  type NewContact,
  setCheckBox,
} from "./crm-pages.ts";
import { pictures } from "./pictures.ts";
import {
  answerWizard,
  connectWithKey,
  instantSync,
  openRecord,
  type Pause,
  saveAndSync,
  savePreview,
  tiles,
} from "./sync-pages.ts";

const akamai = "Akamai Technologies";
const checkBox = "Sync to billing";

/** Two people of Akamai, one each of Adobe and Pfizer, and one without an account. */
const people: NewContact[] = [
  { first: "Boney", last: "Miles", email: "boney.miles@akamai.example", account: akamai },
  { first: "Adam", last: "John", email: "adam.john@akamai.example", account: akamai },
  { first: "Ines", last: "Moreau", email: "ines.moreau@adobe.example", account: "Adobe Inc." },
  { first: "Kenji", last: "Sato", email: "kenji.sato@pfizer.example", account: "Pfizer" },
  { first: "Lone", last: "Wolf", email: "lone.wolf@example.com" },
];

let web: WebWorld;
/** Whose CRM it is; the billing organizations connect to it one by one. */
let crm: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let base: string;
let key: string;
let pause: Pause;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization: crm, page, context, faults } = await web.settle());
  base = `/o/${crm.id}`;
  pause = pictures(page);
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

/** A billing organization of the same person, connected to the CRM, at the wizard's first step. */
async function connected(name: string): Promise<Organization> {
  const organization = await web.world.organization(name, { owner: crm.owner });
  key ??= (await crm.send(generateZscKeyEndpoint, { body: { email: crm.owner.email } })).zsc_key;
  await connectWithKey(page, `/o/${organization.id}`, crm.owner.email, key);
  await page.getByRole("link", { name: "Configure now" }).click();
  return organization;
}

async function namesOf(organization: Organization): Promise<string[]> {
  return (await customersOf(organization)).map((one) => one.display_name).toSorted();
}

describe("given the companies of the S&P 500 as a file, and an empty CRM", () => {
  test("when the file is imported by the CRM's page, then all 503 are accounts", async () => {
    await importCompanies(page, base);
    await pause("crm-import");
    await confirmImport(page);
    await page.getByRole("link", { name: "Show accounts" }).click();
    await page.getByText("503 accounts").waitFor();
    const { body } = await crm.crm("GET", "/Accounts/actions/count");
    expect(body.count).toBe(503);
  });

  test("when people are added by the form, then they are contacts of their accounts", async () => {
    for (const person of people) await addContact(page, base, person);
    const { body } = await crm.crm("GET", "/Contacts?fields=Last_Name,Account_Name");
    const accounts = (body.data ?? []).map((one) => [
      one["Last_Name"],
      (one["Account_Name"] as { name: string } | null)?.name,
    ]);
    expect(Object.fromEntries(accounts)).toEqual({
      Miles: akamai,
      John: akamai,
      Moreau: "Adobe Inc.",
      Sato: "Pfizer",
      Wolf: undefined,
    });
  });

  test("F27 F28 when a check box and a view on it are made, then the view holds exactly the ticked accounts", async () => {
    await describeCheckBox(page, base, checkBox);
    await pause("crm-check-box");
    await page.getByRole("button", { name: "Add field", exact: true }).last().click();
    await page.getByText(`${checkBox} is on the forms of accounts now.`).waitFor();
    await describeView(page, base, "For billing", checkBox);
    await pause("crm-view");
    await page.getByRole("button", { name: "Create view" }).click();
    await page.getByRole("button", { name: "View: For billing" }).waitFor();
    for (const name of [akamai, "Adobe Inc.", "Intel"]) await setCheckBox(page, base, name, checkBox);
    await page.goto(`${base}/crm/accounts`);
    await page.getByRole("button", { name: /^View: / }).click();
    await page.getByRole("option", { name: "For billing" }).click();
    await page.getByText("3 accounts").waitFor();
    await expect.poll(() => page.getByRole("row").count()).toBe(4);
  });
});

describe("given accounts as customers, skipping duplicates, by a view", () => {
  let billing: Organization;
  let mine: string;

  test("F12 F19 F23 F24 F29 when the sync runs, then exactly the ticked accounts come, and the customer that is there stays as it is", async () => {
    billing = await connected("Skipping Ltd");
    const made = await billing.send(createCustomer, {
      body: { display_name: "AKAMAI - Technologies", phone: "+49 30 123456" },
    });
    mine = made.id;
    const before = await fingerprint(web.world, billing);
    await answerWizard(page, { module: "Accounts", duplicates: "Skip", view: "For billing" });
    await savePreview(page);
    expect(await tiles(page)).toMatchObject({ created: 2, skipped: 1, failed: 0 });
    const record = await openRecord(page, akamai);
    await record.getByText("Same company name as").waitFor();
    await saveAndSync(page);
    expect(await namesOf(billing)).toEqual(["AKAMAI - Technologies", "Adobe Inc.", "Intel"]);
    const { customer } = await fingerprint(web.world, billing);
    expect(customer).toContain(before["customer"]);
    expect(await peopleByCustomer(billing)).toMatchObject({ "Adobe Inc.": [] });
  });

  test("F30 when an account is ticked later and another one unticked, then the first comes and the second stays, out of view", async () => {
    await setCheckBox(page, base, "Zoetis", checkBox);
    await setCheckBox(page, base, "Intel", checkBox, false);
    await instantSync(page, `/o/${billing.id}`);
    expect(await tiles(page)).toMatchObject({ created: 1, out_of_view: 1, failed: 0 });
    expect(await namesOf(billing)).toContain("Zoetis");
    expect(await namesOf(billing)).toContain("Intel");
    expect(await billing.send(getCustomer, { params: { customer: mine } })).toMatchObject({ linked: false });
  });
});

describe("given contacts as customers, cloning duplicates", () => {
  test("F13 F20 when the sync runs, then each contact is a customer, and the one that was there has a second one beside it", async () => {
    const billing = await connected("Cloning Ltd");
    const { id } = await billing.send(createCustomer, {
      body: { display_name: "Boney Miles", email: "Boney.Miles@akamai.example", notes: "ours" },
    });
    const before = await billing.send(getCustomer, { params: { customer: id } });
    await answerWizard(page, { module: "Contacts", duplicates: "Clone", view: "All Contacts" });
    await savePreview(page);
    expect(await tiles(page)).toMatchObject({ created: 4, cloned: 1, failed: 0 });
    await saveAndSync(page);
    expect(await tiles(page)).toMatchObject({ created: 4, cloned: 1, failed: 0 });
    expect(await namesOf(billing)).toEqual([
      "Adam John",
      "Boney Miles",
      "Boney Miles",
      "Ines Moreau",
      "Kenji Sato",
      "Lone Wolf",
    ]);
    expect(await billing.send(getCustomer, { params: { customer: id } })).toEqual(before);
  });
});

describe("given accounts and their contacts, overwriting duplicates, by two views", () => {
  test("F14 F15 F16 F21 F22 F25 when the sync runs, then only persons of both views come, duplicates are one, and unmapped values stay", async () => {
    await addView(crm, "Contacts", "All but Moreau", {
      field: "Last_Name",
      comparator: "not_equal",
      value: "Moreau",
    });
    const billing = await connected("Overwriting Ltd");
    // One after the other: the older one survives.
    const kept = await billing.send(createCustomer, {
      body: { display_name: akamai, fax: "+49 30 1", email: "ours@x.example" },
    });
    const loser = await billing.send(createCustomer, { body: { display_name: "Akamai, Technologies" } });
    await answerWizard(page, {
      module: "Accounts and their contacts",
      duplicates: "Overwrite",
      view: "For billing",
      contactView: "All but Moreau",
      withUnassociated: true,
    });
    await savePreview(page);
    expect(await tiles(page)).toMatchObject({ merged: 1, skipped: 1, failed: 0 });
    const left = await openRecord(page, "Kenji Sato");
    await left.getByText("The contact's account is not synced.").first().waitFor();
    await saveAndSync(page);
    expect(await peopleByCustomer(billing)).toEqual({
      [akamai]: ["Adam John", "Boney Miles"],
      "Akamai, Technologies": [],
      "Adobe Inc.": [],
      Zoetis: [],
      "Lone Wolf": [],
    });
    const [one, other] = await Promise.all(
      [kept, loser].map(({ id }) => billing.send(getCustomer, { params: { customer: id } })),
    );
    expect(one).toMatchObject({
      display_name: akamai,
      email: "ours@x.example",
      linked: true,
      status: "active",
    });
    expect(other).toMatchObject({ status: "inactive", merged_into: kept.id });
  });
});
