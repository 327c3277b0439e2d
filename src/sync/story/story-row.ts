import type { RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { DecidedField } from "#sync/plan/decision.ts";
import type { FieldDirection, Value } from "#sync/plan/reconcile.ts";
import type { RunView } from "#sync/run/run.api.ts";
import type { By, Line, Making, Ran } from "./line.ts";

/** A row about a field; the one about the record itself has its values in `to`. */
export type StoryRow = {
  what: "record" | "making" | "edited" | "synced" | "returned" | "sent" | "refused" | "stayed";
  /** Empty where it is about the record. */
  field: string;
  from: Value;
  to: unknown;
  at: Instant;
  until: Instant | null;
  by_kind: string;
  by_name: string;
  /** Of the timeline: the kind of line, and its note. */
  event: string | null;
  note: string | null;
  /** Of the history. */
  run_id: RunId | null;
  run_kind: RunView["kind"] | null;
  undone_by: RunId | null;
  outcome: string | null;
  reason: string | null;
  crm_module: string | null;
  crm_id: string | null;
  decided: DecidedField[] | null;
  crm_field: string | null;
  direction: FieldDirection | null;
  conflicts: string | null;
};

/** What is on record of a customer or contact person: its values now, the lines of its fields, how it was made. */
export type Recorded = {
  values: Readonly<Record<string, Value>>;
  createdAt: Instant;
  lines: ReadonlyMap<string, Line[]>;
  making: Making | undefined;
};

/** The rows of a record, read; undefined where there is no such record. */
export function readRows(rows: readonly StoryRow[]): Recorded | undefined {
  const record = rows.find(({ what }) => what === "record");
  if (!record) return undefined;
  const lines = rows.flatMap((row) => readLine(row) ?? []);
  return {
    values: record.to as Record<string, Value>,
    createdAt: record.at,
    lines: Map.groupBy(lines, ({ field }) => field),
    making: rows.flatMap((row) => readMaking(row) ?? []).at(0),
  };
}

function readLine(row: StoryRow): Line | undefined {
  const { what, field, from, at, until, event, note } = row;
  const plain = { field, from, to: row.to as Value, at, until, by: byOf(row) };
  if (what === "record" || what === "making") return undefined;
  if (what === "edited") return { ...plain, what, event: event ?? "", note };
  return { ...plain, what, ...ranOf(row) };
}

function readMaking(row: StoryRow): Making | undefined {
  if (row.what !== "making") return undefined;
  const plain = { at: row.at, until: row.until, by: byOf(row) };
  if (row.run_id === null) return { ...plain, what: row.event === "imported" ? "imported" : "made" };
  const { run, crm } = ranOf(row);
  return { ...plain, what: "synced", run, crm };
}

function byOf({ by_kind: kind, by_name: name }: StoryRow): By {
  return { kind, name };
}

function ranOf(row: StoryRow): Omit<Ran, "what"> {
  if (row.run_id === null || row.run_kind === null) throw new Error("a row of the history has a run");
  return {
    run: { id: row.run_id, kind: row.run_kind, undone_by: row.undone_by },
    outcome: row.outcome ?? "",
    reason: row.reason ?? "",
    decided: row.decided?.find(({ field }) => field === row.field) ?? null,
    crm: { module: row.crm_module ?? "", id: row.crm_id ?? "" },
    rule: { field: row.crm_field, direction: row.direction, conflicts: row.conflicts },
  };
}
