import type { Change } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";

/** A field that a run wrote, and where. */
export type Written = Change & { side: "billing" | "crm" };

/** Why a field stays as it is although its run is undone. */
export type StayWhy = "changed_since" | "blank" | "required" | "documents" | "contact_moved";

/** A field that stays: what it is now, and what it was before the run. */
export type Stay = { field: string; now: Value; before: Value; why: StayWhy };

export type ReturnRules = {
  /** Whether a blank of this field erases a value of the CRM. */
  blankErases: (field: string) => boolean;
  /** Whether what goes back in billing goes to the CRM as well. */
  goesToCrm: (field: string) => boolean;
  /** The currency stays: documents are in it. */
  hasDocuments: boolean;
};

/**
 * What the fields of a record go back to, and which stay. `written` is what the run wrote, the newest first; `values`
 * is what the record holds now. A field returns if it still holds what the run wrote last; one that is already as it
 * was before needs nothing.
 */
export function planReturn(
  written: readonly Written[],
  values: Readonly<Record<string, Value>>,
  rules: ReturnRules,
): { changes: Change[]; stays: Stay[] } {
  const changes: Change[] = [];
  const stays: Stay[] = [];
  for (const [field, steps] of byField(written)) {
    const [newest] = steps;
    if (!newest) continue;
    const now = values[field] ?? null;
    const before = beforeAll(steps);
    if (now === before) continue;
    const why = whyStay(newest, now, before, rules);
    if (why) stays.push({ field, now, before, why });
    else changes.push({ field, from: now, to: before });
  }
  return { changes, stays };
}

function byField(written: readonly Written[]): Map<string, Written[]> {
  const fields = new Map<string, Written[]>();
  for (const one of written) fields.set(one.field, [...(fields.get(one.field) ?? []), one]);
  return fields;
}

/** What the field was before the run: back through its steps, up to one that somebody else came in between. */
function beforeAll([newest, ...older]: readonly Written[]): Value {
  let before = newest?.from ?? null;
  for (const step of older) {
    if (step.to !== before) break;
    before = step.from;
  }
  return before;
}

function whyStay(newest: Written, now: Value, before: Value, rules: ReturnRules): StayWhy | undefined {
  if (now !== newest.to) return "changed_since";
  // The contact belongs to that account in the CRM: moved back, the next run would move it again.
  if (newest.field === "customer_id") return "contact_moved";
  if (newest.field === "currency_code" && rules.hasDocuments) return "documents";
  if (before !== null) return undefined;
  if (newest.field === "display_name" || newest.field === "currency_code") return "required";
  // Emptying it here would not empty it there, and the two would stay different for good.
  const isThere = newest.side === "crm" || rules.goesToCrm(newest.field);
  return isThere && !rules.blankErases(newest.field) ? "blank" : undefined;
}
