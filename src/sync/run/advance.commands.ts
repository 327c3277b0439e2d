import type { RunDeps, RunTx } from "./statements.store.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import {
  type CrmModule,
  type Incoming,
  type Lens,
  type RawRecord,
  readIncoming,
} from "#sync/mapping/incoming.ts";
import type { Decision } from "#sync/plan/decision.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { runBatch } from "./batch.commands.ts";
import type { RunContext } from "./run-context.ts";
import type { Progress } from "./progress.ts";
import type { Cost } from "./run.store.ts";

/** A run in work: what stays the same, the CRM, and how far it is. `progress` is what the database holds. */
export type RunState = {
  deps: RunDeps;
  context: RunContext;
  crm: Zoho;
  progress: Progress;
  /** What the run cost before it was interrupted. */
  spentBefore: { calls: number; credits: number };
  /** Aborted when the run must stop. */
  signal: AbortSignal;
  /** Checks what must hold before anything is written; asks the CRM once a run, and only when there is something to write. */
  check: (state: RunState, options?: { again: boolean }) => Promise<void>;
};

/** How many records are planned and written in one transaction: large enough for COPY to pay, small enough to redo. */
export const batchRecords = 1000;

/** Which lens a contact takes: a contact without an account may become a customer of its own. */
export function lensFor(context: RunContext, record: RawRecord, module: "Accounts" | "Contacts"): Lens {
  if (module === "Accounts") return context.lenses.account;
  const account = record["Account_Name"];
  const isUnassociated = account === null || account === undefined;
  if (
    context.settings.module === "accounts-and-contacts" &&
    !(isUnassociated && context.settings.include_unassociated)
  )
    return context.lenses.contact;
  return context.lenses.unassociated;
}

/** Plans and writes records of a module, and moves the checkpoint behind them; answers what was decided. */
export async function takeRecords(
  state: RunState,
  module: "Accounts" | "Contacts",
  records: readonly RawRecord[],
  checkpoint: Partial<Checkpoint>,
): Promise<Decision[]> {
  if (records.length > 0) await state.check(state);
  const incoming = toIncoming(state.context, module, records);
  const read = state.progress.checkpoint.read + records.length;
  return takeIncoming(state, incoming, { read, ...checkpoint });
}

async function takeIncoming(
  state: RunState,
  incoming: readonly Incoming[],
  checkpoint: Partial<Checkpoint>,
): Promise<Decision[]> {
  const before = { ...state.progress, checkpoint: { ...state.progress.checkpoint, ...checkpoint } };
  if (incoming.length === 0) {
    state.progress = before;
    return [];
  }
  const batched = await runBatch(state.deps, state.context, incoming, before, costOf(state));
  state.progress = batched.progress;
  await renewStatistics(state, before.done);
  return batched.decisions;
}

/** By record, fields that an update wrote of which nobody had heard, and for fields in conflict whose change was later. */
export type FoundOut = {
  arrived: ReadonlyMap<string, NonNullable<Incoming["arrived"]>>;
  later: ReadonlyMap<string, NonNullable<Incoming["later"]>>;
};

/**
 * Plans and writes records that were read by their ids, to send the CRM what they lack; answers what was decided. The
 * caller sends it: this commits what is going to be sent. `found`: what else was found out, by record.
 */
export async function takeExact(
  state: RunState,
  module: CrmModule,
  records: readonly RawRecord[],
  found: FoundOut,
): Promise<Decision[]> {
  const context = { ...state.context, rules: { ...state.context.rules, isExact: true } };
  const incoming = toIncoming(state.context, module, records).map((one) => ({
    ...one,
    arrived: found.arrived.get(one.crmId),
    later: found.later.get(one.crmId),
  }));
  const batched = await runBatch(state.deps, context, incoming, state.progress, costOf(state));
  state.progress = batched.progress;
  return batched.decisions;
}

function toIncoming(context: RunContext, module: CrmModule, records: readonly RawRecord[]): Incoming[] {
  const { lenses } = context;
  return records.map((record): Incoming => {
    const lens = lensFor(context, record, module);
    const one = readIncoming(lens, record);
    if (module === "Accounts") return one;
    const other = lens === lenses.contact ? lenses.unassociated : lenses.contact;
    return { ...one, otherwise: () => readIncoming(other, record) };
  });
}

/** The planner's statistics are renewed each time a run has taken four times as many records as before. */
async function renewStatistics(state: RunState, doneBefore: number): Promise<void> {
  const size = (done: number): number => Math.floor(Math.log(Math.max(1, done / batchRecords)) / Math.log(4));
  const { done } = state.progress;
  if (done < batchRecords || (doneBefore >= batchRecords && size(done) === size(doneBefore))) return;
  await state.deps.store.transact((tx) => tx.gatherStatistics());
}

/** Moves the checkpoint alone. */
export async function moveCheckpoint(state: RunState, checkpoint: Partial<Checkpoint>): Promise<void> {
  state.progress = { ...state.progress, checkpoint: { ...state.progress.checkpoint, ...checkpoint } };
  await state.deps.store.transact(async (tx) => {
    await tx.holdRun(state.context);
    await tx.saveProgress(state.context.runId, state.progress);
  });
}

/** Says what is being done now. */
export async function enterPhase(
  state: RunState,
  phase: string,
  plan: Parameters<RunTx["notePhase"]>[2],
): Promise<void> {
  await state.deps.store.transact((tx) => tx.notePhase(state.context.runId, phase, plan));
}

/** Notes calls and credits so far, those before an interruption included. */
export async function noteCost(state: RunState): Promise<void> {
  await state.deps.store.transact((tx) => tx.saveCost(state.context.runId, costOf(state)));
}

function costOf({ crm, spentBefore }: RunState): Cost {
  const { calls, credits } = crm.spent();
  return { calls: spentBefore.calls + calls, credits: spentBefore.credits + credits };
}
