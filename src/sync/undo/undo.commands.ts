import type { RunId } from "#kernel/id.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { kindOf } from "#sync/plan/kind.ts";
import { repeatedly } from "#sync/run/repeat.commands.ts";
import { addDone, type Progress } from "#sync/run/progress.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import { applyUndo } from "./apply-undo.commands.ts";
import { deedsBySubject, type Group } from "./deeds.ts";
import type { ReturnRules } from "./returning.ts";
import { planUndo, type Subject, type UndoPlan, type UndoTold } from "./plan-undo.ts";
import type { Unmerged } from "./unmerge.commands.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/** How many records are taken back in one transaction. */
const recordsAtOnce = 500;

/** Takes back what a run did with the records of a kind, the newest first; a preview shows it. */
export async function undoRecords(state: RunState, run: RunId, target: Target): Promise<void> {
  while (await undoBatch(state, run, target));
}

/** One batch, whole or not at all, with the checkpoint behind it; false where there was nothing left. */
async function undoBatch(state: RunState, run: RunId, target: Target): Promise<boolean> {
  const { deps } = state;
  const after = await repeatedly(() => deps.store.transact((tx) => oneAttempt(state, tx, run, target)));
  if (after) state.progress = after;
  return after !== undefined;
}

async function oneAttempt(
  state: RunState,
  tx: RunTx,
  run: RunId,
  target: Target,
): Promise<Progress | undefined> {
  const { deps, context, progress } = state;
  await tx.holdRun(context);
  const before = progress.checkpoint.position ?? undefined;
  const touched = await tx.listTouched(run, target, before, recordsAtOnce);
  const last = touched.at(-1);
  if (!last) return undefined;
  const ids = touched.flatMap((one) => one.contact_person_id ?? one.customer_id);
  await tx.lockRecords(target, ids);
  const rows = await tx.listDeedRows(run, [...new Set(touched.map((one) => one.customer_id))]);
  const groups = deedsBySubject(touched, rows);
  const unmerged = await tx.undoMerges(
    state,
    run,
    new Map(groups.map(({ customerId, deeds }) => [customerId, deeds])),
  );
  const subjects = await findSubjects(tx, state, target, groups, unmerged);
  const plans = subjects.map((subject) => planUndo(subject, rulesOf(state, subject)));
  const now = deps.clock.now();
  if (context.kind === "undo_preview") await rememberPlans(tx, context.runId, plans);
  else await applyUndo(tx, { ...context, now }, plans);
  const told = plans.flatMap((plan) => {
    const also = target === "customer" ? (unmerged.told.get(plan.subject.customerId) ?? []) : [];
    const here = [...plan.told, ...also].map((one) => ({ plan, one, side: "billing" as const }));
    // The undo itself sends these after its own work, and tells each when it has arrived.
    const there = context.kind === "undo_preview" && plan.inCrm.length > 0 ? [inCrm(plan)] : [];
    return [...here, ...there];
  });
  const { seq } = progress.checkpoint;
  await tx.insertHistory(told.map((one, at) => rowOf(state, one, seq + at)));
  const counted = addDone(
    progress,
    told.map(({ one }) => one.outcome),
  );
  const checkpoint = { ...counted.checkpoint, seq: seq + told.length, position: last.seq };
  const after = { ...counted, checkpoint };
  await tx.saveProgress(context.runId, after);
  return after;
}

/** The records of a batch as they stand now, the merges of the run already taken back. */
async function findSubjects(
  tx: RunTx,
  { context }: RunState,
  target: Target,
  groups: readonly Group[],
  unmerged: Unmerged,
): Promise<Subject[]> {
  const { connectionId, runId } = context;
  const customers = [...new Set(groups.map((one) => one.customerId))];
  const persons = groups.flatMap((one) => one.contactPersonId ?? []);
  const isPerson = target === "contact_person";
  const records = await tx.findRecords({ customers: isPerson ? [] : customers, persons });
  const crmIds = [...new Set(groups.flatMap((one) => one.deeds.map((deed) => deed.crmId)))];
  const links = await tx.findLinkStates(connectionId, crmIds);
  const merges = unmerged.done.map((merge) => merge.id);
  const hanging = isPerson
    ? undefined
    : await tx.findHanging(customers, { runId, connectionId, crmIds, merges });
  return groups.map((group) => ({
    ...group,
    target,
    record: records.get(group.contactPersonId ?? group.customerId),
    links,
    hanging: hanging?.get(group.customerId) ?? [],
    unmerges: unmerged.done.some((merge) => merge.survivor_id === group.customerId),
  }));
}

function rulesOf(
  { context: { rules, pushes } }: RunState,
  { target, deeds }: Subject,
): Pick<ReturnRules, "blankErases" | "goesToCrm"> {
  const rows = rules.rows[kindOf({ module: deeds[0]?.module ?? "Accounts", target })];
  return {
    blankErases: (field) => rows.get(field)?.blank_erases ?? false,
    goesToCrm: (field) => pushes && (rows.get(field)?.direction ?? "to_billing") !== "to_billing",
  };
}

/** A row of the undo's history: of which plan, what, and where it was written. */
type Row = { plan: UndoPlan; one: UndoTold; side: "billing" | "crm" };

function inCrm(plan: UndoPlan): Row {
  const one = {
    outcome: "updated",
    reason: "undo.returned_in_crm",
    changes: plan.inCrm,
    facts: {},
  } as const;
  return { plan, one, side: "crm" };
}

async function rememberPlans(tx: RunTx, runId: RunId, plans: readonly UndoPlan[]): Promise<void> {
  const persons = plans.flatMap(({ fate, subject: { contactPersonId: id, customerId } }) =>
    fate === "deleted" && id ? [{ id, customerId }] : [],
  );
  await tx.rememberDeleted(runId, persons);
}

function rowOf(
  { context }: RunState,
  { plan: { subject }, one: told, side }: Row,
  seq: number,
): RunRecordRow {
  const [newest] = subject.deeds;
  return {
    organization_id: context.organizationId,
    run_id: context.runId,
    seq: String(seq),
    crm_module: newest?.module ?? "Accounts",
    crm_id: newest?.crmId ?? "",
    customer_id: subject.customerId,
    contact_person_id: subject.contactPersonId ?? null,
    name: newest?.name ?? "",
    side,
    outcome: told.outcome,
    reason: told.reason,
    facts: Object.keys(told.facts).length > 0 ? JSON.stringify(told.facts) : null,
    changes: told.changes.length > 0 ? JSON.stringify(told.changes) : null,
    plan_hash: null,
  };
}
