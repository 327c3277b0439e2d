import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plusMs, type Clock } from "#kernel/time.ts";
import { setSchedule } from "#sync/connection/connection.api.ts";
import { listRuns, startSync } from "#sync/run/run.api.ts";
import { startDueRuns, startHintedRuns } from "#sync/schedule/schedule.commands.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import {
  addRecords,
  type Choice,
  customersOf,
  deleteRecords,
  fingerprint,
  finished,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { accountsOf, change } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
/** Moved by the tests; the CRM and the database keep the real time. */
let ahead = 0;
const clock: Clock = { now: () => plusMs(new Date().toISOString(), ahead) };
beforeAll(async () => void (world = await startWorld({ clock })));
afterAll(() => world.stop());

/** An organization whose accounts are all linked, and their CRM ids. */
async function linked(
  name: string,
  count: number,
  choice: Partial<Choice> = {},
): Promise<{ sync: Sync; accounts: string[] }> {
  const organization = await world.organization(name);
  const rows = Array.from({ length: count }, (_, at) => ({
    Account_Name: `Company ${at}`,
    Phone: `+1 ${at}`,
  }));
  const accounts = await addRecords(organization, "Accounts", rows);
  const sync = await startSyncing(organization, { module: "accounts", ...choice });
  expect(await sync.run()).toMatchObject({ status: "done", counts: { created: count } });
  return { sync, accounts };
}

/** The phone of these accounts, as an import into the CRM sets it. */
async function setPhones(
  { organization }: Sync,
  ids: readonly string[],
  phone: string | null,
): Promise<void> {
  const { status, body } = await organization.crm("PUT", "/Accounts", {
    data: ids.map((id) => ({ id, Phone: phone })),
  });
  expect([status, ...new Set(body.data.map((one) => one["code"]))]).toEqual([200, "SUCCESS"]);
}

/** Lets two hours pass, and whoever looks at the schedule and at hints do so; answers how many runs began unasked. */
async function timePasses({ organization, connection }: Sync): Promise<number> {
  const auto = { query: { connection, kind: "auto", limit: 200 } };
  // Counted before the time passes: the system looks at its schedule too.
  const before = (await organization.send(listRuns, auto)).items.length;
  ahead += 121 * 60_000;
  await startHintedRuns(world.system.deps);
  await startDueRuns(world.system.deps);
  const { items } = await organization.send(listRuns, auto);
  for (const { id } of items) await finished(organization, id);
  return items.length - before;
}

const row = (crm: string, billing: string) =>
  ({ crm, billing, direction: "to_billing", blank_erases: false }) as const;

/** By customer, the phone in billing. */
const phones = async ({ organization }: Sync): Promise<Record<string, string | null>> =>
  Object.fromEntries((await customersOf(organization)).map((one) => [one.display_name, one.phone]));

describe("B11 given 100 linked accounts", () => {
  test("when 25 are deleted in the CRM, then the run stops before it marks any, the connection says so, and an approved preview does it", async () => {
    const { sync, accounts } = await linked("Many deleted", 100);
    const before = await fingerprint(world, sync.organization);
    await deleteRecords(sync.organization, "Accounts", accounts.slice(0, 25));
    expect(await timePasses(sync)).toBe(1);
    const [stopped] = (await sync.organization.send(listRuns, { query: { limit: 1 } })).items;
    const reason = {
      code: "run.mass_change",
      title: expect.stringContaining("mark at least 25 of 100 linked records as deleted in the CRM"),
      details: { what: "gone", count: 25, limit: 20, linked: 100 },
    };
    expect(stopped).toMatchObject({
      kind: "auto",
      status: "failed",
      error: reason,
      counts: { deleted_in_crm: 0 },
    });
    expect(await fingerprint(world, sync.organization)).toEqual(before);
    expect(await sync.view()).toMatchObject({
      problem: { ...reason, details: { ...reason.details, run: stopped?.id } },
      waits_for_approval: true,
      next_run_at: null,
      live: false,
    });

    // It waits: nothing begins by itself, whatever the schedule, and whoever starts a run is told.
    const { connection, organization } = sync;
    await organization.send(setSchedule, { params: { connection }, body: { interval_minutes: 15 } });
    expect(await sync.view()).toMatchObject({ interval_minutes: 15, next_run_at: null });
    expect(await timePasses(sync)).toBe(0);
    await expect(organization.send(startSync, { params: { connection } })).rejects.toMatchObject({
      view: { code: "run.mass_change", title: reason.title },
    });

    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { deleted_in_crm: 25 } });
    const listed = await sync.records(preview);
    expect(listed.map(({ crm_id }) => crm_id).toSorted()).toEqual(accounts.slice(0, 25).toSorted());
    expect((await sync.view()).problem).toMatchObject({ code: "run.mass_change" });
    expect(await fingerprint(world, sync.organization)).toEqual(before);

    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", error: null, counts: { deleted_in_crm: 25, held: 0 } });
    expect(await sync.view()).toMatchObject({
      problem: null,
      waits_for_approval: false,
      next_run_at: expect.any(String),
      counts: { linked: 75, deleted_in_crm: 25 },
    });
    expect(await customersOf(organization)).toHaveLength(100);
    expect(await timePasses(sync)).toBe(1);
    expect(await sync.view()).toMatchObject({ problem: null, last_run: { kind: "auto", status: "done" } });
  });

  test("when 25 leave the CRM and a complete run finds them missing, then it stops all the same", async () => {
    const { sync, accounts } = await linked("Many missing", 100);
    await deleteRecords(sync.organization, "Accounts", accounts.slice(0, 25));
    const run = await sync.run({ full: true });
    expect(run).toMatchObject({ status: "failed", error: { code: "run.mass_change" } });
    expect(await sync.view()).toMatchObject({ counts: { linked: 100, deleted_in_crm: 0 } });
  });

  test("when 15 are deleted in the CRM, then the run marks them without asking", async () => {
    const { sync, accounts } = await linked("Few deleted", 100);
    await deleteRecords(sync.organization, "Accounts", accounts.slice(0, 15));
    expect(await sync.run()).toMatchObject({ status: "done", error: null, counts: { deleted_in_crm: 15 } });
    expect(await sync.view()).toMatchObject({ problem: null, counts: { linked: 85 } });
  });

  test("when an import into the CRM empties 25 phones, then the run stops before it empties any in billing", async () => {
    const { sync, accounts } = await linked("Many emptied", 100, {
      mapping: [row("Account_Name", "display_name"), { ...row("Phone", "phone"), blank_erases: true }],
    });
    const before = await phones(sync);
    await setPhones(sync, accounts.slice(0, 25), null);
    expect(await sync.run()).toMatchObject({
      status: "failed",
      counts: { updated: 0 },
      error: { code: "run.mass_change", details: { what: "blanked", count: 25 } },
    });
    expect(await phones(sync)).toEqual(before);
    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { updated: 25 } });
    expect(await sync.run({ preview: preview.id })).toMatchObject({
      status: "done",
      counts: { updated: 25 },
    });
    expect(Object.values(await phones(sync)).filter((phone) => phone === null)).toHaveLength(25);
  });

  test("when the CRM is put right before anybody approves, then the preview is empty, and the sync goes on", async () => {
    const { sync, accounts } = await linked("Put right", 100);
    await setPhones(sync, accounts.slice(0, 25), "+1 000");
    expect(await sync.run()).toMatchObject({ status: "failed", error: { details: { what: "overwritten" } } });
    for (const [at, id] of accounts.slice(0, 25).entries()) await setPhones(sync, [id], `+1 ${at}`);
    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await sync.run({ preview: preview.id })).toMatchObject({ status: "done", counts: { held: 0 } });
    expect(await sync.view()).toMatchObject({ problem: null });
  });

  test("when 25 customers are changed in billing, then the run stops before it sends any to the CRM, nor does an undo", async () => {
    const { sync } = await linked("Many sent", 100, { extent: "two-way" });
    const { organization } = sync;
    await change(organization, "Company 99", { phone: "+1 99 99" });
    const earlier = await sync.run();
    expect(earlier).toMatchObject({ status: "done", counts: { updated: 1 } });
    for (let at = 0; at < 25; at += 1) await change(organization, `Company ${at}`, { phone: "+1 000" });
    expect(await sync.run()).toMatchObject({
      status: "failed",
      counts: { updated: 0 },
      error: { code: "run.mass_change", details: { what: "overwritten_in_crm", count: 25 } },
    });
    const undo = await organization.send(undoRun, { params: { run: earlier.id }, body: {} });
    expect(await finished(organization, undo.id)).toMatchObject({ status: "done" });
    const inCrm = async (): Promise<number> =>
      (await organization.crm("GET", "/Accounts?fields=Phone")).body.data.filter(
        (one) => one["Phone"] === "+1 000",
      ).length;
    expect(await inCrm()).toBe(0);
    const preview = await sync.preview();
    expect(await sync.run({ preview: preview.id })).toMatchObject({ status: "done", counts: { held: 0 } });
    expect(await inCrm()).toBe(25);
    expect(Object.keys(await accountsOf(organization, "Phone"))).toHaveLength(100);
  });
});

test("B11 given 10 linked accounts, when all are deleted in the CRM, then the run marks them without asking", async () => {
  const { sync, accounts } = await linked("Small", 10);
  await deleteRecords(sync.organization, "Accounts", accounts);
  expect(await sync.run()).toMatchObject({ status: "done", counts: { deleted_in_crm: 10 } });
});
