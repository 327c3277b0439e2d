import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeContactPerson } from "#billing/customer/contact-person.api.ts";
import { deleteCustomer } from "#billing/customer/customer.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { listClosedLinks, readmitLinks } from "#sync/link/readmit.api.ts";
import { unlinkCustomer } from "#sync/link/repair.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  finished,
  peopleByCustomer,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

async function undo({ organization }: Sync, run: RunView): Promise<RunView> {
  const { id } = await organization.send(undoRun, { params: { run: run.id }, body: { dry_run: false } });
  return finished(organization, id);
}

/** Two accounts with a contact each, brought by a first run. */
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
  const params = { connection: sync.connection };
  const closed = (query: { run?: string; limit?: number; cursor?: string } = {}) =>
    organization.send(listClosedLinks, { params, query });
  const readmit = (body: Parameters<typeof organization.send<typeof readmitLinks>>[1]["body"]) =>
    organization.send(readmitLinks, { params, body });
  const refused = async (body: object) => (await organization.refusal(readmitLinks, { params, body })).code;
  return { organization, sync, run, acme, globex, params, closed, readmit, refused };
}

describe("F86 F88 given a first import that was undone", () => {
  test("when its records are let come again, by either run, then the next run brings them as new", async () => {
    const { organization, sync, run, closed, readmit } = await imported("Undone");
    const back = await undo(sync, run);
    expect((await sync.view()).counts).toMatchObject({ closed: 4, linked: 0 });
    const { items, total } = await closed({ run: back.id });
    expect(total).toBe(4);
    expect(items).toHaveLength(4);
    expect(items.map(({ name }) => name).toSorted()).toEqual(["Acme", "Globex", "John", "Miles"]);
    for (const one of items) expect(one).toMatchObject({ why: "undone", run: back.id, customer: null });
    expect((await sync.run({ full: true })).counts).toMatchObject({ created: 0 });
    expect(await readmit({ run: run.id, dry_run: true })).toEqual({ count: 4, people: 0, dry_run: true });
    expect((await closed()).total).toBe(4);
    expect(await readmit({ run: run.id })).toEqual({ count: 4, people: 0, dry_run: false });
    expect(await closed()).toEqual({ items: [], total: 0, next_cursor: null });
    expect(await sync.run()).toMatchObject({ status: "done", mode: "full", counts: { created: 4 } });
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
    const { items: entries } = await organization.send(listAuditLog, { query: {} });
    expect(entries.find(({ action }) => action === "connection.links_readmitted")).toMatchObject({
      details: { count: 4, run: run.id },
    });
    const before = await fingerprint(world, organization);
    expect((await sync.run()).counts).toMatchObject({ created: 0, updated: 0 });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("when only some are named, then only those come, page after page of the others stays", async () => {
    const { organization, sync, run, acme, closed, readmit } = await imported("Some");
    await undo(sync, run);
    expect(await readmit({ crm_ids: [acme] })).toMatchObject({ count: 1 });
    expect((await sync.run()).counts).toMatchObject({ created: 1 });
    expect(Object.keys(await peopleByCustomer(organization))).toEqual(["Acme"]);
    const first = await closed({ limit: 2 });
    const second = await closed({ limit: 2, cursor: first.next_cursor ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["Globex", "Miles", "John"]);
    expect([first.total, second.next_cursor]).toEqual([3, null]);
    expect(await readmit({ all: true })).toMatchObject({ count: 3 });
  });
});

describe("F88 given a customer that was unlinked, and one that was deleted in billing", () => {
  test("when all are let come again, then the unlinked one is linked again and the deleted one is made anew", async () => {
    const { organization, sync, closed, readmit } = await imported("Unlinked");
    const acme = await customerNamed(organization, "Acme");
    await organization.send(unlinkCustomer, { params: { customer: acme.id }, body: {} });
    const globex = await customerNamed(organization, "Globex");
    await organization.send(deleteCustomer, { params: { customer: globex.id } });
    await sync.run({ full: true });
    const { items } = await closed();
    expect(items.map(({ name, why, customer }) => [name, why, customer])).toEqual([
      ["Acme", "unlinked", acme.id],
      ["Globex", "deleted", null],
      ["John", "deleted", null],
    ]);
    await readmit({ all: true });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { overwritten: 1, created: 2 } });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ id: acme.id, linked: true });
    expect(await customersOf(organization)).toHaveLength(2);
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
  });
});

describe("F88 given a customer with a contact person that was deleted in billing", () => {
  const goneIn = async (scene: Awaited<ReturnType<typeof imported>>): Promise<void> => {
    const { id } = await customerNamed(scene.organization, "Globex");
    await scene.organization.send(deleteCustomer, { params: { customer: id } });
  };

  test.each(["a run has", "no run has"])(
    "when its account is let come again and %s met it, then the contact comes with it, and the answer says so",
    async (how) => {
      const scene = await imported(`With people, ${how}`);
      const { organization, sync, globex, closed, readmit } = scene;
      await goneIn(scene);
      if (how === "a run has") {
        const full = await sync.run({ full: true });
        expect(full).toMatchObject({ status: "done", counts: { out_of_view: 0, skipped: 2 } });
        expect((await sync.records(full)).map(({ reason }) => reason)).toEqual([
          "customer.gone",
          "customer.gone",
        ]);
      }
      expect((await closed()).items).toMatchObject([
        { crm_id: globex, people: 1 },
        { name: "John", people: 0 },
      ]);
      expect((await sync.view()).counts).toMatchObject({ linked: 2, closed: 2, out_of_view: 0 });
      expect(await readmit({ crm_ids: [globex], dry_run: true })).toEqual({
        count: 2,
        people: 1,
        dry_run: true,
      });
      expect(await readmit({ crm_ids: [globex] })).toEqual({ count: 2, people: 1, dry_run: false });
      expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2, skipped: 0 } });
      expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
      expect((await closed()).total).toBe(0);
    },
  );

  test("when the contact person was removed before, then it does not come with the account, but by itself", async () => {
    const scene = await imported("Removed before");
    const { organization, sync, globex, closed, readmit } = scene;
    await removeJohn(organization);
    await sync.run({ full: true });
    await goneIn(scene);
    await sync.run({ full: true });
    const { items } = await closed();
    expect(items).toMatchObject([{ people: 0 }, { name: "John" }]);
    expect(await readmit({ crm_ids: [globex] })).toMatchObject({ count: 1, people: 0 });
    await sync.run();
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: [] });
    expect(await readmit({ crm_ids: [items[1]?.crm_id ?? ""] })).toMatchObject({ count: 1 });
    await sync.run();
    expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
  });
});

describe("F88 given a contact person that was removed in billing", () => {
  test.each(["a run has", "no run has"])(
    "when %s met it, then its contact is among the closed ones, with the reason, and can be let come again",
    async (how) => {
      const { organization, sync, closed, readmit } = await imported(`Removed, ${how}`);
      const johns = (await sync.links({ state: "linked" })).find(({ name }) => name.startsWith("John"));
      await changeRecord(organization, "Contacts", johns?.crm_id ?? "", { Phone: "call me" });
      await sync.run();
      expect(await sync.links({ issues: "true" })).toMatchObject([{ crm_id: johns?.crm_id }]);
      await removeJohn(organization);
      expect(await sync.links({ issues: "true" })).toEqual([]);
      if (how === "a run has")
        expect(await sync.run({ full: true })).toMatchObject({ counts: { skipped: 1, out_of_view: 0 } });
      const { items } = await closed();
      expect(items).toMatchObject([
        { why: "removed", words: "Its contact person was removed in billing.", is_person: true },
      ]);
      expect((await sync.view()).counts).toMatchObject({ linked: 3, closed: 1, with_issues: 0 });
      expect(await sync.links({ state: "linked" })).toHaveLength(3);
      expect(await readmit({ crm_ids: [items[0]?.crm_id ?? ""] })).toMatchObject({ count: 1 });
      expect(await sync.run()).toMatchObject({ counts: { created: 1 } });
      expect(await peopleByCustomer(organization)).toEqual({ Acme: ["Miles"], Globex: ["John"] });
    },
  );
});

async function removeJohn(organization: Organization): Promise<void> {
  const [john] = (await customerNamed(organization, "Globex")).contact_persons;
  await organization.send(removeContactPerson, { params: { person: john?.id ?? "" } });
}

describe("F88 given what cannot come again", () => {
  test("when it is asked for, then the answer says which and why, and nothing is changed", async () => {
    const { organization, sync, run, acme, globex, params, refused } = await imported("Refused");
    const other = await withAcme(world, "Refused as well");
    const before = await fingerprint(world, organization);
    expect(await refused({ crm_ids: [acme] })).toBe("link.not_closed");
    expect(await refused({ all: true })).toBe("link.none_closed");
    expect(await refused({ run: run.id })).toBe("link.none_closed");
    expect(await refused({ run: "run_00000000000000000000000000" })).toBe("run.not_found");
    expect(await refused({})).toBe("request.invalid");
    expect(await refused({ all: true, run: run.id })).toBe("request.invalid");
    expect(await fingerprint(world, organization)).toEqual(before);
    const { id } = await customerNamed(organization, "Acme");
    await organization.send(unlinkCustomer, { params: { customer: id }, body: {} });
    const view = await organization.refusal(readmitLinks, {
      params,
      body: { crm_ids: [acme, globex, "1234567890123456789"] },
    });
    expect(view).toMatchObject({
      code: "link.not_closed",
      title: `The CRM record ${globex} is linked, and 1 more cannot come again either`,
      details: {
        records: [
          { crm_id: globex, why: "is linked" },
          { crm_id: "1234567890123456789", why: "has no link" },
        ],
      },
    });
    expect((await sync.view()).counts.closed).toBe(1);
    expect(
      (
        await organization.refusal(readmitLinks, {
          params: { connection: other.sync.connection },
          body: { all: true },
        })
      ).code,
    ).toBe("connection.not_found");
  });

  test("when the run or the record is one of another connection of the organization, then that is said", async () => {
    const { organization, run, acme } = await imported("Two CRMs");
    const crm = await world.organization("The second CRM");
    await addRecords(crm, "Accounts", [{ Account_Name: "Elsewhere" }]);
    const second = await startSyncing(organization, { module: "accounts", extent: "one-way", crmOf: crm });
    const params = { connection: second.connection };
    const refusal = (body: { run: string } | { crm_ids: string[] }) =>
      organization.refusal(readmitLinks, { params, body });
    expect(await refusal({ run: run.id })).toMatchObject({
      code: "run.not_found",
      title: `Run ${run.id} is one of another connection`,
    });
    expect((await refusal({ crm_ids: [acme] })).title).toMatch(/belongs to the connection con_/);
  });
});
