import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cancelRun, getRun, startSync } from "#sync/run/run.api.ts";
import { age, changeRecord, fingerprint, finished, query, twice } from "../support/sync-world.ts";
import { empty, error, html, json, type Reply, reset, resetInBody, truncated } from "../zoho/faulty-crm.ts";
import { companies, endOf, type FaultWorld, startFaultWorld, withCompanies } from "./fault-world.ts";

let faults: FaultWorld;
/** What the same records end as when nothing goes wrong. */
let undisturbed: unknown[];
beforeAll(async () => {
  faults = await startFaultWorld();
  const { organization, sync } = await withCompanies(faults, "Undisturbed");
  expect(await sync.run()).toMatchObject({ status: "done", counts: { created: companies + 2 } });
  undisturbed = await endOf(faults, organization);
});
afterAll(() => faults.stop());
afterEach(() => faults.proxy.heal());

const list = /^GET \/crm\/v8\/Accounts\?/;
const page = { data: [{ id: "5725767000000000001", Account_Name: "Nobody" }], info: { more_records: false } };

type Row = { fault: string; reply: Reply; which?: RegExp; times: number };

/** Each lasts longer than the tries of one call, so that the run itself has to wait. */
const passing: Row[] = [
  { fault: "1 nothing answers", reply: reset, times: 12 },
  { fault: "5 a body that resets", reply: resetInBody(JSON.stringify(page)), times: 7 },
  { fault: "5 truncated JSON with 200", reply: truncated(page), times: 12 },
  { fault: "6 a proxy's page with 200", reply: html(200), times: 12 },
  { fault: "6 a proxy's page with 403", reply: html(403), times: 7 },
  { fault: "9 one refused token", reply: json(401, error("INVALID_TOKEN")), times: 1 },
  { fault: "19 too many calls", reply: json(429, error("TOO_MANY_REQUESTS")), times: 20 },
  { fault: "20 status 500", reply: json(500, error("INTERNAL_ERROR")), times: 12 },
  { fault: "20 status 502", reply: html(502), times: 7 },
  { fault: "20 status 503 for everything", which: /./, reply: html(503), times: 25 },
  { fault: "21 no answer to the count", which: /actions\/count/, reply: reset, times: 7 },
];

describe("given a network that is broken for a while", () => {
  test.each(passing)(
    "fault $fault, when it passes, then the run says that it waits, goes on, and ends as if nothing had been",
    async ({ fault, reply, times, which = list }) => {
      const { organization, sync } = await withCompanies(faults, `Passing ${fault}`);
      const { struck } = faults.proxy.fault(which, reply, { times, after: which === list ? 1 : 0 });
      const run = await sync.run();
      expect(run).toMatchObject({
        status: "done",
        error: null,
        counts: { created: companies + 2, failed: 0 },
      });
      expect(struck()).toBe(times);
      expect(await endOf(faults, organization)).toEqual(undisturbed);
      expect(await twice(faults.world, organization)).toEqual([]);
      expect((await sync.view()).problem).toBeNull();
    },
  );

  test("when it stays broken, then the run waits visibly, gives up with the reason, and what it did stays; the next one goes on", async () => {
    const { organization, sync } = await withCompanies(faults, "Stays broken");
    // Accounts come, contacts do not.
    faults.proxy.fault(/^GET \/crm\/v8\/Contacts\?/, html(502));
    const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
    let waited = "";
    for (;;) {
      const run = await organization.send(getRun, { params: { run: id } });
      if (run.phase.startsWith("Waiting: ")) waited = run.phase;
      if (run.finished_at !== null) break;
    }
    expect(waited).toBe("Waiting: The CRM cannot be reached: it reports an error of its own");
    expect(await finished(organization, id)).toMatchObject({
      status: "failed",
      error: { code: "connection.unreachable", title: expect.stringContaining("cannot be reached") },
      counts: { created: companies },
    });
    expect((await sync.view()).problem).toMatchObject({ code: "connection.unreachable" });
    faults.proxy.heal();
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2, unchanged: companies } });
    expect((await sync.view()).problem).toBeNull();
    expect(await endOf(faults, organization)).toEqual(undisturbed);
  });

  test("when somebody cancels while the run waits, then it ends at once", async () => {
    const { organization, sync } = await withCompanies(faults, "Cancels a wait");
    const silent = faults.proxy.fault(list, () => undefined);
    const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
    while (silent.struck() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await organization.send(cancelRun, { params: { run: id } });
    const asked = Date.now();
    expect(await finished(organization, id)).toMatchObject({ status: "cancelled", error: null });
    expect(Date.now() - asked).toBeLessThan(8000);
  });

  test("fault 2 a server that speaks no TLS, then the connection is refused and nothing was sent in the clear", async () => {
    const { organization, sync } = await withCompanies(faults, "No TLS");
    await query(
      faults.world,
      "update connection set api_url = replace(api_url, 'http:', 'https:'), accounts_url = replace(accounts_url, 'http:', 'https:'), access_token = null where organization_id = $1",
      [organization.id],
    );
    const before = faults.proxy.heard.length;
    expect(await sync.run()).toMatchObject({ status: "failed" });
    expect(faults.proxy.heard.length).toBe(before);
  });
});

describe("given a CRM that refuses", () => {
  test("fault 9 every token, then the run fails as revoked before anything is written, and goes on once it does not", async () => {
    const { organization, sync } = await withCompanies(faults, "Refuses tokens");
    faults.proxy.fault(/^GET \/crm/, json(401, error("INVALID_TOKEN")));
    const before = await fingerprint(faults.world, organization);
    expect(await sync.run()).toMatchObject({ status: "failed", error: { code: "connection.key_refused" } });
    expect(await fingerprint(faults.world, organization)).toEqual(before);
    expect((await sync.view()).problem).toMatchObject({ code: "connection.key_refused" });
    faults.proxy.heal();
    expect(await sync.run()).toMatchObject({ status: "done" });
    expect(await endOf(faults, organization)).toEqual(undisturbed);
    expect((await sync.view()).problem).toBeNull();
  });

  test("fault 10 a token endpoint that throttles with 200, then it is asked once, not in a loop", async () => {
    const { organization, sync } = await withCompanies(faults, "Throttled");
    await query(faults.world, "update connection set access_token = null where organization_id = $1", [
      organization.id,
    ]);
    const throttle = faults.proxy.fault(/oauth\/v2\/token/, json(200, { error: "Access Denied" }));
    expect(await sync.run()).toMatchObject({ status: "failed", error: { code: "connection.throttled" } });
    expect(throttle.struck()).toBe(1);
    faults.proxy.heal();
    // The next ten minutes nobody asks; then all is well. The time is moved here instead of waited for.
    expect(await sync.run()).toMatchObject({ status: "failed", error: { code: "connection.throttled" } });
    await query(
      faults.world,
      "update connection set token_refused_until = now() - interval '1 s' where organization_id = $1",
      [organization.id],
    );
    expect(await sync.run()).toMatchObject({ status: "done" });
  });

  test("fault 11 a token that another process outlived, then a new one is asked for once, by all calls together", async () => {
    const { organization, sync } = await withCompanies(faults, "Outlived");
    expect(await sync.run()).toMatchObject({ status: "done" });
    const asked = () => faults.proxy.heard.filter((one) => one.path === "/oauth/v2/token").length;
    const before = asked();
    await query(faults.world, "delete from crm_access_token where organization_id = $1", [organization.id]);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { unchanged: companies + 2 },
    });
    expect(asked() - before).toBe(1);
  });

  test("fault 13 because it is another organization than the one connected, then nothing is written", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Changed place");
    await sync.run();
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 9" });
    const before = await fingerprint(faults.world, organization);
    faults.proxy.edit(/^GET \/crm\/v8\/org/, (text) => text.replace(/"zgid":\s*"\d+"/, '"zgid":"999"'));
    expect(await sync.run()).toMatchObject({ status: "failed", error: { code: "connection.other_crm" } });
    expect(await fingerprint(faults.world, organization)).toEqual(before);
    expect((await sync.view()).problem).toMatchObject({ code: "connection.other_crm" });
  });
});

describe("given answers that lie by leaving out", () => {
  test("fault 7 an empty list with 204, then it means no rows, never that everything was deleted", async () => {
    const { organization, sync } = await withCompanies(faults, "Empty list");
    await sync.run();
    const before = await endOf(faults, organization);
    faults.proxy.fault(/^GET \/crm\/v8\/(Accounts|Contacts)\?(?!.*ids=)/, empty(204));
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { deleted_in_crm: 0, out_of_view: 0, failed: 0 },
    });
    expect(await endOf(faults, organization)).toEqual(before);
  });

  test("B20 fault 15 fault 37 a linked record that the CRM shows nowhere for a while, then it is neither deleted nor dropped, and syncs again once it shows", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Hidden for a while");
    await sync.run();
    const [hidden = ""] = accounts;
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts/, (text) => without(text, hidden));
    const before = await endOf(faults, organization);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { deleted_in_crm: 0, out_of_view: 0 },
    });
    expect(await endOf(faults, organization)).toEqual(before);
    faults.proxy.heal();
    await changeRecord(organization, "Accounts", hidden, { Phone: "+1 42" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
  });

  test("fault 24 the answer to another request, then nothing of it is believed", async () => {
    const { organization, sync, accounts } = await withCompanies(faults, "Swapped answers", {
      view: "Recently Created Accounts",
    });
    await age(faults.world, organization);
    await sync.run();
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 9" });
    faults.proxy.edit(/^GET \/crm\/v8\/Accounts\?.*ids=/, (text) =>
      text.replaceAll(accounts[0] ?? "", accounts[1] ?? ""),
    );
    const before = await fingerprint(faults.world, organization);
    expect(await sync.run()).toMatchObject({ status: "failed", error: { code: "run.crm_refused" } });
    expect(await fingerprint(faults.world, organization)).toEqual(before);
    faults.proxy.heal();
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
  });
});

/** A list without one of its records, as if it were invisible. */
function without(text: string, id: string): string {
  if (text === "") return text;
  const body = JSON.parse(text) as { data?: { id: string }[] };
  return JSON.stringify({
    ...body,
    ...(body.data ? { data: body.data.filter((one) => one.id !== id) } : {}),
  });
}
