import type { CrmModule, RawRecord } from "#sync/mapping/incoming.ts";
import { showReadAnew } from "#sync/outward/push.commands.ts";
import {
  batchRecords,
  enterPhase,
  moveCheckpoint,
  takeRecords,
  type RunState,
} from "#sync/run/advance.commands.ts";
import type { BulkPoint } from "#zoho/bulk.ts";
import { chooseReader } from "#zoho/credits.ts";
import { CrmTrouble, valueOf } from "./crm-trouble.ts";
import { fieldsOf, viewOf } from "./fields-to-read.ts";
import { readAhead } from "./read-ahead.ts";

/** A list may expire while it is read; it is begun anew so often before the run gives up. */
const mostRestarts = 5;

/** Pages asked for while a batch is written: about two batches, which is little memory. */
const pagesAhead = 10;

/** Reads a whole view, by pages or by a bulk job as its size asks for, and plans and writes it batch by batch. */
export async function readAll(state: RunState, module: CrmModule, phase: string): Promise<void> {
  const cvid = viewOf(state.context, module).id;
  const count = valueOf(await state.crm.count(module, { cvid }));
  const fields = fieldsOf(state.context, module);
  const plan = chooseReader(count, fields.length);
  await countFromHere(state, module);
  const before = state.progress.done - state.progress.checkpoint.read;
  await enterPhase(state, phase, {
    expected: before + count,
    reader: { reader: plan.reader, why: plan.why },
  });
  if (plan.reader === "bulk") return orAgain(state, module, () => readBulk(state, module, { fields, cvid }));
  let lastTime: number | undefined;
  await orAgain(state, module, async () => {
    await readPages(state, module, { fields, cvid });
    const { read } = state.progress.checkpoint;
    // A list that is shorter than the view was cut short on its way, unless it is so every time.
    if (read >= count || read === lastTime || read >= valueOf(await state.crm.count(module, { cvid })))
      return;
    lastTime = read;
    throw new CrmTrouble({ kind: "scan_expired", reason: "token_expired" });
  });
}

/**
 * A sweep compares how many linked records this reading met with how many there are. What was read by its id before,
 * because it took another one in, is met here once more.
 */
async function countFromHere(state: RunState, module: CrmModule): Promise<void> {
  const { position, seen } = state.progress.checkpoint;
  if (position !== undefined || (seen[module] ?? 0) === 0) return;
  await moveCheckpoint(state, { seen: { ...seen, [module]: 0 } });
}

/** Reads, and begins anew where the list expired. What was read is linked by then: reading it again finds it unchanged. */
async function orAgain(state: RunState, module: CrmModule, read: () => Promise<void>): Promise<void> {
  for (let restart = 0; ; restart += 1) {
    try {
      return await read();
    } catch (error) {
      const expired = error instanceof CrmTrouble && error.failure.kind === "scan_expired";
      if (!expired || restart >= mostRestarts) throw error;
      await moveCheckpoint(state, {
        position: undefined,
        read: 0,
        seen: { ...state.progress.checkpoint.seen, [module]: 0 },
      });
    }
  }
}

type Selection = { fields: string[]; cvid: string };

async function readPages(state: RunState, module: CrmModule, selection: Selection): Promise<void> {
  let waiting: RawRecord[] = [];
  const { position, startedAt } = state.progress.checkpoint;
  if (position === null) return;
  for await (const outcome of readAhead(state.crm.listPages(module, selection, position), pagesAhead)) {
    const page = valueOf(outcome);
    waiting = [...waiting, ...page.records];
    const begun = { ...startedAt, [module]: startedAt[module] ?? page.scanStart };
    if (waiting.length < batchRecords && page.nextToken !== null) continue;
    await take(state, module, waiting, { position: page.nextToken, startedAt: begun });
    waiting = [];
  }
}

/** Where a bulk reading goes on: the job's page, and how many of its rows are done. A job's file does not change. */
type BulkPosition = { point: BulkPoint; skip: number };

async function readBulk(state: RunState, module: CrmModule, { fields, cvid }: Selection): Promise<void> {
  const { position, startedAt } = state.progress.checkpoint;
  const resumed =
    position === undefined || position === null ? undefined : (JSON.parse(position) as BulkPosition);
  const metadata = valueOf(await state.crm.fields(module)).filter((field) => fields.includes(field.api_name));
  let skip = resumed?.skip ?? 0;
  let rows = 0;
  for await (const outcome of state.crm.bulkRead(module, { fields: metadata, cvid }, resumed?.point)) {
    const { records, at, next, scanStart } = valueOf(outcome);
    const begun = { ...startedAt, [module]: startedAt[module] ?? scanStart };
    rows += records.length;
    const left = records.slice(Math.min(skip, records.length));
    skip = Math.max(0, skip - records.length);
    const after: BulkPosition =
      next === undefined ? { point: at, skip: rows } : { point: next ?? at, skip: next === null ? rows : 0 };
    if (next !== undefined) rows = 0;
    if (left.length > 0)
      await take(state, module, left, { position: JSON.stringify(after), startedAt: begun });
  }
}

/** A preview of everything has no step that reads marked records by their ids: it shows them with their batch. */
async function take(...batch: Parameters<typeof takeRecords>): Promise<void> {
  const decisions = await takeRecords(...batch);
  const [state] = batch;
  if (state.context.kind === "preview") await showReadAnew(state, decisions);
}
