import type { Asked } from "#sync/conflict/conflict.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { FieldIssue, Incoming } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { Bereft } from "./bereft.ts";
import type { Change, Intent, Values } from "./decision.ts";
import { type LaterField, timesOf } from "#sync/conflict/later.ts";
import { type ConflictPolicy, type FieldState, reconcileField, type Value } from "./reconcile.ts";

export type FieldRules = {
  rows: ReadonlyMap<string, MappingRow>;
  policy: ConflictPolicy;
  /** The record was asked for by itself, so that nothing is said of its view. */
  ignoresView?: boolean;
  /** The deleted CRM record that the customer is linked with; its place is free for a duplicate. */
  replaces?: Bereft | undefined;
  /** How billing values are written to the CRM; undefined where nothing is. */
  put?: Put | undefined;
  /** The set-up that the run goes by; where it is newer than a link, that may be why something changes. */
  configVersion?: number | undefined;
  /** The record was read by its id for this decision, so that what goes to the CRM can be sent on it. */
  isExact?: boolean;
  /** How far the clocks of the CRM's own machines may be apart. */
  jitterMs?: number | undefined;
  /** Fields that go to and fro: what billing holds of them is not sent. */
  flipping?: ReadonlySet<string> | undefined;
};

/**
 * `kept`: the fields that differ between the sides and stay so. `issues`: values of billing that do not go to the CRM.
 * `asked`: fields that wait for a person. `later`: fields in conflict whose later change counts. `silent`: those of which
 * the CRM said nothing.
 */
export type Merged = {
  write: Values;
  base: Values;
  changes: Change[];
  kept: string[];
  outward: Intent;
  issues: FieldIssue[];
  asked: Asked[];
  later: LaterField[];
  silent: Set<string>;
};

/** Merges every mapped field of a pair (reconcile.ts); fields with an issue are left as they are. */
export function mergeFields(rules: FieldRules, incoming: Incoming, billing: Values, base: Values): Merged {
  const outward: Intent = { values: {}, seen: {}, since: incoming.modifiedTime };
  const merged: Merged = {
    write: {},
    base: {},
    changes: [],
    kept: [],
    outward,
    issues: [],
    asked: [],
    later: [],
    silent: new Set(),
  };
  for (const [field, row] of rules.rows) {
    const agreed = base[field];
    const crm = incoming.values[field];
    if (crm === undefined) {
      if (agreed !== undefined) merged.base[field] = agreed;
      merged.silent.add(field);
      continue;
    }
    const now = billing[field] ?? null;
    if (now !== agreed && isEcho(rules, incoming, base, row)) {
      merged.base[field] = crm;
      merged.kept.push(field);
      continue;
    }
    const known = incoming.later?.get(field);
    const state: FieldState = {
      base: agreed,
      crm,
      billing: now,
      direction: row.direction,
      policy: rules.policy,
      // What was found out is about the value that billing had then.
      later: known?.billing === now ? known.take : undefined,
      blankErases: row.blank_erases,
    };
    const plan = reconcileField(state);
    if (known && isByTime(state)) merged.later.push({ field, ...timesOf(known) });
    if (plan.do === "agree") merged.base[field] = plan.base;
    else if (plan.do === "write_billing") {
      merged.write[field] = plan.value;
      merged.base[field] = plan.value;
      merged.changes.push({ field, from: now, to: plan.value });
    } else {
      if (agreed !== undefined) merged.base[field] = agreed;
      if (plan.do === "ask") merged.asked.push({ field, base: agreed, crm, billing: now });
      else if (plan.do !== "write_crm" || !rules.put) merged.kept.push(field);
      else if (rules.flipping?.has(field)) leaveFlipping(merged, field, plan.value);
      else addOutward(merged, rules.put, field, plan.value, crm);
    }
  }
  return merged;
}

/**
 * Whether a CRM value that comes to a field is what billing has sent by another row: an account's name goes there from the
 * display name, and comes back into the company name too. It is no change of the CRM's, and takes nothing from who has
 * written a company name.
 */
function isEcho({ rows }: FieldRules, { values }: Incoming, base: Values, row: MappingRow): boolean {
  if (row.direction !== "to_billing" || base[row.billing] === undefined) return false;
  return [...rows].some(
    ([other, { crm, direction }]) =>
      crm === row.crm &&
      direction !== "to_billing" &&
      base[other] !== undefined &&
      values[other] === base[other],
  );
}

function leaveFlipping(merged: Merged, field: string, value: Value): void {
  merged.issues.push({
    field,
    problem:
      "The CRM answered each of the last updates with another value, so it is left alone; look for a workflow there",
    value,
  });
}

/** Whether the later change counts, and nothing else does. */
function isByTime(state: FieldState): boolean {
  return state.later !== undefined && reconcileField({ ...state, later: undefined }).do === "ask";
}

/** A value for the CRM. What the CRM cannot hold is not sent, not even in part (docs/faults.md 38). */
function addOutward(merged: Merged, put: Put, field: string, value: Value, seen: Value): void {
  const written = put(field, value);
  if (!written.ok) {
    merged.issues.push({ field, problem: written.problem, value });
    return;
  }
  merged.outward.values[field] = value;
  merged.outward.seen[field] = seen;
}
