import { call } from "#platform/http/call.ts";
import { createClientEndpoint } from "#crm/key/key.api.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { fillAccounts, query } from "./fill.ts";
import { runFloor } from "./floor.ts";
import type { Figure } from "./main.ts";
import { median, round } from "./statistics.ts";

const accounts = Number(process.env["BENCH_ACCOUNTS"] ?? 100_000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);

/** First import of 100,000 accounts against the floor, in turns on the same machine; medians (docs/performance.md). */
export async function measureImport(serverUrl: string): Promise<Figure[]> {
  const world = await startBenchWorld(serverUrl, (place) =>
    fillAccounts({ ...place, from: 1, count: accounts }),
  );
  const worker = await world.startWorker();
  try {
    const token = await tokenOf(world);
    const floors: number[] = [];
    const imports: number[] = [];
    let credits = 0;
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await runFloor({ ...world, token }));
      const run = await world.sync(true);
      if (run.counts.created !== accounts) throw new Error(`imported ${run.counts.created} of ${accounts}`);
      imports.push(run.seconds ?? 0);
      credits = run.api_credits;
      process.stderr.write(
        `round ${round + 1}: floor ${floors.at(-1)?.toFixed(2)} s, import ${imports.at(-1)?.toFixed(2)} s\n`,
      );
      await forget(world);
    }
    const floor = accounts / median(floors);
    const rate = accounts / median(imports);
    return [
      {
        figure: "import against the floor",
        value: round(rate / floor),
        unit: "ratio",
        goal: ">= 0.5",
        met: rate / floor >= 0.5,
        details: {
          accounts,
          rounds,
          records_per_second: round(rate),
          floor_per_second: round(floor),
          seconds: imports,
          floor_seconds: floors,
        },
      },
      {
        figure: "import",
        value: round(rate),
        unit: "records/s",
        goal: "7 times the fastest whole engine measured (1,730)",
        met: rate >= 7 * 1730,
        details: { accounts },
      },
      {
        figure: "API credits of a first import",
        value: credits,
        unit: "credits",
        goal: "at most what the preview shows",
        met: credits <= accounts / 200 + 10,
        details: { accounts },
      },
    ];
  } finally {
    await worker.stop();
    await world.stop();
  }
}

/** Takes everything imported away, so that the next round is a first import again. */
async function forget({ databaseUrl }: BenchWorld): Promise<void> {
  await query(
    databaseUrl,
    "truncate link, sync_run_record, contact_person, customer_event, customer_merge, customer",
    [],
  );
  await query(databaseUrl, "update connection set watermarks = '{}', last_full_at = null", []);
  await query(databaseUrl, "checkpoint", []);
}

async function tokenOf({ caller, url }: BenchWorld): Promise<string> {
  const client = await call(caller, createClientEndpoint, {
    body: { name: "bench", with_refresh_token: true },
  });
  const form = {
    grant_type: "refresh_token",
    client_id: client.client_id,
    client_secret: client.client_secret,
    refresh_token: client.refresh_token ?? "",
  };
  const response = await fetch(`${url}/oauth/v2/token`, { method: "POST", body: new URLSearchParams(form) });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
