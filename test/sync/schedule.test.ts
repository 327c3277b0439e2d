import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Clock, plusMs } from "#kernel/time.ts";
import { setSchedule } from "#sync/connection/connection.api.ts";
import { listRuns, startSync } from "#sync/run/run.api.ts";
import { startDueRuns } from "#sync/schedule/schedule.commands.ts";
import { addRecords, customersOf, finished, startSyncing, type Sync } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
/** Moved by the tests; the CRM and the database keep the real time. */
let ahead = 0;
const clock: Clock = { now: () => plusMs(new Date().toISOString(), ahead) };
beforeAll(async () => void (world = await startWorld({ clock })));
afterAll(() => world.stop());

const minute = 60_000;

async function synced(name: string): Promise<Sync> {
  const organization = await world.organization(name);
  await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
  const sync = await startSyncing(organization, { module: "accounts" });
  expect(await sync.run()).toMatchObject({ status: "done" });
  return sync;
}

/** Lets time pass, looks at the schedule as a worker does every few seconds, and waits for what it started. */
async function pass(sync: Sync, ms: number): Promise<string[]> {
  const before = new Set((await autoRuns(sync)).map((run) => run.id));
  ahead += ms;
  await startDueRuns(world.system.deps);
  const started = (await autoRuns(sync)).filter((run) => !before.has(run.id));
  for (const run of started) await finished(sync.organization, run.id);
  return started.map((run) => run.id);
}

async function autoRuns({ organization, connection }: Sync) {
  return (await organization.send(listRuns, { query: { connection, kind: "auto" } })).items;
}

function minutesUntil(next: string | null): number {
  return Math.round((Date.parse(next ?? "") - Date.parse(clock.now())) / minute);
}

describe("F42 given a synced connection", () => {
  test("when two hours pass, then it syncs by itself, once, as the system, and says when it does so next", async () => {
    const sync = await synced("Two hours");
    const view = await sync.view();
    expect(view.interval_minutes).toBe(120);
    expect(minutesUntil(view.next_run_at)).toBe(120);
    await addRecords(sync.organization, "Accounts", [{ Account_Name: "Late" }]);
    expect(await pass(sync, 119 * minute)).toEqual([]);
    expect(await customersOf(sync.organization)).toHaveLength(1);
    expect(await pass(sync, 2 * minute)).toHaveLength(1);
    expect(await customersOf(sync.organization)).toHaveLength(2);
    const [run] = await autoRuns(sync);
    expect(run).toMatchObject({ kind: "auto", status: "done", started_by: { kind: "system" } });
    expect(minutesUntil((await sync.view()).next_run_at)).toBe(120);
    expect(await pass(sync, 0)).toEqual([]);
  });

  test.each([
    [15, 15],
    [60, 60],
    [1440, 1440],
  ] as const)(
    "when every %i minutes is chosen, then that long passes between runs",
    async (interval_minutes, minutes) => {
      const sync = await synced(`Every ${minutes}`);
      const params = { connection: sync.connection };
      const view = await sync.organization.send(setSchedule, { params, body: { interval_minutes } });
      expect(minutesUntil(view.next_run_at)).toBe(minutes);
      expect(await pass(sync, (minutes - 1) * minute)).toEqual([]);
      expect(await pass(sync, 2 * minute)).toHaveLength(1);
    },
  );

  test("when it is switched off, then it never runs by itself; other intervals are refused", async () => {
    const sync = await synced("Off");
    const params = { connection: sync.connection };
    const view = await sync.organization.send(setSchedule, { params, body: { interval_minutes: 0 } });
    expect(view.next_run_at).toBeNull();
    expect(await pass(sync, 10 * 24 * 60 * minute)).toEqual([]);
    expect(await sync.run()).toMatchObject({ status: "done" });
    expect((await sync.view()).next_run_at).toBeNull();
    const refusal = await sync.organization.refusal(setSchedule, {
      params,
      body: { interval_minutes: 7 as never },
    });
    expect(refusal).toMatchObject({ code: "request.invalid", status: 400 });
    expect(JSON.stringify(refusal.details)).toContain("choose 0, 15, 60, 120 or 1440 minutes");
  });

  test("when a day has passed since the last full reading, then the run reads everything, else what changed", async () => {
    const sync = await synced("Daily");
    await pass(sync, 121 * minute);
    await pass(sync, 24 * 60 * minute);
    expect((await autoRuns(sync)).map((run) => run.mode)).toEqual(["full", "incremental"]);
  });

  test("when nobody was there for days, then one run catches up, not one for each interval", async () => {
    const sync = await synced("Asleep");
    expect(await pass(sync, 3 * 24 * 60 * minute)).toHaveLength(1);
    expect(await pass(sync, minute)).toEqual([]);
  });
});

describe("B1 given a configuration that nobody has run", () => {
  test("when its time would come, then the schedule leaves it alone until a person approves or runs it", async () => {
    const organization = await world.organization("Unapproved");
    await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    expect(await sync.view()).toMatchObject({ state: "active", next_run_at: null, waits_for_approval: true });
    expect(await pass(sync, 24 * 60 * minute)).toEqual([]);
    const preview = await sync.preview();
    expect(await pass(sync, 24 * 60 * minute)).toEqual([]);
    expect(await customersOf(organization)).toEqual([]);
    await sync.run({ preview: preview.id });
    const view = await sync.view();
    expect(view.waits_for_approval).toBe(false);
    expect(minutesUntil(view.next_run_at)).toBe(120);
    await sync.configure({ duplicates: "clone" });
    expect(await sync.view()).toMatchObject({ next_run_at: null, waits_for_approval: true });
    expect(await pass(sync, 24 * 60 * minute)).toEqual([]);
  });
});

describe("F43 given a run that waits or works", () => {
  test("when another one is started, by hand or by the schedule, then it is refused or left out, and the first goes on", async () => {
    const organization = await world.organization("Busy");
    await addRecords(
      organization,
      "Accounts",
      Array.from({ length: 1500 }, (_, at) => ({ Account_Name: `Company ${at}` })),
    );
    const sync = await startSyncing(organization, { module: "accounts" });
    const params = { connection: sync.connection };
    const first = await organization.send(startSync, { params });
    const refusal = await organization.refusal(startSync, { params });
    expect(refusal).toMatchObject({
      code: "run.active",
      status: 409,
      details: { run: first.id, kind: "instant" },
    });
    expect(await pass(sync, 121 * minute)).toEqual([]);
    expect(await finished(organization, first.id)).toMatchObject({
      status: "done",
      counts: { created: 1500 },
    });
    expect(await sync.run()).toMatchObject({ status: "done" });
  });
});
