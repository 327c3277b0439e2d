import { type ErrorCode, viewOf } from "#kernel/errors.ts";
import { type Instant, msOf } from "#kernel/time.ts";
import { explain } from "#sync/history/explain.ts";
import { noCounts } from "./progress.ts";
import { isUndo } from "./run-plan.ts";
import type { RunRecordView, RunView } from "./run.api.ts";
import type { Run, RunRecordRow } from "./run.table.ts";

/** A run as it is shown: with its rate and the time left, which follow from the clock. */
export function runView(run: Run, now: Instant): RunView {
  const done = Number(run.done);
  const expected = run.expected === null ? null : Number(run.expected);
  const seconds =
    run.started_at === null ? null : (msOf(run.finished_at ?? now) - msOf(run.started_at)) / 1000;
  const rate = seconds !== null && seconds > 0 && done > 0 ? done / seconds : null;
  const isOver = run.finished_at !== null;
  return {
    id: run.id,
    connection: run.connection_id,
    kind: run.kind,
    mode: run.mode,
    direction: run.checkpoint?.steps.some((step) => step.do === "push") ? "both" : "crm_to_billing",
    status: run.status,
    started_by: { kind: run.started_by_kind, id: run.started_by_id, name: run.started_by_name },
    approved_preview: run.approved_preview,
    undoes: isUndo(run.kind) ? run.subject : null,
    undone_by: run.undone_by,
    phase: isOver ? run.status : run.phase,
    done,
    expected,
    counts: { ...noCounts(), ...run.counts },
    reader: run.reader,
    api_calls: run.api_calls,
    api_credits: run.api_credits,
    error: run.error_code ? viewOf(run.error_code as ErrorCode, run.error ?? {}) : null,
    queued_at: run.queued_at,
    started_at: run.started_at,
    finished_at: run.finished_at,
    seconds,
    rate,
    seconds_left: !isOver && rate && expected !== null && expected >= done ? (expected - done) / rate : null,
  };
}

/** A history row as it is shown: its JSON opened, its reason in words. */
export function recordView(row: RunRecordRow): RunRecordView {
  return {
    seq: row.seq,
    crm_module: row.crm_module,
    crm_id: row.crm_id,
    customer: row.customer_id,
    contact_person: row.contact_person_id,
    name: row.name,
    side: row.side,
    outcome: row.outcome,
    reason: row.reason,
    explanation: explain(row.reason),
    facts: row.facts ? (JSON.parse(row.facts) as Record<string, unknown>) : {},
    changes: row.changes ? (JSON.parse(row.changes) as RunRecordView["changes"]) : [],
  };
}
