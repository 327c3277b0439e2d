import type { CustomerId } from "#kernel/id.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Change, Decision, KnownLink, LinkWrite, Values } from "./decision.ts";
import { type ConflictPolicy, reconcileField } from "./reconcile.ts";

export type FieldRules = {
  rows: ReadonlyMap<string, MappingRow>;
  policy: ConflictPolicy;
  /** The record was asked for by itself, so that nothing is said of its view. */
  ignoresView?: boolean;
  /** The deleted CRM record that the customer is linked with; its place is free for a duplicate. */
  replaces?: string | undefined;
};

/** `kept`: some field differs between the sides and stays so. */
export type Merged = { write: Values; base: Values; changes: Change[]; kept: boolean };

/** Merges every mapped field of a pair (reconcile.ts); fields with an issue are left as they are. */
export function mergeFields(rules: FieldRules, incoming: Incoming, billing: Values, base: Values): Merged {
  const merged: Merged = { write: {}, base: {}, changes: [], kept: false };
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
      merged.kept = true;
      if (agreed !== undefined) merged.base[field] = agreed;
    }
  }
  return merged;
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
  const merged = mergeFields(rules, incoming, record.values, link.base);
  const changes = moveTo
    ? [{ field: "customer_id", from: link.customerId ?? null, to: moveTo }, ...merged.changes]
    : merged.changes;
  const next: LinkWrite = {
    ...link,
    state: rules.ignoresView && link.state === "out_of_view" ? link.state : "linked",
    customerId: moveTo ?? link.customerId,
    base: merged.base,
    issues: incoming.issues,
  };
  const returns = link.state !== next.state;
  const isSame =
    !returns && !moveTo && sameText(link.base, merged.base) && sameText(link.issues, incoming.issues);
  if (link.state === "duplicate") return takePlace(plain, rules, record, merged, next);
  if (changes.length === 0) {
    const reason = returns ? "reentered" : merged.kept ? "linked.kept_local" : "linked.equal";
    return { ...plain, outcome: "unchanged", reason, link: isSame ? undefined : next };
  }
  return {
    ...plain,
    outcome: "updated",
    reason: moveTo ? "contact.moved" : returns ? "reentered" : "linked.changed",
    changes,
    facts: issueFacts(incoming),
    write: { do: "update", record, values: merged.write, ...(moveTo ? { moveTo } : {}) },
    link: next,
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
