import { startBenchWorld } from "./bench-world.ts";
import { editAccounts, fillAccounts, query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { median, round } from "./statistics.ts";

const sizes = (process.env["BENCH_SIZES"] ?? "10000,100000,1000000").split(",").map(Number);
const changes = 100;

/** 100 changes among more and more linked records: time and calls must follow the changes, not the records. */
export async function measureIncremental(serverUrl: string): Promise<Figure[]> {
  const seconds: number[] = [];
  const calls: number[] = [];
  const quiet: number[] = [];
  let rowsWritten = 0;
  for (const size of sizes) {
    const world = await startBenchWorld(serverUrl, (place) =>
      fillAccounts({ ...place, from: 1, count: size }),
    );
    const worker = await world.startWorker();
    await world.sync(true);
    await query(world.databaseUrl, "vacuum analyze", []);
    const times: number[] = [];
    for (let at = 0; at < 5; at += 1) {
      await editAccounts(world.databaseUrl, world.organization.id, changes);
      const run = await world.sync();
      if (run.counts.updated !== changes)
        throw new Error(`${run.counts.updated} of ${changes} changes arrived`);
      times.push(run.seconds ?? 0);
      calls.push(run.api_calls);
      await new Promise((resolve) => setTimeout(resolve, 4000));
    }
    seconds.push(median(times));
    // The first run after changes reads again what the lists of the one before may not have shown.
    await world.sync();
    await rest();
    const before = await writes(world.databaseUrl);
    const still = await world.sync();
    quiet.push(still.api_calls);
    await rest();
    rowsWritten = (await writes(world.databaseUrl)) - before;
    process.stderr.write(`${size}: ${seconds.at(-1)?.toFixed(3)} s with ${changes} changes\n`);
    await worker.stop();
    await world.stop();
  }
  const growth = (seconds.at(-1) ?? 0) / (seconds[0] ?? 1);
  return [
    {
      figure: "incremental run, largest against smallest",
      value: round(growth),
      unit: "ratio",
      goal: "<= 2",
      met: growth <= 2,
      details: { sizes, changes, seconds, calls: [...new Set(calls)] },
    },
    {
      figure: "calls of a run without changes",
      value: Math.max(...quiet),
      unit: "calls",
      goal: "2",
      met: quiet.every((one) => one === 2),
      details: { customer_link_history_rows_written: rowsWritten },
    },
  ];
}

/** Until lists are no longer read again for what may have come late, and idle sessions have told what they wrote. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 12_000));
}

/** Rows written to what a sync is about: customers, links, history. */
async function writes(databaseUrl: string): Promise<number> {
  await query(databaseUrl, "select pg_stat_force_next_flush()", []);
  const [row] = await query<{ n: string }>(
    databaseUrl,
    "select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables where relname in ('customer', 'contact_person', 'link', 'sync_run_record')",
    [],
  );
  return Number(row?.n ?? 0);
}
