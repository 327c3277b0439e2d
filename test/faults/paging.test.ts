import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  addRecords,
  age,
  changeRecord,
  customersOf,
  deleteRecords,
  peopleByCustomer,
  query,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { error, json } from "../zoho/faulty-crm.ts";
import { companies, endOf, type FaultWorld, startFaultWorld, withCompanies } from "./fault-world.ts";

let faults: FaultWorld;
beforeAll(async () => void (faults = await startFaultWorld()));
afterAll(() => faults.stop());
afterEach(() => faults.proxy.heal());

const secondPage = /^GET \/crm\/v8\/Accounts\?.*page_token=/;

describe("given a list that moves while it is read", () => {
  test("fault 33 records are added, changed and deleted between two pages, then after the next run both sides agree, and nothing came twice", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Moves");
    const [early = "", late = "", gone = ""] = [accounts[0], accounts[companies - 1], accounts[5]];
    let done = false;
    faults.proxy.before(secondPage, async () => {
      if (done) return;
      done = true;
      await addRecords(organization, "Accounts", [{ Account_Name: "Added between" }]);
      for (const id of [early, late]) await changeRecord(organization, "Accounts", id, { Phone: "+1 777" });
      await deleteRecords(organization, "Accounts", [gone]);
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { failed: 0 } });
    expect(done).toBe(true);
    expect(await sync.run()).toMatchObject({ status: "done", mode: "incremental" });
    const customers = await customersOf(organization);
    const phones = new Map(customers.map((one) => [one.display_name, one.phone]));
    expect(phones.get("Company 0")).toBe("+1 777");
    expect(phones.get(`Company ${companies - 1}`)).toBe("+1 777");
    expect(phones.has("Added between")).toBe(true);
    // Whether the deleted one came before it went is chance; if it did, its customer stays and is marked.
    const isThere = phones.has("Company 5");
    expect((await sync.view()).counts).toMatchObject({
      linked: companies + 2,
      deleted_in_crm: isThere ? 1 : 0,
    });
    expect(await twice(faults.world, organization)).toEqual([]);
  });

  test("fault 34 hundreds of records changed in one second, then each of them arrives", async () => {
    const { organization, sync } = await withCompanies(faults, "One second");
    await age(faults.world, organization);
    await sync.run();
    await query(
      faults.world,
      `update crm_record set values = values || '{"Fax":"+1 34"}', modified_time = date_trunc('second', now()) where organization_id = $1 and module = 'Accounts'`,
      [organization.id],
    );
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", mode: "incremental", counts: { updated: companies } });
    expect((await customersOf(organization)).every((one) => one.fax === "+1 34")).toBe(true);
  });

  test.each([
    ["expired", json(400, error("EXPIRED_VALUE", { api_name: "page_token" }))],
    ["belongs to another list", json(400, error("TOKEN_BOUND_DATA_MISMATCH", { param_name: "page_token" }))],
  ])(
    "fault 35 a page token %s, then the list is begun anew and ends as if nothing had been",
    async (what, reply) => {
      const { organization, sync } = await withCompanies(faults, `Token ${what}`);
      const { struck } = faults.proxy.fault(secondPage, reply, { times: 2 });
      expect(await sync.run()).toMatchObject({
        status: "done",
        counts: { created: companies + 2, failed: 0 },
      });
      expect(struck()).toBe(2);
      expect(await customersOf(organization)).toHaveLength(companies);
      expect(await twice(faults.world, organization)).toEqual([]);
    },
  );

  test("B20 fault 33 fault 5 a list that ends too early, then it is read again and nothing is missing or marked as gone", async () => {
    const { organization, sync } = await withCompanies(faults, "Cut short");
    let cut = 0;
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts\?.*cvid=/, (text) => {
      cut += 1;
      if (cut > 1) return text;
      const body = JSON.parse(text) as { info: object };
      return JSON.stringify({ ...body, info: { ...body.info, more_records: false, next_page_token: null } });
    });
    expect(await sync.run()).toMatchObject({
      status: "done",
      counts: { created: companies + 2, out_of_view: 0, deleted_in_crm: 0 },
    });
    expect(await customersOf(organization)).toHaveLength(companies);
  });

  test("fault 36 more than a list gives, then it is read as a bulk job, page by page, and says so", async () => {
    const { organization, sync } = await withCompanies(faults, "Bulk");
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts\/actions\/count/, () => '{"count":150000}');
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { created: companies + 2 } });
    expect(faults.proxy.heard.some((one) => one.method === "POST" && one.path === "/crm/bulk/v8/read")).toBe(
      true,
    );
    expect(await endOf(faults, organization)).toHaveLength(companies);
    expect(await twice(faults.world, organization)).toEqual([]);
  });
});

describe("given clocks and lists that are late", () => {
  test("fault 29 a change that the list shows only later, then the overlap of the next run brings it", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Late list");
    await age(faults.world, organization);
    await sync.run();
    const [late = ""] = accounts;
    await changeRecord(organization, "Accounts", late, { Phone: "+1 29" });
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts\?/, (text) => {
      if (text === "") return text;
      const body = JSON.parse(text) as { data: { id: string }[] };
      return JSON.stringify({ ...body, data: body.data.filter((one) => one.id !== late) });
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 0 } });
    faults.proxy.heal();
    expect(await sync.run()).toMatchObject({ status: "done", mode: "incremental", counts: { updated: 1 } });
  });

  test("fault 30 a CRM clock that steps back an hour, then the watermark does not go back, and later changes are found", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Steps back");
    await sync.run();
    const watermark = async () =>
      (
        await query<{ at: string }>(
          faults.world,
          "select watermarks ->> 'Accounts' as at from connection where organization_id = $1",
          [organization.id],
        )
      )[0]?.at;
    const before = await watermark();
    faults.proxy.headers(/./, { date: new Date(Date.now() - 3_600_000).toUTCString() });
    expect(await sync.run()).toMatchObject({ status: "done" });
    expect(await watermark()).toBe(before);
    faults.proxy.heal();
    await changeRecord(organization, "Accounts", accounts[3] ?? "", { Phone: "+1 30" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
  });

  test("fault 7 an incremental run without changes, answered by 304 or 204, then nothing is written", async () => {
    const { organization, sync } = await withCompanies(faults, "Nothing newer");
    await age(faults.world, organization);
    await sync.run();
    expect(await sync.run()).toMatchObject({ status: "done", api_calls: 4, counts: { fetched: 0 } });
  });
});

describe("fault 49 given a contact whose account is not there", () => {
  test("when its account is deleted in the CRM, then its person stays with the customer and is left alone; no parent is made up", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Orphans");
    await sync.run();
    await deleteRecords(organization, "Accounts", accounts.slice(0, 1));
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { deleted_in_crm: 1, created: 0, failed: 0 } });
    expect((await peopleByCustomer(organization))["Company 0"]).toEqual(["Ann One", "Two"]);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, failed: 0 },
    });
    expect((await peopleByCustomer(organization))["Company 0"]).toEqual(["Ann One", "Two"]);
    expect((await sync.view()).counts).toMatchObject({
      deleted_in_crm: 1,
      linked: companies - 1,
      out_of_view: 2,
    });
  });

  test("when its account comes later, then the contact comes with it", async () => {
    const organization = await faults.world.organization("Comes later");
    const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Late" }]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Early", Account_Name: { id: account } }]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    faults.proxy.heal();
    expect(await sync.run()).toMatchObject({ counts: { created: 2 } });
    expect(await peopleByCustomer(organization)).toEqual({ Late: ["Early"] });
  });
});
