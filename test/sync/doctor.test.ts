import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeContactPerson } from "#billing/customer/contact-person.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import { deleteCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { pauseConnection } from "#sync/connection/connection.api.ts";
import { examineConnection, type Finding } from "#sync/doctor/doctor.api.ts";
import { mergeRecords } from "../support/crm-merge.ts";
import { dropCrmField, hideModule, setCrmCurrency } from "../support/crm-setup.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  fingerprint,
  query,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { change, withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** What the doctor finds that is not well, by check. */
async function ills(sync: Sync): Promise<Finding[]> {
  return (await examine(sync)).findings.filter(({ state }) => state !== "ok");
}

async function examine({ organization, connection }: Sync) {
  return organization.send(examineConnection, { params: { connection } });
}

describe("B18 F92 given a sync both ways that is well", () => {
  test("when it is examined, then every check says so, and nothing is written on either side", async () => {
    const { sync, organization } = await withAcme(world, "Well");
    const before = await fingerprint(world, organization);
    const notice = (await sync.view()).problem;
    const { healthy, findings } = await examine(sync);
    expect(healthy).toBe(true);
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual(
      [
        "state",
        "credential",
        "access",
        "currencies",
        "clock",
        "mapping",
        "marker",
        "live",
        "runs",
        "watermark",
        "changes",
        "creations",
        "links",
        "records",
        "conflicts",
      ].map((check) => `${check} ok`),
    );
    expect(await fingerprint(world, organization)).toEqual(before);
    expect((await sync.view()).problem).toEqual(notice);
    await sync.organization.send(pauseConnection, { params: { connection: sync.connection } });
    expect((await examine(sync)).findings[0]).toMatchObject({ check: "state", state: "ok" });
  });
});

describe("F92 given one thing after the other that is wrong on the CRM's side", () => {
  test("when it is examined, then each is named with what to do, and does not hide the others", async () => {
    const { sync, organization } = await withAcme(world, "Ill");
    await dropCrmField(organization, "Accounts", "Concord_ID");
    await setCrmCurrency(world, organization, "EUR");
    const found = await ills(sync);
    expect(found).toMatchObject([
      {
        check: "currencies",
        state: "failed",
        page: "configure",
        command: "concord configure --module accounts",
      },
      { check: "marker", state: "warned", command: "concord sync" },
    ]);
    await setCrmCurrency(world, organization, "USD");
    await hideModule(world, organization, "Accounts", true);
    expect(await ills(sync)).toContainEqual(
      expect.objectContaining({
        check: "access",
        state: "failed",
        what: "The CRM user has no access to Accounts.",
      }),
    );
    await hideModule(world, organization, "Accounts", false);
    await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
    await query(world, "update connection set access_token = null where organization_id = $1", [
      organization.id,
    ]);
    const { healthy, findings } = await examine(sync);
    expect(healthy).toBe(false);
    expect(findings.find(({ check }) => check === "credential")).toMatchObject({
      state: "failed",
      what: expect.stringContaining("connection.key_refused"),
      page: "credentials",
    });
    expect(findings.map(({ check }) => check)).toContain("conflicts");
  });

  test("when a mapped field is gone, then the row is named, and whether runs go on without it", async () => {
    const { sync, organization } = await withAcme(world, "Mapped");
    const { body } = await organization.crm("POST", "/settings/fields?module=Accounts", {
      fields: [{ field_label: "Size", data_type: "text", length: 50 }],
    });
    expect(body).toBeDefined();
    const { settings } = await sync.view();
    await sync.configure({
      mapping: [
        ...(settings?.mapping.filter(({ billing }) => billing !== "notes") ?? []),
        { crm: "Size", billing: "notes", direction: "to_billing", blank_erases: false },
      ],
    });
    await sync.run();
    await dropCrmField(organization, "Accounts", "Size");
    expect(await ills(sync)).toMatchObject([
      {
        check: "mapping",
        state: "warned",
        what: expect.stringMatching(/^Size and notes in the mapping: the CRM has no field Size/),
        remedy: "The row is left out until it is corrected.",
        page: "configure",
      },
    ]);
  });
});

describe("F92 given one thing after the other that is wrong on billing's side", () => {
  test("when it is examined, then waiting changes, lost answers, stale links and conflicts are each told", async () => {
    const { sync, organization, acme } = await withAcme(world, "Ours", { conflicts: "ask" });
    await addRecords(organization, "Accounts", [{ Account_Name: "Globex" }]);
    await sync.run();
    await change(organization, "Acme", { phone: "+1 555 9" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 8" });
    await sync.run();
    expect(await ills(sync)).toMatchObject([
      { check: "conflicts", state: "warned", page: "conflicts", command: "concord conflicts" },
    ]);
    await change(organization, "Acme", { notes: "changed" });
    const { id } = await customerNamed(organization, "Globex");
    await organization.send(deleteCustomer, { params: { customer: id } });
    const age = (text: string) => query(world, text, [organization.id]);
    await age("update sync_mark set marked_at = now() - interval '3 days' where organization_id = $1");
    await age(
      `insert into crm_creation (organization_id, connection_id, target, record_id, customer_id, crm_module, "values", payload, tries, started_at)
       select organization_id, connection_id, 'customer', customer_id, customer_id, 'Accounts', '{}', '{}', 2, now() - interval '1 day'
         from link where organization_id = $1 and customer_id is not null limit 1`,
    );
    await age(
      `update connection set watermarks = jsonb_build_object('Accounts', now() - interval '9 days') where organization_id = $1`,
    );
    const found = await ills(sync);
    expect(found.map(({ check, state }) => `${check} ${state}`)).toEqual([
      "watermark warned",
      "changes warned",
      "creations warned",
      "links warned",
      "conflicts warned",
    ]);
    expect(found.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^All changes of the CRM up to 9 days ago/),
      expect.stringMatching(/^1 change of billing waits to be taken to the CRM, the oldest for 3 days/),
      "Of 1 record being made in the CRM the answer is not known, for 24 hours, after 2 tries.",
      expect.stringMatching(/^1 link of customers that were deleted in billing/),
      expect.stringMatching(/^1 conflict waits for a decision/),
    ]);
    for (const one of found) expect(one.command).toMatch(/^concord /);
    expect((await examine(sync)).healthy).toBe(true);
  });

  test("when a contact person is removed in billing, then the link that points nowhere is told, until a run has closed it", async () => {
    const organization = await world.organization("Persons");
    const [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Miles", Account_Name: { id: acme } }]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "one-way" });
    await sync.run();
    expect(await ills(sync)).toEqual([]);
    const { id } = await customerNamed(organization, "Acme");
    const { contact_persons: persons } = await organization.send(getCustomer, { params: { customer: id } });
    await organization.send(removeContactPerson, { params: { person: persons[0]?.id ?? "" } });
    expect(await ills(sync)).toMatchObject([
      {
        check: "links",
        state: "warned",
        what: "1 link of contact persons that are gone.",
        command: "concord sync --full",
      },
    ]);
    await sync.run({ full: true });
    expect(await ills(sync)).toEqual([]);
  });

  test("when a contact person is gone on both sides, then nothing is left to be told, for no run can do more", async () => {
    const organization = await world.organization("Both gone");
    const [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    const [miles = ""] = await addRecords(organization, "Contacts", [
      { Last_Name: "Miles", Account_Name: { id: acme } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "one-way" });
    await sync.run();
    await organization.crm("DELETE", `/Contacts?ids=${miles}`);
    await sync.run();
    const { id } = await customerNamed(organization, "Acme");
    const { contact_persons: persons } = await organization.send(getCustomer, { params: { customer: id } });
    await organization.send(removeContactPerson, { params: { person: persons[0]?.id ?? "" } });
    expect(await ills(sync)).toEqual([]);
  });

  test("when customers were merged in billing, then the CRM record that is left over is named until it is merged there too", async () => {
    const organization = await world.organization("Merged");
    const [acme = "", twin = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme" },
      { Account_Name: "Acme Twin" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
    await sync.run();
    const survivor = await customerNamed(organization, "Acme");
    const loser = await customerNamed(organization, "Acme Twin");
    await organization.send(mergeCustomers, {
      params: { customer: survivor.id },
      body: { loser: loser.id },
    });
    await sync.run({ full: true });
    expect(await ills(sync)).toMatchObject([
      {
        check: "links",
        state: "warned",
        what: `1 CRM record of customers that were merged into others in billing: ${twin}. What changes there changes nothing here.`,
        remedy: expect.stringMatching(/^Merge these records in the CRM as well/),
        command: null,
      },
    ]);
    await mergeRecords(organization, "Accounts", acme, { [twin]: [] });
    await sync.run({ full: true });
    expect(await ills(sync)).toEqual([]);
  });

  test("when a linked record is gone in the CRM, or two count for one customer, or runs failed, then that is told", async () => {
    const { sync, organization, acme } = await withAcme(world, "Records");
    await organization.crm("DELETE", `/Accounts?ids=${acme}`);
    expect(await ills(sync)).toMatchObject([
      { check: "records", state: "warned", what: expect.stringContaining(acme) },
    ]);
    await query(world, "drop index link_customer", []);
    await query(
      world,
      `insert into link select organization_id, connection_id, '1', crm_module, target, customer_id, contact_person_id, state, base,
         config_version, issues, crm_modified_time, linked_at, updated_at, intent from link where organization_id = $1`,
      [organization.id],
    );
    await query(
      world,
      "update sync_run set status = 'failed', error_code = 'run.crm_refused' where organization_id = $1",
      [organization.id],
    );
    const { id } = await customerNamed(organization, "Acme");
    expect(await ills(sync)).toMatchObject([
      { check: "runs", state: "failed", what: "The last run failed (run.crm_refused)." },
      { check: "links", state: "failed", what: expect.stringContaining(id), command: `concord unlink ${id}` },
      { check: "records", state: "warned" },
    ]);
    expect((await examine(sync)).healthy).toBe(false);
  });
});

describe("B6 F92 given a connection that is live", () => {
  test("when the CRM has lost the channel, or its notices do not arrive, then that is told", async () => {
    const alive = await startWorld({ env: { CONCORD_LIVE: "on" } });
    try {
      const { sync, organization } = await withAcme(alive, "Live");
      expect((await examine(sync)).findings).toContainEqual(
        expect.objectContaining({
          check: "live",
          state: "ok",
          what: "Changes of the CRM arrive within seconds.",
        }),
      );
      await query(
        alive,
        "update crm_channel set failures = 3, problem = 'refused' where organization_id = $1",
        [organization.id],
      );
      expect(await ills(sync)).toMatchObject([
        { check: "live", state: "warned", what: "Notices of the CRM do not arrive: refused" },
      ]);
      await query(alive, "delete from crm_channel where organization_id = $1", [organization.id]);
      expect(await ills(sync)).toMatchObject([
        { check: "live", state: "warned", what: expect.stringMatching(/^The CRM knows no channel/) },
      ]);
    } finally {
      await alive.stop();
    }
  });
});
