import type { CustomerId } from "#kernel/id.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { FieldIssue, Incoming } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { BillingRecord, Change, Decision, Intent, KnownLink, LinkWrite, Values } from "./decision.ts";
import { type ConflictPolicy, reconcileField, type Value } from "./reconcile.ts";

export type FieldRules = {
  rows: ReadonlyMap<string, MappingRow>;
  policy: ConflictPolicy;
  /** The record was asked for by itself, so that nothing is said of its view. */
  ignoresView?: boolean;
  /** The deleted CRM record that the customer is linked with; its place is free for a duplicate. */
  replaces?: string | undefined;
  /** How billing values are written to the CRM; undefined where nothing is. */
  put?: Put | undefined;
  /** The set-up that the run goes by; where it is newer than a link, that may be why something changes. */
  configVersion?: number | undefined;
  /** The record was read by its id for this decision, so that what goes to the CRM can be sent on it. */
  isExact?: boolean;
};

/** `kept`: the fields that differ between the sides and stay so. `issues`: values of billing that the CRM cannot hold. */
export type Merged = {
  write: Values;
  base: Values;
  changes: Change[];
  kept: string[];
  outward: Intent;
  issues: FieldIssue[];
};

/** Merges every mapped field of a pair (reconcile.ts); fields with an issue are left as they are. */
export function mergeFields(rules: FieldRules, incoming: Incoming, billing: Values, base: Values): Merged {
  const outward: Intent = { values: {}, seen: {} };
  const merged: Merged = { write: {}, base: {}, changes: [], kept: [], outward, issues: [] };
  for (const [field, row] of rules.rows) {
    const agreed = base[field];
    const crm = incoming.values[field];
    if (crm === undefined) {
      if (agreed !== undefined) merged.base[field] = agreed;
      continue;
    }
    const now = billing[field] ?? null;
    const plan = reconcileField({
      base: agreed,
      crm,
      billing: now,
      direction: row.direction,
      policy: rules.policy,
      blankErases: row.blank_erases,
    });
    if (plan.do === "agree") merged.base[field] = plan.base;
    else if (plan.do === "write_billing") {
      merged.write[field] = plan.value;
      merged.base[field] = plan.value;
      merged.changes.push({ field, from: now, to: plan.value });
    } else {
      if (agreed !== undefined) merged.base[field] = agreed;
      if (plan.do === "write_crm" && rules.put) addOutward(merged, rules.put, field, plan.value, crm);
      else merged.kept.push(field);
    }
  }
  return merged;
}

/** A value for the CRM. What the CRM cannot hold is not sent, not even in part (docs/faults.md 38). */
function addOutward(merged: Merged, put: Put, field: string, value: Value, seen: Value): void {
  const written = put(field, value);
  if (!written.ok) {
    merged.kept.push(field);
    merged.issues.push({ field, problem: written.problem, value });
    return;
  }
  merged.outward.values[field] = value;
  merged.outward.seen[field] = seen;
}

/** A record that is linked already: merged field by field, or left alone with the reason. */
export function planLinked(
  rules: FieldRules,
  incoming: Incoming,
  link: KnownLink,
  record: BillingRecord | undefined,
  moveTo?: CustomerId,
): Decision {
  const plain = { incoming, facts: {}, changes: [], write: undefined, link: undefined, losers: [] };
  if (link.state === "closed") return { ...plain, outcome: "skipped", reason: "closed" };
  if (link.state === "duplicate" && !(rules.replaces && record))
    return { ...plain, outcome: "unchanged", reason: "duplicate.remembered" };
  if (!record)
    return { ...plain, outcome: "skipped", reason: "customer.gone", link: { ...link, state: "closed" } };
  if (record.target === "customer" && record.row.merged_into !== null)
    return { ...plain, outcome: "skipped", reason: "customer.merged" };
  if (link.intent && !rules.isExact)
    return { ...plain, record, outcome: "unchanged", reason: "linked.on_its_way" };
  const settled = settleIntent(link, incoming);
  const merged = mergeFields(rules, incoming, record.values, settled.base);
  const outward = hasValues(merged.outward) ? merged.outward : undefined;
  const next: LinkWrite = {
    ...link,
    state: rules.ignoresView && link.state === "out_of_view" ? link.state : "linked",
    customerId: moveTo ?? link.customerId,
    base: merged.base,
    issues: [...incoming.issues, ...merged.issues],
    intent: rules.isExact ? outward : undefined,
  };
  if (link.state === "duplicate") return takePlace(plain, rules, record, merged, next);
  const confirmed = settled.confirmed.length > 0 ? settled.confirmed : undefined;
  const decision = pairDecision({ ...plain, record, outward, confirmed }, link, next, merged, moveTo);
  return decision.reason === "linked.changed" && isRemapped(rules, incoming, link, merged)
    ? { ...decision, reason: "linked.remapped" }
    : decision;
}

/** Whether an update of the CRM has anything to send. */
export function hasValues({ values }: Intent): boolean {
  return Object.keys(values).length > 0;
}

/** The decision on a pair: its outcome, and why. */
function pairDecision(
  plain: Omit<Decision, "outcome" | "reason"> & { record: BillingRecord },
  link: KnownLink,
  next: LinkWrite,
  merged: Merged,
  moveTo: CustomerId | undefined,
): Decision {
  const returns = link.state !== next.state;
  const changes = moveTo
    ? [{ field: "customer_id", from: link.customerId ?? null, to: moveTo }, ...merged.changes]
    : merged.changes;
  if (changes.length === 0) {
    const reason = returns ? "reentered" : merged.kept.length > 0 ? "linked.kept_local" : "linked.equal";
    const isSame = !returns && isSameLink(link, next);
    const facts = reason === "linked.kept_local" ? { kept: merged.kept } : {};
    return { ...plain, facts, outcome: "unchanged", reason, link: isSame ? undefined : next };
  }
  return {
    ...plain,
    outcome: "updated",
    reason: moveTo ? "contact.moved" : returns ? "reentered" : "linked.changed",
    changes,
    facts: issueFacts(plain.incoming),
    write: { do: "update", record: plain.record, values: merged.write, ...(moveTo ? { moveTo } : {}) },
    link: next,
  };
}

/** Whether a changed set-up brings the values: the CRM record is as it was, or only fields come that never came before. */
function isRemapped(
  { configVersion }: FieldRules,
  { modifiedTime }: Incoming,
  link: KnownLink,
  { changes }: Merged,
): boolean {
  if (configVersion === undefined || link.configVersion === undefined) return false;
  if (link.configVersion >= configVersion) return false;
  return link.crmModifiedTime === modifiedTime || changes.every(({ field }) => !(field in link.base));
}

function isSameLink(link: KnownLink, next: LinkWrite): boolean {
  if (link.intent ?? next.intent) return false;
  return sameText(link.base, next.base) && sameText(link.issues, next.issues);
}

/**
 * The base after an update of the CRM of which nobody heard whether it arrived: a field that holds what was sent was
 * written, and both sides agreed on that; any other is decided as if nothing had been sent.
 */
function settleIntent(
  { base, intent }: KnownLink,
  { values }: Incoming,
): { base: Values; confirmed: Change[] } {
  if (!intent) return { base, confirmed: [] };
  const written = Object.entries(intent.values).filter(([field, value]) => values[field] === value);
  return {
    base: { ...base, ...Object.fromEntries(written) },
    confirmed: written.map(([field, to]) => ({ field, from: intent.seen[field] ?? null, to })),
  };
}

/** A duplicate becomes the customer's record, because the one before it was deleted in the CRM. */
function takePlace(
  plain: Pick<Decision, "incoming" | "losers" | "write" | "link">,
  { replaces }: FieldRules,
  record: BillingRecord,
  { changes, write }: Merged,
  next: LinkWrite,
): Decision {
  return {
    ...plain,
    outcome: "overwritten",
    reason: "duplicate.takes_place",
    changes,
    facts: { ...issueFacts(plain.incoming), replaces },
    write: changes.length > 0 ? { do: "update", record, values: write } : undefined,
    // A contact person that belongs elsewhere by now moves with the next run.
    link: record.target === "contact_person" ? { ...next, customerId: record.row.customer_id } : next,
    replaces,
  };
}

/** Field issues as facts of a history row; empty where there are none. */
export function issueFacts(incoming: Incoming): Record<string, unknown> {
  return incoming.issues.length > 0
    ? { issues: incoming.issues.map(({ field, problem }) => ({ field, problem })) }
    : {};
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
