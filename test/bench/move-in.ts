import { setTimeout as sleep } from "node:timers/promises";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as api from "#billing/move-in/move-in.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import type { Figure } from "./main.ts";
import { type ExportFile, exportFiles } from "./move-in-files.ts";
import { percentile, round } from "./statistics.ts";

const size = Number(process.env["BENCH_MOVE_IN_SIZE"] ?? 100_000);

/** Files of so many rows are moved in, while somebody else works. */
export async function measureMoveIn(serverUrl: string): Promise<Figure[]> {
  const world = await startBenchWorld(serverUrl, () => Promise.resolve());
  const worker = await world.startWorker();
  try {
    await call(world.caller, createTax, { body: { name: "VAT", percentage: "19" } });
    const figures: Figure[] = [];
    for (const file of exportFiles(size)) figures.push(...(await measureFile(world, file)));
    return [...figures, await memoryOf(worker)];
  } finally {
    await worker.stop();
    await world.stop();
  }
}

async function measureFile(world: BenchWorld, file: ExportFile): Promise<Figure[]> {
  const { caller } = world;
  const { kind, csv, faulty } = file;
  const sent = performance.now();
  const body = { kind, file_name: `${kind}.csv`, csv };
  const { id } = await call(caller, api.uploadMoveIn, { body });
  const params = { move_in: id };
  const seconds = { upload: (performance.now() - sent) / 1000, preview: 0, run: 0 };
  const visit = visitor(caller);
  for (const [step, endpoint] of [
    ["preview", api.previewMoveIn],
    ["run", api.runMoveIn],
  ] as const) {
    const started = performance.now();
    await call(caller, endpoint, { params });
    await settled(caller, id);
    seconds[step] = (performance.now() - started) / 1000;
    process.stderr.write(`${kind}: ${step} ${seconds[step].toFixed(1)} s\n`);
  }
  const { reads, writes } = await visit.end();
  const { record_count, counts } = await call(caller, api.getMoveIn, { params });
  if (counts.failed !== faulty || counts.created !== (record_count ?? 0) - faulty)
    throw new Error(`of ${kind} ${JSON.stringify(counts)} came in, and ${faulty} were at fault`);
  await eachTold(caller, id, faulty);
  const details = {
    rows: size,
    records: record_count,
    ...{ upload_seconds: round(seconds.upload), preview_seconds: round(seconds.preview) },
    run_seconds: round(seconds.run),
    ...{ read_p95_ms: round(percentile(reads, 0.95)), read_most_ms: round(Math.max(...reads)) },
    ...{ write_p95_ms: round(percentile(writes, 0.95)), write_most_ms: round(Math.max(...writes)) },
  };
  const rate = round((record_count ?? 0) / seconds.run);
  const figure = `moving ${kind} in, records a second`;
  return [{ figure, value: rate, unit: "records/s", goal: "none", met: true, details }];
}

/** Each row at fault names a column, what stands there, and what to do. */
async function eachTold(caller: Caller, id: string, faulty: number): Promise<void> {
  let told = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { outcome: "failed" as const, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await call(caller, api.listMoveInRows, { params: { move_in: id }, query });
    told += page.items.filter(
      ({ problems: [first] }) => first?.heading && first.value && first.remedy,
    ).length;
    cursor = page.next_cursor;
  }
  if (told !== faulty) throw new Error(`${told} of ${faulty} rows say where they are at fault`);
}

async function settled(caller: Caller, id: string): Promise<void> {
  for (;;) {
    const { status } = await call(caller, api.getMoveIn, { params: { move_in: id } });
    if (status === "previewed" || status === "done") return;
    await sleep(500);
  }
}

/** Somebody who looks at customers and writes one now and then; how long each took, in milliseconds. */
function visitor(caller: Caller) {
  const reads: number[] = [];
  const writes: number[] = [];
  const there = { isLeft: false };
  const timed = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  };
  const visit = async (): Promise<void> => {
    while (!there.isLeft) {
      await timed(reads, () => call(caller, listCustomers, { query: { limit: 50 } }));
      const body = { display_name: `Visitor ${crypto.randomUUID()}` };
      await timed(writes, () => call(caller, createCustomer, { body }));
      await sleep(250);
    }
  };
  const visiting = visit();
  return {
    async end() {
      there.isLeft = true;
      await visiting;
      return { reads, writes };
    },
  };
}

async function memoryOf(worker: { peakBytes(): Promise<number> }): Promise<Figure> {
  const megabytes = round((await worker.peakBytes()) / 1024 / 1024);
  return {
    figure: "memory of the worker, moving in",
    ...{ value: megabytes, unit: "MB", goal: "< 300", met: megabytes < 300, details: { rows: size } },
  };
}
