import { setTimeout as sleep } from "node:timers/promises";
import {
  type DuplicateSearchView,
  getDuplicateSearch,
  searchDuplicates,
} from "#sync/duplicate/duplicate.api.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { addAccounts, addCustomers, companyRecords } from "./duplicate-records.ts";
import { query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { percentile } from "./statistics.ts";

const size = Number(process.env["BENCH_DUPLICATES_SIZE"] ?? 100_000);
const goalSeconds = 300;
const batch = 5000;

/** So many customers against as many accounts: how long a search takes, what it finds, and what it leaves to others meanwhile. */
export async function measureDuplicates(serverUrl: string): Promise<Figure[]> {
  const { crm, billing } = companyRecords(size);
  const world = await startBenchWorld(serverUrl, async (place) => {
    for (let from = 0; from < size; from += batch) {
      await addAccounts(place, crm.slice(from, from + batch));
      await addCustomers(place, billing.slice(from, from + batch), from);
    }
    await query(place.databaseUrl, "vacuum analyze", []);
  });
  const worker = await world.startWorker();
  try {
    const begun = performance.now();
    await world.organization.send(searchDuplicates, { body: {} });
    const { search, waits } = await ended(world);
    const seconds = (performance.now() - begun) / 1000;
    if (search.status !== "done")
      throw new Error(`the search was ${search.status}: ${search.problem?.message}`);
    const { right, all } = await judged(world.databaseUrl);
    const details = { size, candidates: search.candidates, pairs: all };
    const shown = Math.min(20_000, size / 2);
    return [
      figure("duplicates, seconds of a search", seconds, "s", `< ${goalSeconds}`, seconds < goalSeconds, {
        ...details,
        peak_mb: Math.round((await worker.peakBytes()) / 1e6),
        others_p95_ms: Math.round(percentile(waits, 0.95)),
      }),
      figure("duplicates, precision", right / all, "", ">= 0.99", right / all >= 0.99, details),
      figure(
        "duplicates, recall of what is shown",
        right / shown,
        "",
        ">= 0.99",
        right / shown >= 0.99,
        details,
      ),
    ];
  } finally {
    await worker.stop();
    await world.stop();
  }
}

function figure(
  name: string,
  value: number,
  unit: string,
  goal: string,
  met: boolean,
  details: Record<string, unknown>,
): Figure {
  return { figure: name, value: Math.round(value * 1000) / 1000, unit, goal, met, details };
}

/** Waits for the search, and tells how long each look at it took: the pages of others wait as long. */
async function ended(world: BenchWorld): Promise<{ search: DuplicateSearchView; waits: number[] }> {
  const waits: number[] = [];
  for (;;) {
    const asked = performance.now();
    const { search } = await world.organization.send(getDuplicateSearch, {});
    waits.push(performance.now() - asked);
    if (search && search.status !== "waiting" && search.status !== "running") return { search, waits };
    await sleep(200);
  }
}

/** Pairs that are the same company, and all pairs across. */
async function judged(databaseUrl: string): Promise<{ right: number; all: number }> {
  const [row] = await query<{ right: number; all: number }>(
    databaseUrl,
    `select count(*)::int as all, count(*) filter (where c.notes = r.values ->> 'Description')::int as right
       from duplicate_pair p
       join customer c on c.organization_id = p.organization_id and c.id = p.left_id
       join crm_record r on r.organization_id = p.organization_id and r.id = p.right_id::bigint
      where p.kind = 'across'`,
    [],
  );
  return row ?? { right: 0, all: 0 };
}
