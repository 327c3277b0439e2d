import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { checkSettings, configure, configureOptions } from "#sync/connection/connection.api.ts";
import { readSamples } from "#sync/connection/samples.api.ts";
import type { MappingRow, ModuleChoice, SyncSettings } from "#sync/connection/settings.api.ts";
import { setCrmCurrency } from "../support/crm-setup.ts";
import {
  addCrmField,
  addRecords,
  addView,
  changeRecord,
  customerNamed,
  fingerprint,
  settingsFor,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const row = (crm: string, billing: string, more: Partial<MappingRow> = {}): MappingRow => ({
  crm,
  billing,
  direction: "to_billing",
  blank_erases: false,
  ...more,
});

/** The wizard's configuration with other rows. */
async function withRows(sync: Sync, mapping: MappingRow[]): Promise<SyncSettings> {
  return { ...(await settingsFor(sync.organization, sync.connection, { module: "accounts" })), mapping };
}

async function optionsOf({ organization, connection }: Sync, module: ModuleChoice = "accounts") {
  return organization.send(configureOptions, { params: { connection }, query: { module } });
}

async function withAccount(
  name: string,
  options?: { currency?: string },
): Promise<{ organization: Organization; sync: Sync; account: string }> {
  const organization = await world.organization(name, options);
  const [account = ""] = await addRecords(organization, "Accounts", [
    {
      Account_Name: "Akamai",
      Phone: "+1 617",
      Website: "https://akamai.example",
      Description: "Their notes",
    },
  ]);
  return { organization, account, sync: await startSyncing(organization, { module: "accounts" }) };
}

describe("F31 given the wizard's mapping", () => {
  test("when a module is chosen, then the default pairs are filled in, with three real records beside them", async () => {
    const { organization, sync } = await withAccount("Defaults");
    const options = await optionsOf(sync);
    expect(options.defaults.mapping.map((one) => `${one.crm}>${one.billing}`)).toEqual(
      expect.arrayContaining([
        "Account_Name>display_name",
        "Account_Name>company_name",
        "Billing_Street>billing_street",
      ]),
    );
    const { samples } = await organization.send(readSamples, {
      params: { connection: sync.connection },
      query: { module: "accounts" },
    });
    expect(samples).toMatchObject([{ Account_Name: "Akamai", Phone: "+1 617" }]);
    expect(options.example).toBe("Account Akamai becomes 1 customer.");
    expect((await optionsOf(sync, "contacts")).defaults.mapping).toContainEqual(
      expect.objectContaining({ crm: "Full_Name", billing: "display_name" }),
    );
  });

  test("when some records say little and some accounts have no contacts, then the samples are of those that say most, the example is of an account with contacts, and the cost counts both modules", async () => {
    const { organization, account, sync } = await withAccount("Samples");
    await addRecords(organization, "Accounts", [
      { Account_Name: "Bare 1" },
      { Account_Name: "Bare 2" },
      { Account_Name: "Bare 3" },
    ]);
    expect((await optionsOf(sync, "accounts-and-contacts")).example).toMatch(
      /^Account \S+( \d)? becomes 1 customer\.$/,
    );
    await addRecords(organization, "Contacts", [{ Last_Name: "Ann", Account_Name: { id: account } }]);
    const options = await optionsOf(sync, "accounts-and-contacts");
    const params = { connection: sync.connection };
    const query = { module: "accounts-and-contacts" } as const;
    const ofAll = await organization.send(readSamples, { params, query });
    expect(ofAll.samples).toHaveLength(3);
    expect(ofAll.samples[0]).toMatchObject({ Account_Name: "Akamai" });
    expect(ofAll.contact_samples).toMatchObject([{ Last_Name: "Ann" }]);
    const view = await addView(organization, "Accounts", "Bare", { field: "Account_Name", value: "Bare 2" });
    const ofView = await organization.send(readSamples, { params, query: { ...query, view } });
    expect(ofView.samples).toMatchObject([{ Account_Name: "Bare 2" }]);
    expect(options.example).toBe("Account Akamai with 1 contact becomes 1 customer with 1 contact person.");
    const allOf = (views: readonly { id: string; name: string }[]): { id: string; name: string } => {
      const { id = "", name = "" } = views.find((view) => view.name.startsWith("All ")) ?? {};
      return { id, name };
    };
    const body = {
      ...options.defaults,
      view: allOf(options.views),
      contact_view: allOf(options.contact_views),
    };
    const check = await organization.send(checkSettings, { params, body });
    // The organization; of both modules the fields, the count and a page.
    expect(check).toMatchObject({ problems: [], records: 5, credits: 7 });
  });

  const wrong: { what: string; rows: MappingRow[]; path: string; problem: RegExp }[] = [
    {
      what: "two CRM fields into one billing field",
      rows: [row("Account_Name", "display_name"), row("Phone", "phone"), row("Fax", "phone")],
      path: "mapping.2.billing",
      problem: /Phone is mapped from Phone already; one billing field takes one CRM field/,
    },
    {
      what: "incompatible types",
      rows: [row("Account_Name", "display_name"), row("Annual_Revenue", "email")],
      path: "mapping.1.crm",
      problem: /currency\) can't go into E-mail \(email\); choose a field of a fitting type/,
    },
    {
      what: "no display name",
      rows: [row("Phone", "phone")],
      path: "mapping",
      problem: /map a CRM field to the display name/,
    },
    {
      what: "a display name that only goes to the CRM",
      rows: [row("Account_Name", "display_name", { direction: "to_crm" })],
      path: "mapping",
      problem: /map a CRM field to the display name/,
    },
    {
      what: "a CRM field that does not exist",
      rows: [row("Account_Name", "display_name"), row("Nonsense", "notes")],
      path: "mapping.1.crm",
      problem: /the CRM has no field Nonsense/,
    },
    {
      what: "a billing field that does not exist",
      rows: [row("Account_Name", "display_name"), row("Phone", "cf_nonsense")],
      path: "mapping.1.billing",
      problem: /billing has no field cf_nonsense/,
    },
    {
      what: "a read-only CRM field as the target",
      rows: [row("Account_Name", "display_name"), row("Modified_Time", "notes", { direction: "both" })],
      path: "mapping.1.crm",
      problem: /read-only in the CRM; it can only go to billing/,
    },
  ];

  test.each(wrong)(
    "fault 50 when it has $what, then it is refused by row and reason, and nothing is saved",
    async ({ what, rows, path, problem }) => {
      const { organization, sync } = await withAccount(`Refuses ${what}`);
      const params = { connection: sync.connection };
      const body = await withRows(sync, rows);
      const refusal = await organization.refusal(configure, { params, body });
      expect(refusal).toMatchObject({ code: "settings.invalid", status: 422 });
      const expected = { path, problem: expect.stringMatching(problem) };
      expect(refusal.details["fields"]).toContainEqual(expected);
      expect(refusal.title).toMatch(problem);
      const { problems } = await organization.send(checkSettings, { params, body });
      expect(problems).toContainEqual(expected);
      expect(await sync.view()).toMatchObject({ config_version: 1 });
    },
  );

  test("when the view or the module is unknown, then it is refused by name", async () => {
    const { organization, sync } = await withAccount("Unknown view");
    const params = { connection: sync.connection };
    const good = await settingsFor(organization, sync.connection, { module: "accounts" });
    const noView = { ...good, view: { id: "99", name: "Gone", all: false } };
    expect(await organization.refusal(configure, { params, body: noView })).toMatchObject({
      code: "settings.view_unknown",
      details: { view: "Gone", module: "Accounts" },
    });
    const { problems, records } = await organization.send(checkSettings, { params, body: noView });
    expect(problems).toMatchObject([{ path: "view" }]);
    expect(records).toBeNull();
    const noModule = { ...good, module: "leads" } as never;
    const refusal = await organization.refusal(configure, { params, body: noModule });
    expect(refusal).toMatchObject({ code: "request.invalid", status: 400 });
    expect(refusal.details["fields"]).toMatchObject([{ path: "module" }]);
  });
});

describe("F32 F33 given custom fields of customers", () => {
  test("when one is added, then the mapping offers it at once, counts it, and a run fills it", async () => {
    const { organization, sync, account } = await withAccount("Custom field");
    expect((await optionsOf(sync)).custom_field_count).toBe(0);
    const { api_name } = await organization.send(customFields.customer.add, {
      body: { label: "Employees", type: "number" },
    });
    const options = await optionsOf(sync);
    expect(options.custom_field_count).toBe(1);
    expect(options.customer_fields).toContainEqual(
      expect.objectContaining({ name: api_name, label: "Employees", type: "number", custom: true }),
    );
    await changeRecord(organization, "Accounts", account, { Employees: 8200 });
    await sync.configure({ mapping: [...options.defaults.mapping, row("Employees", api_name)] });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({
      custom_fields: { [api_name]: 8200 },
    });
  });

  test("when a custom field of the CRM is added, then the mapping offers it at once", async () => {
    const { organization, sync } = await withAccount("CRM field");
    const name = await addCrmField(organization, "Accounts", { field_label: "Tier", data_type: "text" });
    expect((await optionsOf(sync)).crm_fields).toContainEqual(
      expect.objectContaining({ name, label: "Tier", custom: true }),
    );
  });

  test("when ten are there, then the counter says so and the eleventh is refused", async () => {
    const { organization, sync } = await withAccount("Ten");
    for (let at = 1; at <= 10; at += 1)
      await organization.send(customFields.customer.add, { body: { label: `Field ${at}`, type: "text" } });
    expect((await optionsOf(sync)).custom_field_count).toBe(10);
    expect(
      await organization.refusal(customFields.customer.add, { body: { label: "Field 11", type: "text" } }),
    ).toMatchObject({ code: "custom_field.limit_reached" });
  });

  test("when a mapped one is deleted in billing, then the other fields go on and the connection says what is left out", async () => {
    const { organization, sync, account } = await withAccount("Deleted field");
    const { api_name } = await organization.send(customFields.customer.add, {
      body: { label: "Tier", type: "text" },
    });
    await sync.configure({
      mapping: [row("Account_Name", "display_name"), row("Description", api_name), row("Phone", "phone")],
    });
    await sync.run();
    await organization.send(customFields.customer.remove, { params: { field: api_name } });
    await changeRecord(organization, "Accounts", account, { Phone: "+1 700", Description: "New" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1, failed: 0 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 700", custom_fields: {} });
    expect((await sync.view()).problem).toMatchObject({
      code: "settings.field_gone",
      details: { fields: [{ path: "mapping.1.billing" }] },
    });
    await sync.configure({ mapping: [row("Account_Name", "display_name"), row("Phone", "phone")] });
    expect((await sync.view()).problem).toBeNull();
  });
});

describe("F34 F44 given a synced organization", () => {
  test("when the mapping is changed, then the preview shows and the next run brings it to every linked record", async () => {
    const { organization, sync } = await withAccount("Changed mapping");
    await addRecords(organization, "Accounts", [{ Account_Name: "Zylker", Description: "Notes of Zylker" }]);
    const narrow = [row("Account_Name", "display_name")];
    await sync.configure({ mapping: narrow });
    expect(await sync.run()).toMatchObject({ counts: { created: 2 } });
    expect(await sync.run()).toMatchObject({ mode: "incremental", counts: { updated: 0 } });
    await sync.configure({ mapping: [...narrow, row("Description", "notes"), row("Website", "website")] });
    expect(await sync.view()).toMatchObject({ config_version: 3, waits_for_approval: true });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ mode: "full", counts: { updated: 2 } });
    const run = await sync.run({ preview: preview.id });
    expect(run.counts).toEqual(preview.counts);
    expect(await customerNamed(organization, "Akamai")).toMatchObject({
      notes: "Their notes",
      website: "https://akamai.example",
    });
    expect(await customerNamed(organization, "Zylker")).toMatchObject({ notes: "Notes of Zylker" });
  });

  test("when a row goes to the CRM only, then a run neither makes nor changes that field in billing", async () => {
    const { organization, sync, account } = await withAccount("To the CRM only");
    await sync.configure({
      mapping: [row("Account_Name", "display_name"), row("Phone", "phone", { direction: "to_crm" })],
    });
    expect(await sync.run()).toMatchObject({ counts: { created: 1 } });
    const customer = await customerNamed(organization, "Akamai");
    expect(customer.phone).toBeNull();
    await organization.send(editCustomer, { params: { customer: customer.id }, body: { phone: "+49 1" } });
    await changeRecord(organization, "Accounts", account, { Phone: "+1 2", Account_Name: "Akamai Ltd" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Akamai Ltd")).toMatchObject({ phone: "+49 1" });
  });

  test("F83 when a CRM value becomes blank, then billing keeps it, unless the row says that blanks erase", async () => {
    const { organization, sync, account } = await withAccount("Blank");
    await sync.run();
    await changeRecord(organization, "Accounts", account, { Phone: null, Website: null });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 617" });
    await sync.configure({
      mapping: [
        row("Account_Name", "display_name"),
        row("Phone", "phone", { blank_erases: true }),
        row("Website", "website"),
      ],
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({
      phone: null,
      website: "https://akamai.example",
    });
  });

  test("when the view is changed, then what is only in the old one stays as a customer, out of view", async () => {
    const { organization, sync } = await withAccount("Changed view");
    await addRecords(organization, "Accounts", [{ Account_Name: "Zylker" }]);
    await addView(organization, "Accounts", "Only Zylker", { field: "Account_Name", value: "Zylker" });
    await sync.run();
    await sync.configure({ view: "Only Zylker" });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ counts: { out_of_view: 1, unchanged: 1 } });
    expect((await sync.run({ preview: preview.id })).counts).toEqual(preview.counts);
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ status: "active", linked: true });
  });
});

describe("F35 given a CRM with another base currency", () => {
  test("when money is mapped, then saving is refused and both currencies are named; without money it is not", async () => {
    const { organization: theirs } = await withAccount("Euro CRM", { currency: "EUR" });
    const ours = await world.organization("Dollar billing", { currency: "USD" });
    const sync = await startSyncing(ours, { module: "accounts", crmOf: theirs });
    const options = await optionsOf(sync);
    expect(options.currencies).toMatchObject({ crm: "EUR", billing: "USD" });
    expect(options.two_way.allowed).toBe(false);
    const params = { connection: sync.connection };
    const body = await withRows(sync, [
      row("Account_Name", "display_name"),
      row("Account_Site", "currency_code"),
    ]);
    const refusal = await ours.refusal(configure, { params, body });
    expect(refusal).toMatchObject({ code: "settings.currency_differs" });
    expect(refusal.title).toMatch(/EUR.*USD/);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    expect(await customerNamed(ours, "Akamai")).toMatchObject({ currency_code: "USD" });
  });

  test("when it changes after money was mapped, then the next run is refused before its first write, both named", async () => {
    const { organization, sync } = await withAccount("Changes later");
    await organization.crm("POST", "/org/currencies/actions/enable", {});
    await sync.configure({
      mapping: [row("Account_Name", "display_name"), row("Currency", "currency_code")],
    });
    await setCrmCurrency(world, organization, "EUR");
    const before = await fingerprint(world, organization);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "failed", error: { code: "settings.currency_differs" } });
    expect(run.error?.title).toMatch(/EUR.*USD/);
    expect(await fingerprint(world, organization)).toEqual(before);
    expect((await sync.view()).problem).toMatchObject({ code: "settings.currency_differs" });
    expect(await sync.preview()).toMatchObject({
      status: "failed",
      error: { code: "settings.currency_differs" },
    });
  });

  test("when the CRM has several currencies, then the mapping offers the currency, and customers take it", async () => {
    const { organization, sync } = await withAccount("Several");
    await organization.crm("POST", "/org/currencies/actions/enable", {});
    await organization.crm("POST", "/org/currencies", {
      currencies: [{ iso_code: "EUR", exchange_rate: "0.9" }],
    });
    await addRecords(organization, "Accounts", [{ Account_Name: "In euro", Currency: "EUR" }]);
    const options = await optionsOf(sync);
    expect(options.currencies.crm_has_several).toBe(true);
    expect(options.defaults.mapping).toContainEqual({
      ...row("Currency", "currency_code"),
      direction: "both",
    });
    await sync.configure({ mapping: options.defaults.mapping });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2 } });
    expect(await customerNamed(organization, "In euro")).toMatchObject({ currency_code: "EUR" });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ currency_code: "USD" });
  });
});
