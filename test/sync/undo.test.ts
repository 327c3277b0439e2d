import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addContactPerson } from "#billing/customer/contact-person.api.ts";
import { createCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { pauseConnection } from "#sync/connection/connection.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  finished,
  peopleByCustomer,
  startSyncing,
} from "../support/sync-world.ts";
import { account, change, withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** Undoes a run, or shows what that would do, and waits for the end. */
async function undo(
  organization: Organization,
  run: RunView,
  { dry = false }: { dry?: boolean } = {},
): Promise<RunView> {
  const { id } = await organization.send(undoRun, { params: { run: run.id }, body: { dry_run: dry } });
  return finished(organization, id);
}

describe("F86 B4 given a first run that made customers with contact persons", () => {
  async function imported(name: string) {
    const organization = await world.organization(name);
    const [acme = "", globex = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme", Phone: "+1 555 1" },
      { Account_Name: "Globex", Phone: "+1 555 2" },
    ]);
    await addRecords(organization, "Contacts", [
      { Last_Name: "Miles", Account_Name: { id: acme } },
      { Last_Name: "John", Account_Name: { id: globex } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "one-way" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { created: 4 } });
    return { organization, sync, run, acme, globex };
  }

  test("when it is undone, then all of them are gone, and no run makes them again", async () => {
    const { organization, sync, run } = await imported("All gone");
    expect(await undo(organization, run)).toMatchObject({
      status: "done",
      error: null,
      kind: "undo",
      undoes: run.id,
      counts: { deleted: 4, skipped: 0 },
    });
    expect(await customersOf(organization)).toEqual([]);
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created: 0 } });
    expect(await customersOf(organization)).toEqual([]);
  });

  test("when some were changed since, then those stay, inactive and named with what they are now", async () => {
    const { organization, sync, run } = await imported("Some changed");
    await change(organization, "Acme", { phone: "+1 555 9" });
    const dry = await undo(organization, run, { dry: true });
    expect(dry).toMatchObject({ kind: "undo_preview", status: "done" });
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
    const done = await undo(organization, run);
    expect(done).toMatchObject({ status: "done", counts: { deleted: 3, updated: 1, skipped: 1 } });
    expect(dry.counts).toEqual(done.counts);
    expect(await sync.records(dry)).toEqual(await sync.records(done));
    expect(await sync.records(done, { outcome: "skipped" })).toMatchObject([
      {
        name: "Acme",
        reason: "undo.changed_since",
        facts: { stays: [{ field: "phone", now: "+1 555 9", before: "+1 555 1" }] },
      },
    ]);
    expect(await customerNamed(organization, "Acme")).toMatchObject({ status: "inactive", linked: false });
    const before = await fingerprint(world, organization);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, updated: 0 },
    });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("when a person was added to one of them since, then its customer is not deleted", async () => {
    const { organization, run } = await imported("Person added");
    const { id } = await customerNamed(organization, "Acme");
    await organization.send(addContactPerson, { params: { customer: id }, body: { last_name: "New" } });
    const dry = await undo(organization, run, { dry: true });
    expect(await undo(organization, run)).toMatchObject({ counts: dry.counts });
    expect(dry).toMatchObject({ counts: { deleted: 3, updated: 1, skipped: 1 } });
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["New"] });
  });
});

describe("F86 given a run that changed a customer, in a connection that only fetches", () => {
  test("when it is undone, then the values return, those changed since stay, and the next run keeps both", async () => {
    const { sync, organization, acme } = await withAcme(world, "Fetched", { extent: "one-way" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2", Billing_City: "Hamburg" });
    const run = await sync.run();
    await change(organization, "Acme", { phone: "+1 555 3" });
    const done = await undo(organization, run);
    expect(done).toMatchObject({ status: "done", counts: { updated: 1, skipped: 1 } });
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      phone: "+1 555 3",
      billing_address: { city: "Berlin" },
    });
    expect(await sync.records(done)).toMatchObject([
      {
        outcome: "updated",
        reason: "undo.returned",
        changes: [{ field: "billing_city", from: "Hamburg", to: "Berlin" }],
      },
      {
        outcome: "skipped",
        reason: "undo.changed_since",
        facts: { stays: [{ field: "phone", now: "+1 555 3", before: "+1 555 1" }] },
      },
    ]);
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ billing_address: { city: "Berlin" } });
    expect(await account(organization, acme)).toMatchObject({ Billing_City: "Hamburg", Phone: "+1 555 2" });
  });

  test("when customers were overwritten and merged, then they are two again, unlinked, as they were", async () => {
    const organization = await world.organization("Overwritten");
    const make = (phone: string, email: string) =>
      organization.send(createCustomer, {
        body: { display_name: "Acme", company_name: "Acme", phone, email, currency_code: "USD" },
      });
    const [first, second] = [
      await make("+1 555 1", "a@acme.example"),
      await make("+1 555 2", "b@acme.example"),
    ];
    const [acme = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme", Phone: "+1 555 7" },
    ]);
    const sync = await startSyncing(organization, {
      module: "accounts",
      extent: "one-way",
      duplicates: "overwrite",
    });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { merged: 1 } });
    const dry = await undo(organization, run, { dry: true });
    const done = await undo(organization, run);
    expect(done).toMatchObject({ status: "done", error: null, counts: { unlinked: 1, skipped: 0 } });
    expect(dry.counts).toEqual(done.counts);
    for (const { id, phone } of [first, second])
      expect(await organization.send(getCustomer, { params: { customer: id } })).toMatchObject({
        phone,
        status: "active",
        merged_into: null,
        linked: false,
      });
    expect(await sync.links({ state: "closed" })).toMatchObject([{ crm_id: acme, customer: first.id }]);
    const before = await fingerprint(world, organization);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { merged: 0, overwritten: 0 },
    });
    expect(await fingerprint(world, organization)).toEqual(before);
  });
});

describe("F86 F18 given a connection that syncs both ways", () => {
  test("when a run that sent a value is undone, then both sides hold what they held before, and a further run writes nothing", async () => {
    const { sync, organization, acme } = await withAcme(world, "Sent");
    await change(organization, "Acme", { phone: "+1 555 2" });
    const run = await sync.run();
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2" });
    expect(await undo(organization, run)).toMatchObject({ status: "done", error: null, direction: "both" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 1" });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 1" });
    await sync.run();
    const before = await fingerprint(world, organization);
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("when a run carried edits of both sides, then the preview lists each field with the side that is written, the undo does just that, and nothing is left apart", async () => {
    const { sync, organization, acme } = await withAcme(world, "Both edited");
    await change(organization, "Acme", { phone: "+1 my own edit" });
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Munich", Fax: "+1 fax" });
    const run = await sync.run();
    const shown = await undo(organization, run, { dry: true });
    const rows = await sync.records(shown);
    const returned = [
      { field: "billing_city", from: "Munich", to: "Berlin" },
      { field: "phone", from: "+1 my own edit", to: "+1 555 1" },
    ];
    const byField = (changes: { field: string }[]) =>
      changes.toSorted((one, other) => (one.field < other.field ? -1 : 1));
    expect(rows.map(({ side, outcome, reason }) => [side, outcome, reason])).toEqual([
      ["billing", "updated", "undo.returned"],
      ["billing", "skipped", "undo.blank"],
      ["crm", "updated", "undo.returned_in_crm"],
    ]);
    expect(byField(rows[0]?.changes ?? [])).toEqual(returned);
    expect(rows[0]?.facts).toEqual({ edited_in: { billing_city: "crm", phone: "billing" } });
    expect(byField(rows[2]?.changes ?? [])).toEqual(returned);
    const done = await undo(organization, run);
    expect(done.counts).toMatchObject({ updated: shown.counts.updated, skipped: shown.counts.skipped });
    const told = await sync.records(done);
    expect(told.find(({ side }) => side === "crm")).toMatchObject({
      outcome: "updated",
      reason: "undo.returned_in_crm",
      explanation: expect.stringMatching(/^Given back by an undo/),
    });
    expect(await account(organization, acme)).toMatchObject({
      ...{ Phone: "+1 555 1", Billing_City: "Berlin", Fax: "+1 fax" },
    });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 1", fax: "+1 fax" });
  });

  test("when a run made a record in the CRM and is undone, then it stays there, unlinked and named, and is not made again", async () => {
    const { sync, organization } = await withAcme(world, "Made there");
    await organization.send(createCustomer, {
      body: { display_name: "Globex", company_name: "Globex", currency_code: "USD" },
    });
    const run = await sync.run();
    expect(run).toMatchObject({ counts: { created: 1 } });
    const done = await undo(organization, run);
    expect(await sync.records(done)).toMatchObject([
      { name: "Globex", outcome: "unlinked", reason: "undo.made_in_crm" },
    ]);
    expect(await customerNamed(organization, "Globex")).toMatchObject({ status: "active", linked: false });
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created: 0 } });
    const { body } = await organization.crm("GET", "/Accounts?fields=Account_Name");
    expect(body.data.filter((one) => one["Account_Name"] === "Globex")).toHaveLength(1);
  });
});

describe("F86 given a run that cannot be undone", () => {
  test("when it is asked for, then it is refused with the reason and nothing is changed", async () => {
    const { sync, organization, acme } = await withAcme(world, "Refused");
    const preview = await sync.preview();
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2" });
    const run = await sync.run();
    const dry = await undo(organization, run, { dry: true });
    const refusal = async (of: RunView) =>
      (await organization.refusal(undoRun, { params: { run: of.id }, body: {} })).code;
    expect(await refusal(preview)).toBe("run.not_undoable");
    expect(await refusal(dry)).toBe("run.not_undoable");
    await organization.send(pauseConnection, { params: { connection: sync.connection } });
    const done = await undo(organization, run);
    expect(done).toMatchObject({ status: "done", counts: { updated: 1 } });
    const before = await fingerprint(world, organization);
    expect(await refusal(run)).toBe("run.undone");
    expect(await refusal(done)).toBe("run.not_undoable");
    expect(await refusal({ ...run, id: "run_00000000000000000000000000" })).toBe("run.not_found");
    expect(await fingerprint(world, organization)).toEqual(before);
  });
});
