import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { createCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { checkSettings, configure } from "#sync/connection/connection.api.ts";
import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import {
  addCrmField,
  addRecords,
  addView,
  customerNamed,
  settingsFor,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { account } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const both = (crm: string, billing: string, more: Partial<MappingRow> = {}): MappingRow => ({
  crm,
  billing,
  direction: "both",
  blank_erases: false,
  ...more,
});

type Story = {
  organization: Organization;
  sync: Sync;
  settings: (mapping: MappingRow[], more?: Partial<SyncSettings>) => Promise<SyncSettings>;
};

async function organizationWith(name: string, accounts: Record<string, unknown>[]): Promise<Story> {
  const organization = await world.organization(name);
  await addRecords(organization, "Accounts", accounts);
  const sync = await startSyncing(organization, { module: "accounts" });
  const settings: Story["settings"] = async (mapping, more = {}) => ({
    ...(await settingsFor(organization, sync.connection, { module: "accounts", extent: "two-way" })),
    mapping,
    ...more,
  });
  return { organization, sync, settings };
}

const params = ({ sync }: Story) => ({ connection: sync.connection });

describe("B19 given a mapping that is to go both ways", () => {
  test("when every value of both sides comes back as it was, then it is saved, and the check tells how many were tried", async () => {
    const story = await organizationWith("Nothing lost", [
      { Account_Name: "Akamai", Phone: "+1 617 444 3000" },
      { Account_Name: "Boreal" },
    ]);
    await story.organization.send(createCustomer, { body: { display_name: "Ours", phone: "+49 30 1" } });
    const body = await story.settings([both("Account_Name", "display_name"), both("Phone", "phone")]);
    const checked = await story.organization.send(checkSettings, { params: params(story), body });
    expect(checked).toMatchObject({
      problems: [],
      trials: [{ path: "mapping", crm_records: 2, billing_records: 1 }],
    });
    expect(checked.trials[0]?.pairs).toMatchObject([
      { at: 0, tried: 3, on: "records", lost: 0, losses: [], refused: false },
      { at: 1, tried: 2, on: "records", lost: 0, losses: [], refused: false },
    ]);
    const view = await story.organization.send(configure, { params: params(story), body });
    expect(view.settings).toMatchObject({ extent: "two-way" });
  });

  test("when a value of either side would not come back, then it is refused by field, with whose value and why, and nothing is saved", async () => {
    const story = await organizationWith("Two losses", [
      { Account_Name: "Akamai", Description: "first line\nsecond line" },
      { Account_Name: "Boreal", Description: "one line" },
    ]);
    const text = await story.organization.send(customFields.customer.add, {
      body: { label: "Tier", type: "text" },
    });
    const rate = await story.organization.send(customFields.customer.add, {
      body: { label: "Rate", type: "decimal" },
    });
    const crmRate = await addCrmField(story.organization, "Accounts", {
      field_label: "Rate",
      data_type: "double",
    });
    await story.organization.send(createCustomer, {
      body: { display_name: "Ours", custom_fields: { [rate.api_name]: "12.345" } },
    });
    const rows = [
      both("Account_Name", "display_name"),
      both("Description", text.api_name),
      both(crmRate, rate.api_name),
    ];
    const body = await story.settings(rows);
    const checked = await story.organization.send(checkSettings, { params: params(story), body });
    expect(checked.problems.map(({ path }) => path)).toEqual([
      "mapping.1.accepts_loss",
      "mapping.2.accepts_loss",
    ]);
    expect(checked.trials[0]?.pairs.slice(1)).toMatchObject([
      {
        lost: 1,
        tried: 2,
        refused: true,
        losses: [{ side: "crm", record: "Akamai", before: "first line\nsecond line", after: null }],
      },
      {
        lost: 1,
        tried: 1,
        refused: true,
        losses: [{ side: "billing", record: "Ours", before: "12.345", after: "12.35" }],
      },
    ]);
    const refusal = await story.organization.refusal(configure, { params: params(story), body });
    expect(refusal).toMatchObject({ code: "settings.loses_values", status: 422 });
    expect(refusal.title).toBe(
      String.raw`Description and Tier: 1 of 2 values would not come back as they were, such as "first line\nsecond line" of Akamai (Tier must be one line without tabs)`,
    );
    expect(refusal.remedy).toMatch(/one way, map another field, or accept/);
    expect(refusal.details["fields"]).toEqual(checked.problems);
    expect(await story.sync.view()).toMatchObject({ config_version: 1, settings: { extent: "one-way" } });

    // One way nothing goes back: nothing is read, and nothing refused.
    const oneWay = await story.organization.send(checkSettings, {
      params: params(story),
      body: { ...body, extent: "one-way" },
    });
    expect(oneWay).toMatchObject({ problems: [], trials: [] });
  });

  test("when the pair goes one way, or its loss is accepted, then it is saved, the audit log tells what was accepted, and the values stay where they are", async () => {
    const story = await organizationWith("Accepted", [{ Account_Name: "Akamai" }]);
    const rate = await story.organization.send(customFields.customer.add, {
      body: { label: "Rate", type: "decimal" },
    });
    const crmRate = await addCrmField(story.organization, "Accounts", {
      field_label: "Rate",
      data_type: "double",
    });
    const ours = await story.organization.send(createCustomer, {
      body: { display_name: "Ours", phone: "+49 1", custom_fields: { [rate.api_name]: "12.345" } },
    });
    const name = both("Account_Name", "display_name");
    const phone = both("Phone", "phone");
    const send = (mapping: SyncSettings) =>
      story.organization.send(configure, { params: params(story), body: mapping });
    await send(
      await story.settings([name, phone, both(crmRate, rate.api_name, { direction: "to_billing" })]),
    );
    await send(await story.settings([name, phone, both(crmRate, rate.api_name, { direction: "to_crm" })]));
    await send(await story.settings([name, phone, both(crmRate, rate.api_name, { accepts_loss: true })]));
    const { items } = await story.organization.send(listAuditLog, {
      query: { subject_id: story.sync.connection },
    });
    const [last, before] = items.filter(({ action }) => action === "connection.configured");
    expect(last?.details).toMatchObject({
      accepted_losses: [{ mapping: "mapping", crm: crmRate, billing: rate.api_name, tried: 1, lost: 1 }],
    });
    expect(JSON.stringify(last?.details["accepted_losses"])).not.toContain("12.345");
    expect(before?.details).not.toHaveProperty("accepted_losses");

    expect(await story.sync.run()).toMatchObject({ status: "done", error: null });
    expect(await story.sync.run()).toMatchObject({ status: "done", error: null });
    const customer = await customerNamed(story.organization, "Ours");
    expect(customer.custom_fields).toEqual({ [rate.api_name]: "12.345" });
    const [link] = await story.sync.links({ customer: ours.id });
    const made = await account(story.organization, link?.crm_id ?? "");
    expect(made).toMatchObject({ Account_Name: "Ours", Phone: "+49 1", [crmRate]: null });
    // What fits goes over as ever.
    await story.organization.send(editCustomer, {
      params: { customer: ours.id },
      body: { version: customer.version, custom_fields: { [rate.api_name]: "12.5" } },
    });
    await story.sync.run();
    expect(await account(story.organization, link?.crm_id ?? "")).toMatchObject({ [crmRate]: 12.5 });
  });

  test("when the chosen view leaves out the record that would lose something, then nothing is lost", async () => {
    const story = await organizationWith("By view", [
      { Account_Name: "In", Billing_City: "Berlin", Description: "plain" },
      { Account_Name: "Out", Billing_City: "Rome", Description: "two\nlines" },
    ]);
    const { api_name } = await story.organization.send(customFields.customer.add, {
      body: { label: "Tier", type: "text" },
    });
    const id = await addView(story.organization, "Accounts", "Berlin", {
      field: "Billing_City",
      value: "Berlin",
    });
    const rows = [both("Account_Name", "display_name"), both("Description", api_name)];
    const all = await story.settings(rows);
    const check = (body: SyncSettings) =>
      story.organization.send(checkSettings, { params: params(story), body });
    expect((await check(all)).problems).toHaveLength(1);
    const narrow = await check({ ...all, view: { id, name: "Berlin", all: false } });
    expect(narrow).toMatchObject({ problems: [], trials: [{ crm_records: 1 }] });
  });

  test("when there is no record at all, then each pair is tried on what both fields can hold, and the check says so", async () => {
    const story = await organizationWith("Empty", []);
    const body = await settingsFor(story.organization, story.sync.connection, {
      module: "accounts-and-contacts",
      extent: "two-way",
    });
    const { problems, trials } = await story.organization.send(checkSettings, {
      params: params(story),
      body,
    });
    expect(problems).toEqual([]);
    expect(trials).toMatchObject([
      { path: "mapping", crm_records: 0, billing_records: 0 },
      { path: "contact_mapping", crm_records: 0, billing_records: 0 },
    ]);
    for (const { pairs } of trials)
      expect(pairs.every(({ on, tried, lost }) => on === "possible_values" && tried > 0 && lost === 0)).toBe(
        true,
      );
  });

  test("when there are more records than a page, then a page of each side is tried, in one call of the CRM", async () => {
    const many = Array.from({ length: 230 }, (_, at) => ({ Account_Name: `Account ${at}` }));
    const story = await organizationWith("Many", many);
    const body = await story.settings([both("Account_Name", "display_name")]);
    const before = await creditsLeft(story);
    const oneWay = { ...body, extent: "one-way" as const };
    await story.organization.send(checkSettings, { params: params(story), body: oneWay });
    const between = await creditsLeft(story);
    const { trials } = await story.organization.send(checkSettings, { params: params(story), body });
    const after = await creditsLeft(story);
    expect(trials).toMatchObject([{ crm_records: 200, pairs: [{ tried: 200, lost: 0 }] }]);
    expect(between - after).toBe(before - between + 1);
  });
});

/** API credits that are left in the CRM; asking costs one. */
async function creditsLeft({ organization }: Story): Promise<number> {
  const headers = { authorization: `Bearer ${organization.key}` };
  const reply = await fetch(`${world.url}/crm/v8/org`, { headers });
  expect(reply.status).toBe(200);
  return Number(reply.headers.get("x-api-credits-remaining"));
}
