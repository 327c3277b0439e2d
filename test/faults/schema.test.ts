import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkHealth, configure } from "#sync/connection/connection.api.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { startSync } from "#sync/run/run.api.ts";
import { dropCrmField, dropView } from "../support/crm-setup.ts";
import {
  addCrmField,
  addRecords,
  addView,
  age,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  finished,
  query,
  settingsFor,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { error, json } from "../zoho/faulty-crm.ts";
import { endOf, type FaultWorld, startFaultWorld, withCompanies } from "./fault-world.ts";

let faults: FaultWorld;
beforeAll(async () => void (faults = await startFaultWorld()));
afterAll(() => faults.stop());
afterEach(() => faults.proxy.heal());

const row = (crm: string, billing: string, more: Partial<MappingRow> = {}): MappingRow => ({
  crm,
  billing,
  direction: "to_billing",
  blank_erases: false,
  ...more,
});

type Story = { organization: Organization; sync: Sync; accounts: string[]; field: string };

/** Two accounts with a custom text field that is mapped to the department, synced once. */
async function withField(name: string): Promise<Story> {
  const organization = await faults.world.organization(name);
  const field = await addCrmField(organization, "Accounts", { field_label: "Team", data_type: "text" });
  const accounts = await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 1", [field]: "Red" },
    { Account_Name: "Zylker", Phone: "+1 2", [field]: "Blue" },
  ]);
  await age(faults.world, organization);
  const sync = await startSyncing(organization, {
    module: "accounts",
    crmUrl: faults.proxy.url,
    mapping: [
      row("Account_Name", "display_name"),
      row("Phone", "phone"),
      row(field, "department", { blank_erases: true }),
    ],
  });
  expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2 } });
  return { organization, sync, accounts, field };
}

const departments = async (organization: Organization) =>
  (await customersOf(organization)).map((one) => one.department);

describe("fault 57 given a mapped custom field", () => {
  test("when it is deleted in the CRM, then the other fields go on, its values stay, the connection says so; when it is back, it goes on", async () => {
    const { organization, sync, accounts, field } = await withField("Deleted field");
    await dropCrmField(organization, "Accounts", field);
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 57" });
    for (const full of [false, true])
      expect(await sync.run({ full })).toMatchObject({ status: "done", counts: { failed: 0, created: 0 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 57", department: "Red" });
    const { problem } = await sync.view();
    expect(problem).toMatchObject({
      code: "settings.field_gone",
      details: { fields: [{ path: "mapping.2.crm" }] },
    });
    expect(problem?.title).toContain(field);
    expect(
      (await organization.send(checkHealth, { params: { connection: sync.connection } })).problem,
    ).toEqual(problem);
    expect(await addCrmField(organization, "Accounts", { field_label: "Team", data_type: "text" })).toBe(
      field,
    );
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { [field]: "Green" });
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { updated: 2 } });
    // Blanks erase here by the mapping, and the new field is blank for the other one.
    expect(await departments(organization)).toEqual(["Green", null]);
    expect((await sync.view()).problem).toBeNull();
  });

  test("when its name is used again for another type, then nothing of the new type is written", async () => {
    const { organization, sync, accounts, field } = await withField("Retyped field");
    await sync.configure({
      mapping: [
        row("Account_Name", "display_name"),
        row("Phone", "phone"),
        row(field, "website", { blank_erases: true }),
      ],
    });
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { [field]: "akamai.example" });
    await sync.run();
    await dropCrmField(organization, "Accounts", field);
    await addCrmField(organization, "Accounts", { field_label: "Team", data_type: "boolean" });
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 58", [field]: true });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { updated: 1, failed: 0 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({
      phone: "+1 58",
      website: "akamai.example",
    });
    expect((await sync.view()).problem?.title).toMatch(/boolean\) can't go into Website/);
  });

  test("when the display name's field is no longer there, then the run fails with that reason and writes nothing", async () => {
    const { organization, sync, accounts, field } = await withField("No name");
    await sync.configure({ mapping: [row(field, "display_name"), row("Phone", "phone")] });
    await sync.run();
    await dropCrmField(organization, "Accounts", field);
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 60" });
    const before = await fingerprint(faults.world, organization);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "failed", error: { code: "settings.field_gone" } });
    expect(run.error?.title).toContain(field);
    expect(await fingerprint(faults.world, organization)).toEqual(before);
    const { problem } = await organization.send(checkHealth, { params: { connection: sync.connection } });
    expect(problem).toMatchObject({ code: "settings.field_gone", title: run.error?.title });
    await sync.configure({ mapping: [row("Account_Name", "display_name")] });
    expect(
      (await organization.send(checkHealth, { params: { connection: sync.connection } })).problem,
    ).toBeNull();
  });
});

test("fault 59 given a field that the user may no longer see, when the CRM sends it as blank, then it is not taken for emptied", async () => {
  const { organization, sync, accounts, field } = await withField("Hidden field");
  faults.proxy.edit(/settings\/fields/, (text) => {
    const body = JSON.parse(text) as { fields: { api_name: string; visible: boolean }[] };
    const fields = body.fields.map((one) => (one.api_name === field ? { ...one, visible: false } : one));
    return JSON.stringify({ ...body, fields });
  });
  faults.proxy.edit(/^GET \/crm\/v8\/Accounts\?/, (text) => text.replaceAll(/"(Red|Blue)"/g, "null"));
  await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 59" });
  for (const full of [false, true]) expect(await sync.run({ full })).toMatchObject({ status: "done" });
  expect(await departments(organization)).toEqual(["Red", "Blue"]);
  expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 59" });
  expect((await sync.view()).problem).toMatchObject({ code: "settings.field_gone" });
});

test.each([
  ["is switched off", json(400, error("INVALID_MODULE"))],
  ["may not be read", json(403, error("NO_PERMISSION"))],
])(
  "fault 58 fault 14 given a module that %s, then the run names it, writes nothing of it, and links and bases stay for when it is back",
  async (what, reply) => {
    const { organization, sync, accounts } = await withCompanies(faults, `Module ${what}`);
    await sync.run();
    const before = await endOf(faults, organization);
    faults.proxy.fault(/^(GET|POST) \/crm\/v8\/Contacts/, reply);
    const run = await sync.run({ full: true });
    expect(run).toMatchObject({ status: "failed", error: { code: "connection.no_access" } });
    expect(JSON.stringify(run.error)).toContain("Contacts");
    expect((await sync.view()).problem).toMatchObject({ code: "connection.no_access" });
    expect(await endOf(faults, organization)).toEqual(before);
    faults.proxy.heal();
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 58" });
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { updated: 1, created: 0, out_of_view: 0, deleted_in_crm: 0 },
    });
    expect((await sync.view()).problem).toBeNull();
  },
);

describe("fault 60 given a view that is not what it was", () => {
  async function withView(name: string): Promise<Story & { view: string }> {
    const organization = await faults.world.organization(name);
    const field = await addCrmField(organization, "Accounts", { field_label: "Ours", data_type: "boolean" });
    const accounts = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", [field]: true },
      { Account_Name: "Zylker", [field]: true },
      { Account_Name: "Borg", [field]: false },
    ]);
    const view = await addView(organization, "Accounts", "Ours", { field, value: true });
    const sync = await startSyncing(organization, { module: "accounts", view: "Ours" });
    expect(await sync.run()).toMatchObject({ counts: { created: 2 } });
    return { organization, sync, accounts, field, view };
  }

  test("when it is deleted, then the run fails and names it, nothing leaves it, and choosing another one goes on", async () => {
    const { organization, sync, accounts, view } = await withView("Deleted view");
    await dropView(organization, "Accounts", view);
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 60" });
    const before = await fingerprint(faults.world, organization);
    for (const full of [false, true]) {
      const run = await sync.run({ full });
      expect(run).toMatchObject({ status: "failed", error: { code: "settings.view_gone" } });
      expect(run.error?.title).toContain("Ours");
    }
    expect(await sync.preview()).toMatchObject({ status: "failed", error: { code: "settings.view_gone" } });
    expect(await fingerprint(faults.world, organization)).toEqual(before);
    expect((await sync.view()).problem).toMatchObject({ code: "settings.view_gone" });
    const checked = await organization.send(checkHealth, { params: { connection: sync.connection } });
    expect(checked.problem?.title).toBe("The view Ours of Accounts is gone");
    await sync.configure({ view: "All Accounts" });
    expect((await sync.view()).problem).toBeNull();
    expect(await sync.run()).toMatchObject({
      status: "done",
      counts: { created: 1, updated: 1, out_of_view: 0 },
    });
  });

  test("when it is deleted and nothing else happens, then a run that a person asks for says so, and a quiet one still costs little", async () => {
    const { organization, sync, view } = await withView("Quietly deleted view");
    await age(faults.world, organization);
    expect(await sync.run()).toMatchObject({ status: "done", mode: "incremental", api_calls: 3 });
    await dropView(organization, "Accounts", view);
    expect(await sync.run()).toMatchObject({
      status: "failed",
      mode: "incremental",
      error: { code: "settings.view_gone", title: expect.stringContaining("Ours") as string },
    });
    expect((await sync.view()).problem).toMatchObject({ code: "settings.view_gone" });
  });

  test("when its criteria are changed, then the preview counts who comes and who leaves, and the run does just that", async () => {
    const { organization, sync, field, view } = await withView("Changed view");
    const { status } = await organization.crm("PUT", `/settings/custom_views/${view}?module=Accounts`, {
      custom_views: [
        { name: "Ours", criteria: { comparator: "equal", field: { api_name: field }, value: false } },
      ],
    });
    expect(status).toBe(200);
    const preview = await sync.preview();
    expect(preview).toMatchObject({ counts: { created: 1, out_of_view: 2, deleted_in_crm: 0 } });
    expect((await sync.run({ preview: preview.id })).counts).toEqual(preview.counts);
    expect((await customersOf(organization)).map((one) => one.status)).toEqual([
      "active",
      "active",
      "active",
    ]);
  });
});

test("fault 61 given a run at work, when the configuration is changed, then it ends with its batch, and nothing is written by the old rules afterwards", async () => {
  const organization = await faults.world.organization("Fence");
  await addRecords(
    organization,
    "Accounts",
    Array.from({ length: 5000 }, (_, at) => ({
      Account_Name: `Company ${at}`,
      Phone: `+1 ${at}`,
      Fax: `+2 ${at}`,
    })),
  );
  const old = [row("Account_Name", "display_name"), row("Phone", "phone")];
  const sync = await startSyncing(organization, { module: "accounts", mapping: old });
  const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
  const counted = async () => (await sync.view()).counts.linked;
  while ((await counted()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const body = {
    ...(await settingsFor(organization, sync.connection, { module: "accounts" })),
    mapping: [row("Account_Name", "display_name"), row("Fax", "phone")],
  };
  await organization.send(configure, { params: { connection: sync.connection }, body });
  const atThatTime = await counted();
  expect(await finished(organization, id)).toMatchObject({ status: "cancelled" });
  expect(await counted()).toBe(atThatTime);
  expect(atThatTime).toBeLessThan(5000);
  // Another field for the phone of each is a mass change, which is looked at first.
  const preview = await sync.preview();
  expect(await sync.run({ preview: preview.id })).toMatchObject({ status: "done", mode: "full" });
  const [{ n } = { n: "" }] = await query<{ n: string }>(
    faults.world,
    "select count(*) as n from customer where organization_id = $1 and phone like '+2 %'",
    [organization.id],
  );
  expect(Number(n)).toBe(5000);
});
