import type { RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { DecidedField } from "#sync/plan/decision.ts";
import type { FieldDirection, Value } from "#sync/plan/reconcile.ts";
import type { RunView } from "#sync/run/run.api.ts";

/** Who did it: a person or a key, or Concord on its schedule. Of a run, who started it. */
export type By = { kind: string; name: string };

/** A change of a field in billing, by somebody there. `event` is the kind of line on the customer's timeline. */
type Edited = { what: "edited"; event: string; note: string | null };

/** What a run did with a field: `refused` and `stayed` wrote nothing. */
export type Ran = {
  what: "synced" | "returned" | "sent" | "refused" | "stayed";
  run: { id: RunId; kind: RunView["kind"]; undone_by: RunId | null };
  outcome: string;
  reason: string;
  /** How a conflict of this field was decided, where it was in one. */
  decided: DecidedField | null;
  crm: { module: string; id: string };
  /** The set-up that the run went by: the CRM's field, which way it goes, and who wins. Null where it says nothing of it. */
  rule: { field: string | null; direction: FieldDirection | null; conflicts: string | null };
};

/**
 * What is on record of a field: from which value to which. A run tells when it began and ended, not when it wrote each
 * record; `until` is null while it goes on.
 */
export type Line = { field: string; from: Value; to: Value; at: Instant; until: Instant | null; by: By } & (
  | Edited
  | Ran
);

/** How a record came to be, where that is on record. */
export type Making = { at: Instant; until: Instant | null; by: By } & (
  | { what: "made" | "imported" }
  | { what: "synced"; run: Ran["run"]; crm: Ran["crm"] }
);

/**
 * Of lines of which at most so many of each kind were read, those since when none is missing. Older ones would not meet,
 * and look as if something between them were not on record.
 */
export function withoutGaps(lines: readonly Line[], most: number): { lines: Line[]; isCut: boolean } {
  const kinds = [...Map.groupBy(lines, ({ what }) => what).values()];
  const begins = kinds
    .filter((all) => all.length >= most)
    .map((all) => all.map(({ at }) => at).toSorted()[0] ?? "");
  const since = begins.toSorted().at(-1);
  return since === undefined
    ? { lines: [...lines], isCut: false }
    : { lines: lines.filter(({ at }) => at >= since), isCut: true };
}

/** Whether two values are the same one; lists and such are compared by what is in them. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
