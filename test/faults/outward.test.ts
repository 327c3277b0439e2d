import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { linkCustomer } from "#sync/link/repair.api.ts";
import { customerStory } from "#sync/story/story.api.ts";
import { quietMs } from "#sync/outward/quiet.ts";
import {
  addRecords,
  addView,
  age,
  changeRecord,
  customerNamed,
  deleteRecords,
  fingerprint,
  twice,
} from "../support/sync-world.ts";
import { account, accountsOf, change, withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";
import { settled } from "../security/tenant.ts";
import { type Heard, json } from "../zoho/faulty-crm.ts";
import { type CrmProxy, startCrmProxy } from "./crm-proxy.ts";

let world: World;
let proxy: CrmProxy;
beforeAll(async () => {
  // The CRM's clock has whole seconds, so that this wait is a real one; those between tries are short.
  world = await startWorld({ sleep: (ms) => wait(ms === quietMs ? ms : Math.min(ms, 30)) });
  proxy = await startCrmProxy(world.url);
});
afterEach(() => proxy.heal());
afterAll(async () => {
  await proxy.close();
  await world.stop();
});

const create = /^POST \/crm\/v8\/Accounts\/upsert/;
const update = /^PUT \/crm\/v8\/Accounts/;
const byIds = /^GET \/crm\/v8\/Accounts\?(.*&)?ids=/;
const list = /^GET \/crm\/v8\/Accounts\?(?!(.*&)?ids=)/;
const halfOf = (text: string): string => text.slice(0, text.length / 2);

/** Lets the answers to these requests break off after the CRM did what they asked, so many times. */
function loseAnswers(which: RegExp, times: number): () => number {
  let lost = 0;
  proxy.edit(which, (text) => {
    lost += 1;
    return lost <= times ? halfOf(text) : text;
  });
  return () => lost;
}

describe("faults 4 5 given an answer that is lost after the CRM did what was asked", () => {
  test("when a record was made, then it is found by its mark, linked, and never made twice", async () => {
    const { sync, organization } = await withAcme(world, "Lost creation", { crmUrl: proxy.url });
    await organization.send(createCustomer, {
      body: { display_name: "Globex", company_name: "Globex", currency_code: "USD" },
    });
    const lost = loseAnswers(create, 1);
    expect(await sync.run()).toMatchObject({
      status: "done",
      error: null,
      counts: { created: 1, failed: 0 },
    });
    expect(lost()).toBe(1);
    expect((await accountsOf(organization, "Phone"))["Globex"]).toHaveLength(1);
    await age(world, organization);
    expect(await sync.run({ full: true })).toMatchObject({ counts: { created: 0, updated: 0 } });
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when a record was made and billing changes before it is found, then it has both, and is not made twice", async () => {
    const { sync, organization } = await withAcme(world, "Lost, then changed", { crmUrl: proxy.url });
    await organization.send(createCustomer, {
      body: { display_name: "Globex", company_name: "Globex", phone: "1", currency_code: "USD" },
    });
    // All tries of the first run are lost, so that the next one finds it.
    loseAnswers(create, 4);
    proxy.edit(/^POST \/crm\/v8\/coql/, halfOf);
    expect(await sync.run()).toMatchObject({ status: "failed" });
    proxy.heal();
    await change(organization, "Globex", { phone: "2" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    const found = (await accountsOf(organization, "Phone"))["Globex"] ?? [];
    expect(found.map((one) => one["Phone"])).toEqual(["2"]);
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when a record was made that the view does not show, and billing changes before it is found, then it has that too", async () => {
    const { sync, organization } = await withAcme(world, "Lost, unseen", { crmUrl: proxy.url });
    await addView(organization, "Accounts", "In Berlin", { field: "Billing_City", value: "Berlin" });
    await sync.configure({ view: "In Berlin" });
    await sync.approved();
    await organization.send(createCustomer, {
      body: { display_name: "Globex", phone: "1", currency_code: "USD" },
    });
    loseAnswers(create, 4);
    proxy.edit(/^POST \/crm\/v8\/coql/, halfOf);
    expect(await sync.run()).toMatchObject({ status: "failed" });
    proxy.heal();
    await change(organization, "Globex", { phone: "2" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    const found = (await accountsOf(organization, "Phone"))["Globex"] ?? [];
    expect(found.map((one) => one["Phone"])).toEqual(["2"]);
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when a record was made and its customer is linked with another one by hand meanwhile, then that link holds and runs go on", async () => {
    const { sync, organization } = await withAcme(world, "Lost, then linked", { crmUrl: proxy.url });
    await organization.send(createCustomer, { body: { display_name: "Globex", currency_code: "USD" } });
    loseAnswers(create, 4);
    proxy.edit(/^POST \/crm\/v8\/coql/, halfOf);
    expect(await sync.run()).toMatchObject({ status: "failed" });
    proxy.heal();
    const [other = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Globex Group" }]);
    const { id } = await customerNamed(organization, "Globex");
    await organization.send(linkCustomer, { params: { customer: id }, body: { crm_id: other } });
    for (let runs = 0; runs < 2; runs += 1) {
      await settled(organization);
      expect(await sync.run({ full: true })).toMatchObject({ status: "done", error: null });
    }
    expect(await sync.links({ customer: id, state: "linked" })).toMatchObject([{ crm_id: other }]);
  });

  test("when a record was changed, then that is seen, told once, and a later change of billing is no conflict", async () => {
    const { sync, organization, acme } = await withAcme(world, "Lost update", { crmUrl: proxy.url });
    await change(organization, "Acme", { phone: "+1 555 2" });
    loseAnswers(update, 1);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { updated: 1, failed: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2" });
    expect(await sync.records(run)).toMatchObject([
      { side: "crm", outcome: "updated", changes: [{ field: "phone", from: "+1 555 1", to: "+1 555 2" }] },
    ]);
    await change(organization, "Acme", { phone: "+1 555 3" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 3" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 3" });
  });
});

describe("fault 5 given an update that arrived, and of which nobody heard before its record was deleted", () => {
  test("when the record comes back and somebody writes on what had arrived, then that is a change of the CRM and no conflict", async () => {
    const { sync, organization, acme } = await withAcme(world, "Unheard, deleted", {
      crmUrl: proxy.url,
      conflicts: "billing",
    });
    await age(world, organization);
    await change(organization, "Acme", { phone: "+1 555 2" });
    loseAnswers(update, 1);
    // The record that was written cannot be read any more in this run.
    const refused = json(403, { code: "NO_PERMISSION", message: "no", status: "error", details: {} });
    proxy.before(update, async () => void proxy.fault(byIds, refused));
    expect(await sync.run()).toMatchObject({ status: "failed" });
    proxy.heal();
    await deleteRecords(organization, "Accounts", [acme]);
    expect(await sync.run()).toMatchObject({ counts: { deleted_in_crm: 1 } });
    await organization.crm("POST", "/settings/recycle_bin/actions/restore", { ids: [acme] });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 3" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 3" });
  });
});

describe("fault 71 given an update that slept on its way, and after it another one that the CRM refused", () => {
  test("when the first arrives after all, then it is known as our own, and billing's newer value still goes to the CRM", async () => {
    const { sync, organization, acme } = await withAcme(world, "Slept on its way", {
      crmUrl: proxy.url,
      conflicts: "crm",
    });
    await age(world, organization);
    await change(organization, "Acme", { phone: "+1 555 2" });
    proxy.fault(update, (response) => void response.destroy());
    expect(await sync.run()).toMatchObject({ counts: { updated: 0, failed: 0 } });
    const slept = proxy.heard.findLast((one) => update.test(`${one.method} ${one.path}`));
    proxy.heal();
    await change(organization, "Acme", { phone: "+1 555 3" });
    const row = { code: "RECORD_LOCKED", status: "error", message: "record locked", details: {} };
    proxy.fault(update, json(200, { data: [row] }), { times: 1 });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { skipped: 1 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 1" });
    await deliver(slept);
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 3" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 3" });
  });
});

/** Lets a request reach the CRM that was lost on its way. */
async function deliver(heard: Heard | undefined): Promise<void> {
  const { authorization = "", "if-unmodified-since": since = "" } = heard?.headers ?? {};
  const headers = { authorization, "if-unmodified-since": since, "content-type": "application/json" };
  const { path, method, body } = heard ?? { path: "", method: "PUT", body: "" };
  const answer = await fetch(`${world.url}${path}`, { method, headers, body });
  expect(answer.status).toBe(200);
}

describe("given lists of the CRM that lag behind its records", () => {
  test("when they show one old state after the other of a record that was deleted, then none of them comes back", async () => {
    const { sync, organization, acme } = await withAcme(world, "Old states", { crmUrl: proxy.url });
    const shown = await account(organization, acme);
    const before = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
    const older = { ...shown, Phone: "+1 555 2", Modified_Time: before(20) };
    const old = { ...shown, Phone: "+1 555 3", Modified_Time: before(10) };
    await change(organization, "Acme", { phone: "+1 555 4" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    await deleteRecords(organization, "Accounts", [acme]);
    expect(await sync.run()).toMatchObject({ counts: { deleted_in_crm: 1 } });
    for (const state of [older, old]) {
      proxy.heal();
      const info = { more_records: false, per_page: 200, count: 1, page: 1 };
      proxy.fault(list, json(200, { data: [state], info }));
      expect(await sync.run()).toMatchObject({ status: "done", error: null });
      expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 4" });
    }
  });
});

describe("fault 17 given somebody who edits the record in the CRM between our reading and our update", () => {
  test("when it is another field, then both values survive on both sides", async () => {
    const { sync, organization, acme } = await withAcme(world, "Edited meanwhile", { crmUrl: proxy.url });
    await age(world, organization);
    await change(organization, "Acme", { phone: "+1 555 2" });
    proxy.before(update, async (count) => {
      if (count === 1) await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg" });
    });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    const ends = { Phone: "+1 555 2", Billing_City: "Hamburg" };
    expect(await account(organization, acme)).toMatchObject(ends);
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      phone: "+1 555 2",
      billing_address: { city: "Hamburg" },
    });
  });

  test("when it is the same field, then the CRM's value wins, as chosen, and the history keeps the other one", async () => {
    const { sync, organization, acme } = await withAcme(world, "Same field meanwhile", { crmUrl: proxy.url });
    await age(world, organization);
    await change(organization, "Acme", { phone: "+1 555 2" });
    proxy.before(update, async (count) => {
      if (count === 1) await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
    });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 3" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 3" });
    expect(await sync.records(run)).toMatchObject([
      { side: "billing", changes: [{ field: "phone", from: "+1 555 2", to: "+1 555 3" }] },
    ]);
  });
});

describe("faults 22 38 51 52 given rows that the CRM does not take", () => {
  test("when one of several is locked, then the others are written, and it waits for the next run with the CRM's reason", async () => {
    const { sync, organization, acme } = await withAcme(world, "Locked", { crmUrl: proxy.url });
    await age(world, organization);
    await change(organization, "Acme", { phone: "+1 555 2" });
    proxy.fault(
      update,
      json(200, {
        data: [{ code: "RECORD_LOCKED", status: "error", message: "record locked", details: {} }],
      }),
      { times: 1 },
    );
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { updated: 0, skipped: 1 } });
    expect(await sync.records(run)).toMatchObject([
      { side: "crm", outcome: "skipped", reason: "crm.locked", facts: { code: "RECORD_LOCKED" } },
    ]);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1, skipped: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2" });
  });

  test("when a value is longer than the CRM's field, then it is not cut: the link says so, and the other fields are sent", async () => {
    const { sync, organization, acme } = await withAcme(world, "Too long", { crmUrl: proxy.url });
    await age(world, organization);
    const long = "4".repeat(45);
    await change(organization, "Acme", { fax: long, phone: "+1 555 2" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { updated: 1, failed: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2", Fax: null });
    const problem = expect.stringContaining("holds 30 characters");
    expect(await sync.links({ issues: "true" })).toMatchObject([
      { issues: [{ field: "fax", value: long, problem }] },
    ]);
    const told = {
      outcome: "unchanged",
      reason: "linked.not_held",
      facts: { issues: [{ field: "fax", problem }] },
    };
    expect((await sync.records(run)).filter(({ reason }) => reason === "linked.not_held")).toMatchObject([
      told,
    ]);
    const { id } = await customerNamed(organization, "Acme");
    expect(await organization.send(customerStory, { params: { customer: id, field: "fax" } })).toMatchObject({
      ...{
        value: long,
        kept: [{ crm_field: "Fax", agreed: { value: null }, issue: { problem, value: long } }],
      },
    });
    const before = await fingerprint(world, organization);
    expect(await sync.records(await sync.run())).toEqual([]);
    expect(await fingerprint(world, organization)).toEqual(before);
  });
});

describe("fault 56 given a workflow on each side that answers the other", () => {
  test("when a field went to and fro twelve times, then it is left alone and says so, and the other fields still go", async () => {
    const { sync, organization, acme } = await withAcme(world, "Quarrel", { crmUrl: proxy.url });
    for (let round = 10; round < 22; round += 1) {
      await age(world, organization);
      await change(organization, "Acme", { fax: `+1 555 1${round}` });
      expect(await sync.run()).toMatchObject({ counts: { updated: 1 } });
      await changeRecord(organization, "Accounts", acme, { Fax: `+1 555 2${round}` });
      expect(await sync.run()).toMatchObject({ counts: { updated: 1 } });
    }
    await age(world, organization);
    await change(organization, "Acme", { fax: "+1 555 122", phone: "+1 555 9" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1, failed: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 9", Fax: "+1 555 221" });
    expect(await sync.links({ issues: "true" })).toMatchObject([
      { issues: [{ field: "fax", value: "+1 555 122", problem: expect.stringContaining("workflow") }] },
    ]);
  });
});

describe("fault 51 given a field that the CRM demands and billing has no value for", () => {
  test("when a record is to be made, then the run names the field, makes nothing of it, and makes it once there is a value", async () => {
    const { sync, organization } = await withAcme(world, "Mandatory", { crmUrl: proxy.url });
    proxy.fault(
      create,
      json(200, {
        data: [
          {
            code: "MANDATORY_NOT_FOUND",
            status: "error",
            message: "required field not found",
            details: { api_name: "Website" },
          },
        ],
      }),
      { times: 1 },
    );
    await organization.send(createCustomer, {
      body: { display_name: "Globex", company_name: "Globex", currency_code: "USD" },
    });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { created: 0, failed: 1 } });
    expect(await sync.records(run)).toMatchObject([
      { side: "crm", outcome: "failed", reason: "crm.refused", facts: { field: "Website" } },
    ]);
    await change(organization, "Globex", { website: "https://globex.example" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1, failed: 0 } });
    expect((await accountsOf(organization, "Website"))["Globex"]).toMatchObject([
      { Website: "https://globex.example" },
    ]);
  });
});

describe("fault 55 given a CRM that would look for duplicates by itself", () => {
  test("when a record is made, then the write names the marker as the only field to compare, and starts no workflow", async () => {
    const { sync, organization } = await withAcme(world, "Own duplicates", {
      crmUrl: proxy.url,
      duplicates: "clone",
    });
    await organization.send(createCustomer, {
      body: { display_name: "Acme", company_name: "Acme", currency_code: "USD" },
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    const made = proxy.heard.findLast((one) => create.test(`${one.method} ${one.path}`));
    expect(JSON.parse(made?.body ?? "{}")).toMatchObject({
      duplicate_check_fields: ["Concord_ID"],
      trigger: [],
    });
    expect((await accountsOf(organization, "Phone"))["Acme"]).toHaveLength(2);
  });
});

describe("fault 68 given a long transaction of billing that began before others", () => {
  test("when it commits after runs have passed, then its change goes to the CRM as well, and held nobody up", async () => {
    const { sync, organization, acme } = await withAcme(world, "Long transaction", { crmUrl: proxy.url });
    await organization.send(createCustomer, {
      body: { display_name: "Globex", company_name: "Globex", currency_code: "USD" },
    });
    expect(await sync.run()).toMatchObject({ counts: { created: 1 } });
    const slow = new pg.Client({ connectionString: world.databaseUrl });
    await slow.connect();
    try {
      await slow.query("begin");
      await slow.query(
        "update customer set phone = '+1 555 8' where organization_id = $1 and display_name = 'Acme'",
        [organization.id],
      );
      await change(organization, "Globex", { phone: "+1 555 7" });
      await age(world, organization);
      expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
      expect((await accountsOf(organization, "Phone"))["Globex"]).toMatchObject([{ Phone: "+1 555 7" }]);
      await slow.query("commit");
    } finally {
      await slow.end();
    }
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 8" });
  });
});
