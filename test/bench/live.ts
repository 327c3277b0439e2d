import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Edit, editBilling, editCrm, editedFields, valueOf } from "../support/both-sides.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { fillAccounts, query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { percentile } from "./statistics.ts";

const size = Number(process.env["BENCH_LIVE_SIZE"] ?? 10_000);
const edits = Number(process.env["BENCH_LIVE_EDITS"] ?? 60);
const goalMs = 2000;

/** How long a change on one side takes to be committed on the other, with nobody starting a run. */
export async function measureLive(serverUrl: string): Promise<Figure[]> {
  const world = await startBenchWorld(
    serverUrl,
    (place) => fillAccounts({ ...place, from: 1, count: size }),
    { settings: { extent: "two-way" }, live: "on" },
  );
  const worker = await world.startWorker();
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    await world.sync(true);
    await query(world.databaseUrl, "vacuum analyze", []);
    return [await measureSide(world, client, "crm"), await measureSide(world, client, "billing")];
  } finally {
    await client.end();
    await worker.stop();
    await world.stop();
  }
}

async function measureSide(world: BenchWorld, client: pg.Client, side: Edit["side"]): Promise<Figure> {
  const { rows: pairs } = await client.query<{ crmId: string; customerId: string }>(
    `select crm_id as "crmId", customer_id as "customerId" from link where state = 'linked'
      order by md5(crm_id || $1) limit $2`,
    [side, edits],
  );
  const [field] = editedFields.filter(({ billing }) => billing === "phone");
  if (!field) throw new Error("the phone goes both ways");
  const times: number[] = [];
  for (const [at, pair] of pairs.entries()) {
    // A person's next change comes at any moment of what the sync does after the last one.
    await sleep(1000 + ((at * 617) % 3000));
    const edit: Edit = { ...pair, side, field, value: valueOf(field, "", 1_000_000 + at) };
    times.push(await timeOf(world, client, edit));
  }
  const p95 = percentile(times, 0.95);
  return {
    figure: `live, a change in ${side === "crm" ? "the CRM to billing" : "billing to the CRM"}, p95`,
    value: Math.round(p95),
    unit: "ms",
    goal: `< ${goalMs}`,
    met: p95 < goalMs,
    details: { size, edits, p50: Math.round(percentile(times, 0.5)), most: Math.round(Math.max(...times)) },
  };
}

/** From the moment somebody sends the change until the other side has it. */
async function timeOf(world: BenchWorld, client: pg.Client, edit: Edit): Promise<number> {
  const begun = performance.now();
  await (edit.side === "crm" ? editCrm : editBilling)(world.organization, [edit]);
  const question =
    edit.side === "crm"
      ? { text: "select phone as value from customer where id = $1", values: [edit.customerId] }
      : { text: "select values ->> 'Phone' as value from crm_record where id = $1", values: [edit.crmId] };
  for (;;) {
    const { rows } = await client.query<{ value: string | null }>(question);
    const took = performance.now() - begun;
    if (rows[0]?.value === edit.value) return took;
    if (took > 60_000) throw new Error(`a change in ${edit.side} did not arrive within a minute`);
    await sleep(10);
  }
}
