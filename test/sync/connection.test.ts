import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint, revokeZscKeyEndpoint } from "#crm/key/key.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import {
  checkCredentials,
  checkHealth,
  connect,
  disableConnection,
  getConnection,
  pauseConnection,
  reactivateConnection,
  replaceCredentials,
  resumeConnection,
  setSchedule,
} from "#sync/connection/connection.api.ts";
import { fetchCustomer, listRuns, startPreview, startSync } from "#sync/run/run.api.ts";
import { addCrmUser, hideModule, setCrmCurrency, setUserStatus } from "../support/crm-setup.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  finished,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

type Story = { organization: Organization; sync: Sync; accounts: string[] };

/** An organization whose two accounts were synced once. */
async function synced(name: string): Promise<Story> {
  const organization = await world.organization(name);
  const accounts = await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 1" },
    { Account_Name: "Zylker", Phone: "+1 2" },
  ]);
  const sync = await startSyncing(organization, { module: "accounts" });
  expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2 } });
  return { organization, sync, accounts };
}

const params = (sync: Sync) => ({ params: { connection: sync.connection } });

async function actionsOf({ organization, sync }: Pick<Story, "organization" | "sync">): Promise<string[]> {
  const { items } = await organization.send(listAuditLog, { query: { subject_id: sync.connection } });
  return items.map((entry) => entry.action).toReversed();
}

describe("F6 F92 given a key that no longer opens the CRM", () => {
  test("when it was generated anew, then the next run fails with that reason, writes nothing, and the connection shows it until the new key is given", async () => {
    const { organization, sync, accounts } = await synced("New key");
    const { zsc_key } = await organization.send(generateZscKeyEndpoint, {
      body: { email: organization.owner.email },
    });
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 999" });
    const before = await fingerprint(world, organization);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "failed", error: { code: "connection.key_refused" } });
    expect(run.error?.remedy).toMatch(/key/i);
    expect(await fingerprint(world, organization)).toEqual(before);
    expect((await sync.view()).problem).toMatchObject({ code: "connection.key_refused" });

    await organization.send(replaceCredentials, {
      ...params(sync),
      body: { kind: "zsc", email: organization.owner.email, zsc_key },
    });
    expect((await sync.view()).problem).toBeNull();
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1, created: 0 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 999" });
  });

  test("when it was taken away, then a preview fails as well, and a check says so without any run", async () => {
    const { organization, sync } = await synced("No key");
    await organization.send(revokeZscKeyEndpoint, {});
    expect(await sync.preview()).toMatchObject({
      status: "failed",
      error: { code: "connection.key_refused" },
    });
    const checked = await organization.send(checkHealth, params(sync));
    expect(checked.problem).toMatchObject({ code: "connection.key_refused" });
  });

  test("when its user is deactivated, then the run fails with that reason; when the user is active again, all goes on", async () => {
    const { organization, sync } = await synced("Left the company");
    const user = await addCrmUser(organization, "Integration");
    await organization.send(replaceCredentials, {
      ...params(sync),
      body: { kind: "zsc", email: user.email, zsc_key: user.zscKey },
    });
    expect(await sync.run()).toMatchObject({ status: "done" });
    await setUserStatus(organization, user, "inactive");
    await addRecords(organization, "Accounts", [{ Account_Name: "Late" }]);
    const before = await fingerprint(world, organization);
    const run = await sync.run();
    expect(run.status).toBe("failed");
    expect(["connection.user_inactive", "connection.key_refused"]).toContain(run.error?.code);
    expect(run.error?.title).toMatch(/deactivated|no longer|does not accept/);
    expect(await fingerprint(world, organization)).toEqual(before);
    expect((await sync.view()).problem?.code).toBe(run.error?.code);
    await setUserStatus(organization, user, "active");
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    expect((await sync.view()).problem).toBeNull();
  });

  test("when the user may no longer see a module, then the run names it and writes nothing, and the notice goes once it may", async () => {
    const { organization, sync } = await synced("No right");
    await hideModule(world, organization, "Accounts", true);
    const before = await fingerprint(world, organization);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "failed", error: { code: "connection.no_access" } });
    expect(JSON.stringify(run.error)).toContain("Accounts");
    expect(await fingerprint(world, organization)).toEqual(before);
    const { problem } = await organization.send(checkHealth, params(sync));
    expect(problem).toMatchObject({ code: "connection.no_access" });
    expect(problem?.title).toContain("Accounts");
    await hideModule(world, organization, "Accounts", false);
    expect((await organization.send(checkHealth, params(sync))).problem).toBeNull();
    expect(await sync.run()).toMatchObject({ status: "done" });
  });

  test("F35 when the CRM's base currency changed, then it is a notice that names both, and runs without money go on", async () => {
    const { organization, sync, accounts } = await synced("Moved to euro");
    await setCrmCurrency(world, organization, "EUR");
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 3" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    const { problem } = await sync.view();
    expect(problem).toMatchObject({ code: "settings.currency_differs" });
    expect(problem?.title).toContain("EUR");
    expect(problem?.title).toContain("USD");
    await setCrmCurrency(world, organization, "USD");
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 4" });
    await sync.run();
    expect((await sync.view()).problem).toBeNull();
  });
});

describe("F10 given other credentials", () => {
  test("when they are of another user of the same CRM, then links, mapping and history stay", async () => {
    const { organization, sync } = await synced("Other user");
    const user = await addCrmUser(organization, "Second");
    const before = await sync.view();
    const links = await sync.links();
    await organization.send(replaceCredentials, {
      ...params(sync),
      body: { kind: "zsc", email: user.email, zsc_key: user.zscKey },
    });
    const after = await sync.view();
    expect(after).toMatchObject({ email: user.email, crm_user_name: "Second", settings: before.settings });
    expect(await sync.links()).toEqual(links);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, updated: 0, unchanged: 2 },
    });
    expect(
      (await organization.send(listRuns, { query: { connection: sync.connection } })).items,
    ).toHaveLength(2);
  });

  test("when they are wrong, then they are refused by reason and the old ones stay", async () => {
    const { organization, sync } = await synced("Wrong key");
    const wrong = { kind: "zsc" as const, email: organization.owner.email, zsc_key: "nonsense" };
    expect(await organization.refusal(replaceCredentials, { ...params(sync), body: wrong })).toMatchObject({
      code: "connection.key_refused",
    });
    expect(
      await organization.refusal(replaceCredentials, { ...params(sync), body: { ...wrong, zsc_key: " " } }),
    ).toMatchObject({ code: "request.invalid", status: 400 });
    expect(await sync.run()).toMatchObject({ status: "done" });
    const { checks } = await organization.send(checkCredentials, { body: wrong });
    expect(checks).toMatchObject([{ name: "key", state: "failed" }]);
  });

  test("F50 when they open another CRM, then they are refused, because the links would be wrong", async () => {
    const { organization, sync } = await synced("One CRM");
    const other = await world.organization("Another CRM");
    const { zsc_key } = await other.send(generateZscKeyEndpoint, { body: { email: other.owner.email } });
    expect(
      await organization.refusal(replaceCredentials, {
        ...params(sync),
        body: { kind: "zsc", email: other.owner.email, zsc_key },
      }),
    ).toMatchObject({
      code: "connection.other_crm",
      details: { connected: "One CRM", key_of: "Another CRM" },
    });
    expect(await sync.run()).toMatchObject({ status: "done" });
  });
});

describe("F45 given a paused connection", () => {
  test("when somebody starts a run, then it is refused, a preview is not, and after resuming everything is caught up", async () => {
    const { organization, sync, accounts } = await synced("Paused");
    expect(await organization.send(pauseConnection, params(sync))).toMatchObject({
      state: "paused",
      next_run_at: null,
    });
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 77" });
    const { id } = await customerNamed(organization, "Akamai");
    for (const refused of [
      await organization.refusal(startSync, params(sync)),
      await organization.refusal(fetchCustomer, { params: { customer: id } }),
    ])
      expect(refused).toMatchObject({ code: "connection.paused" });
    expect(await sync.preview()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 1" });
    expect(await organization.refusal(pauseConnection, params(sync))).toMatchObject({
      code: "connection.wrong_state",
      title: "The connection is paused already, so there is nothing to pause",
    });
    const resumed = await organization.send(resumeConnection, params(sync));
    expect(resumed.state).toBe("active");
    expect(await organization.refusal(resumeConnection, params(sync))).toMatchObject({
      code: "connection.wrong_state",
      title: "The connection is active, so there is nothing to resume",
    });
    expect(await organization.refusal(reactivateConnection, params(sync))).toMatchObject({
      code: "connection.wrong_state",
      title: "The connection is active, so there is nothing to reactivate",
    });
    expect(Date.parse(resumed.next_run_at ?? "")).toBeLessThanOrEqual(Date.now());
    // Resuming makes the next run due at once; the worker's schedule starts it.
    const caught = await newest(organization, sync, "auto");
    expect(caught).toMatchObject({ kind: "auto", status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 77" });
  });
});

/** Waits for the newest run of a kind and its end. */
async function newest(organization: Organization, sync: Sync, kind: string) {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const [run] = (await organization.send(listRuns, { query: { connection: sync.connection, kind } })).items;
    if (run) return finished(organization, run.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no run of kind ${kind} came`);
}

describe("F48 F49 given a disabled connection", () => {
  test("when it is reactivated, then set-up and links are as before, and a run makes no duplicates", async () => {
    const story = await synced("Disabled");
    const { organization, sync, accounts } = story;
    const links = await sync.links();
    expect(await organization.send(disableConnection, params(sync))).toMatchObject({
      state: "disabled",
      next_run_at: null,
    });
    for (const refused of [
      await organization.refusal(startSync, params(sync)),
      await organization.refusal(startPreview, params(sync)),
      await organization.refusal(pauseConnection, params(sync)),
    ])
      expect(["connection.disabled", "connection.wrong_state"]).toContain(refused.code);
    expect(await sync.links()).toEqual(links);
    expect(await customersOf(organization)).toHaveLength(2);
    await addRecords(organization, "Accounts", [{ Account_Name: "While away" }]);
    await changeRecord(organization, "Accounts", accounts[1] ?? "", { Phone: "+1 5" });
    const reactivated = await organization.send(reactivateConnection, params(sync));
    expect(reactivated).toMatchObject({ state: "active", settings: { module: "accounts" } });
    const caught = await newest(organization, sync, "auto");
    expect(caught).toMatchObject({ status: "done", counts: { created: 1, updated: 1 } });
    expect(await sync.run({ full: true })).toMatchObject({
      counts: { created: 0, updated: 0, unchanged: 3 },
    });
    expect(await twice(world, organization)).toEqual([]);
    expect(await actionsOf(story)).toEqual([
      "connection.connected",
      "connection.configured",
      "connection.disabled",
      "connection.reactivated",
    ]);
  });

  test("when its CRM is connected again, then it is that connection, active, with its links", async () => {
    const { organization, sync } = await synced("Connected again");
    await organization.send(disableConnection, params(sync));
    const { email } = organization.owner;
    const { zsc_key } = await organization.send(generateZscKeyEndpoint, { body: { email } });
    const credentials = { kind: "zsc" as const, email, zsc_key };
    await organization.send(replaceCredentials, { ...params(sync), body: credentials });
    expect((await sync.view()).state).toBe("disabled");
    const { connection } = await organization.send(connect, { body: { credentials, consent: true } });
    expect(connection).toMatchObject({ id: sync.connection, state: "active", counts: { linked: 2 } });
    expect(await sync.run({ full: true })).toMatchObject({ counts: { created: 0, unchanged: 2 } });
  });

  test("when it is disabled during a run, then the run ends as cancelled and nothing is written afterwards", async () => {
    const organization = await world.organization("Disabled in a run");
    await addRecords(
      organization,
      "Accounts",
      Array.from({ length: 2500 }, (_, at) => ({ Account_Name: `Company ${at}` })),
    );
    const sync = await startSyncing(organization, { module: "accounts" });
    const { id } = await organization.send(startSync, params(sync));
    await organization.send(disableConnection, params(sync));
    const before = (await sync.view()).counts.linked;
    expect(await finished(organization, id)).toMatchObject({ status: "cancelled", error: null });
    expect((await sync.view()).counts.linked).toBe(before);
    expect(before).toBeLessThan(2500);
    await organization.send(reactivateConnection, params(sync));
    await newest(organization, sync, "auto");
    expect((await sync.view()).counts.linked).toBe(2500);
    expect(await twice(world, organization)).toEqual([]);
  });
});

describe("F50 F51 given a CRM that one billing organization is connected with", () => {
  test("when another one connects it, then that one is one-way, with links of its own", async () => {
    const { organization: first, sync: ours } = await synced("First");
    const second = await world.organization("Second");
    const crmUser = await addCrmUser(first, "Theirs");
    const theirs = await startSyncing(second, { module: "accounts", crmUser });
    expect(await theirs.view()).toMatchObject({ extent_allowed: "one-way", counts: { linked: 0 } });
    expect((await ours.view()).extent_allowed).toBe("two-way");
    expect(await theirs.run()).toMatchObject({ status: "done", counts: { created: 2 } });
    expect((await customersOf(second)).map((one) => one.display_name).toSorted()).toEqual([
      "Akamai",
      "Zylker",
    ]);
    const ids = new Set((await customersOf(first)).map((one) => one.id));
    expect((await theirs.links()).some((link) => ids.has(link.customer as never))).toBe(false);
    await second.send(editCustomer, {
      params: { customer: (await customerNamed(second, "Akamai")).id },
      body: { phone: "+49 1" },
    });
    expect(await ours.run({ full: true })).toMatchObject({
      status: "done",
      counts: { updated: 0, unchanged: 2 },
    });
    expect(
      await second.refusal(setSchedule, { ...params(ours), body: { interval_minutes: 60 } }),
    ).toMatchObject({ code: "connection.not_found" });
  });

  test("when the first is disabled and the second takes its place, then the first comes back one-way", async () => {
    const { organization: first, sync: ours } = await synced("Leaves");
    await first.send(disableConnection, params(ours));
    const second = await world.organization("Takes over");
    const theirs = await startSyncing(second, { module: "accounts", crmOf: first });
    expect((await theirs.view()).extent_allowed).toBe("two-way");
    expect(await first.send(reactivateConnection, params(ours))).toMatchObject({ extent_allowed: "one-way" });
    expect((await first.send(getConnection, params(ours))).counts.linked).toBe(2);
  });
});

describe("F93 given what was done with a connection", () => {
  test("when the audit log is read, then it says who connected, configured, ran, paused, resumed and changed the schedule, with time", async () => {
    const story = await synced("Audited");
    const { organization, sync } = story;
    await organization.send(pauseConnection, params(sync));
    await organization.send(resumeConnection, params(sync));
    await organization.send(setSchedule, { ...params(sync), body: { interval_minutes: 0 } });
    await sync.configure({ duplicates: "skip" });
    expect(await actionsOf(story)).toEqual([
      "connection.connected",
      "connection.configured",
      "connection.paused",
      "connection.resumed",
      "connection.schedule_changed",
      "connection.configured",
    ]);
    const { items } = await organization.send(listAuditLog, { query: { action: "run." } });
    expect(items.length).toBeGreaterThanOrEqual(1);
    const [first] = items.toReversed();
    expect(first).toMatchObject({
      action: "run.started",
      actor_kind: "api_key",
      details: { connection: sync.connection, kind: "instant" },
    });
    expect(Date.parse(first?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
    const configured = await organization.send(listAuditLog, { query: { action: "connection.configured" } });
    expect(configured.items[0]?.details).toMatchObject({ version: 2, settings: { duplicates: "skip" } });
  });
});
