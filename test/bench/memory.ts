import { startBenchWorld } from "./bench-world.ts";
import { fillAccounts } from "./fill.ts";
import type { Figure } from "./main.ts";
import { round } from "./statistics.ts";

const sizes = (process.env["BENCH_MEMORY_SIZES"] ?? "10000,1000000").split(",").map(Number);

/** Peak memory of the worker process during a first import: it must not grow with the number of records. */
export async function measureMemory(serverUrl: string): Promise<Figure[]> {
  const peaks: number[] = [];
  const rates: number[] = [];
  for (const size of sizes) {
    const world = await startBenchWorld(serverUrl, async (place) => {
      for (let from = 1; from <= size; from += 200_000)
        await fillAccounts({ ...place, from, count: Math.min(200_000, size - from + 1) });
    });
    const worker = await world.startWorker();
    const run = await world.sync(true);
    if (run.counts.created !== size) throw new Error(`imported ${run.counts.created} of ${size}`);
    peaks.push((await worker.peakBytes()) / 1_000_000);
    rates.push(size / (run.seconds ?? 1));
    process.stderr.write(
      `${size}: ${peaks.at(-1)?.toFixed(0)} MB, ${rates.at(-1)?.toFixed(0)} records/s by ${run.reader?.reader ?? ""}\n`,
    );
    await worker.stop();
    await world.stop();
  }
  const largest = peaks.at(-1) ?? 0;
  const growth = largest / (peaks[0] ?? 1);
  return [
    {
      figure: "peak memory of the worker",
      value: round(largest),
      unit: "MB",
      goal: "< 300",
      met: largest < 300,
      details: { sizes, peaks: peaks.map(round), records_per_second: rates.map(round) },
    },
    {
      figure: "peak memory, largest against smallest import",
      value: round(growth),
      unit: "ratio",
      goal: "<= 1.3",
      met: growth <= 1.3,
      details: { sizes },
    },
  ];
}
