import type { CustomerId } from "#kernel/id.ts";
import { asksAnew, type ConflictChange, conflictChanges, withoutPair } from "#sync/conflict/conflict.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type {
  BillingRecord,
  DecidedField,
  Decision,
  Intent,
  KnownLink,
  LinkWrite,
  Values,
} from "./decision.ts";
import { baseInPlace, type Bereft } from "./bereft.ts";
import { decidedReason } from "./decided.ts";
import { type FieldRules, type Merged, mergeFields } from "./merge-fields.ts";
import { sentAfter, stillUnheard, triesOf } from "./unheard.ts";

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
  const replaces = link.state === "duplicate" ? rules.replaces : undefined;
  if (link.state === "duplicate" && !(replaces && record))
    return { ...plain, outcome: "unchanged", reason: "duplicate.remembered" };
  const { madeOf: made } = link;
  if (!record)
    return {
      ...plain,
      made,
      outcome: "skipped",
      reason: "customer.gone",
      link: { ...link, state: "closed" },
    };
  if (record.target === "customer" && record.row.merged_into !== null)
    return {
      ...plain,
      ...(link.isNew ? { made, record, link } : {}),
      outcome: "skipped",
      reason: "customer.merged",
      conflicts: withoutPair(link.conflicts ?? []),
    };
  if (link.intent && !rules.isExact) return readForIntent({ ...plain, record }, link);
  const settled = settleIntent(link, incoming);
  const base = replaces ? baseInPlace(incoming, record, replaces) : settled.base;
  const merged = mergeFields(rules, incoming, record.values, base);
  const decided = decidedFields(link, merged);
  const outward = hasValues(merged.outward) ? withDecided(merged.outward, decided) : undefined;
  const next: LinkWrite = {
    ...link,
    state: rules.ignoresView && link.state === "out_of_view" ? link.state : "linked",
    customerId: moveTo ?? link.customerId,
    base: merged.base,
    issues: [...incoming.issues, ...merged.issues],
    intent: rules.isExact ? sentAfter(outward, stillUnheard(link.intent, incoming.modifiedTime)) : undefined,
  };
  const sent = new Set(Object.keys(merged.outward.values));
  const conflicts = conflictChanges(link.conflicts ?? [], { ...merged, sent });
  if (replaces) return takePlace({ ...plain, record, outward, conflicts }, replaces, merged, next);
  const { confirmed } = settled;
  const decision = pairDecision(
    { ...plain, record, outward, confirmed, conflicts, decided, made },
    link,
    next,
    merged,
    moveTo,
  );
  if (mustRemember(rules, link, merged)) return { ...decision, link: decision.link ?? next };
  return decision.reason === "linked.changed" && isRemapped(rules, incoming, link, merged)
    ? { ...decision, reason: "linked.remapped" }
    : decision;
}

/** What may be on its way to the record is known when it is read by its id; one that comes back is linked again for that. */
function readForIntent(plain: Omit<Decision, "outcome" | "reason">, link: KnownLink): Decision {
  const unchanged = { ...plain, outcome: "unchanged", readsAnew: true } as const;
  return link.state === "linked"
    ? { ...unchanged, reason: "linked.on_its_way" }
    : { ...unchanged, reason: "reentered", link: { ...link, state: "linked" } };
}

/** Which of the fields that are written to either side were in conflict, and have their winner. */
function decidedFields({ conflicts = [] }: KnownLink, { write, outward, later }: Merged): DecidedField[] {
  const byPerson = conflicts.flatMap(({ field, decision }) => (decision ? [{ field, ...decision }] : []));
  return [...byPerson, ...later].filter(({ field }) => field in write || field in outward.values);
}

/** An update with why it is made, for whoever finds out later that it was. */
function withDecided(outward: Intent, decided: readonly DecidedField[]): Intent {
  const ours = decided.filter(({ field }) => field in outward.values);
  return ours.length > 0 ? { ...outward, decided: ours } : outward;
}

/** The fields of a pair that both sides have changed, where neither the direction nor a blank says who wins. */
export function fieldsInConflict(
  rules: FieldRules,
  incoming: Incoming,
  link: KnownLink,
  record: BillingRecord,
): string[] {
  const { base } = settleIntent(link, incoming);
  const { asked } = mergeFields({ ...rules, policy: "ask" }, incoming, record.values, base);
  return asked.map(({ field }) => field);
}

/** Whether an update of the CRM has anything to send. */
export function hasValues({ values }: Intent): boolean {
  return Object.keys(values).length > 0;
}

/** A decision on a record of billing and its conflicts, but for its outcome. */
type Found = Omit<Decision, "outcome" | "reason"> & {
  record: BillingRecord;
  conflicts: readonly ConflictChange[];
};

/** The decision on a pair: its outcome, and why. */
function pairDecision(
  plain: Found & { decided: readonly DecidedField[] },
  link: KnownLink,
  next: LinkWrite,
  merged: Merged,
  moveTo: CustomerId | undefined,
): Decision {
  const returns = link.state !== next.state;
  const changes = moveTo
    ? [{ field: "customer_id", from: link.customerId ?? null, to: moveTo }, ...merged.changes]
    : merged.changes;
  const isAsking = asksAnew(plain.conflicts);
  const asked = isAsking ? { asked: merged.asked } : {};
  if (changes.length === 0) {
    // A person decides on what was seen, so the link tells with which change that was: a list that shows less is old.
    const isSame = !returns && !isAsking && isSameLink(link, next);
    const reason = returns ? "reentered" : isAsking ? "conflict.asked" : reasonToStay(next, merged);
    return {
      ...plain,
      outcome: isAsking ? "conflicts" : "unchanged",
      reason,
      facts: { ...issueFacts(next), ...(reason === "linked.kept_local" ? { kept: merged.kept } : asked) },
      hasNewIssues: next.issues.length > 0 && hasOtherIssues(link, next),
      link: isSame ? undefined : next,
    };
  }
  const decided = plain.decided.filter(({ field }) => field in merged.write);
  const why = isAsking ? "conflict.asked" : (decidedReason(changes, decided) ?? "linked.changed");
  return {
    ...plain,
    outcome: isAsking ? "conflicts" : "updated",
    reason: moveTo ? "contact.moved" : returns ? "reentered" : why,
    changes,
    facts: { ...issueFacts(next), ...asked, ...(decided.length > 0 ? { decided } : {}) },
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

/** A conflict that was compared under a newer set-up and still waits: the link tells, so that no later list asks again. */
function mustRemember(
  { policy, isExact, configVersion }: FieldRules,
  link: KnownLink,
  { asked }: Merged,
): boolean {
  return policy === "latest" && !!isExact && asked.length > 0 && link.configVersion !== configVersion;
}

/** Why a pair of which nothing is written stays as it is. */
function reasonToStay({ issues }: LinkWrite, { asked, kept }: Merged): Decision["reason"] {
  if (asked.length > 0) return "conflict.waits";
  if (issues.length > 0) return "linked.not_held";
  return kept.length > 0 ? "linked.kept_local" : "linked.equal";
}

function isSameLink(link: KnownLink, next: LinkWrite): boolean {
  if (link.intent ?? next.intent ?? link.isNew) return false;
  return inOrder(link.base) === inOrder(next.base) && !hasOtherIssues(link, next);
}

/**
 * The base after an update of the CRM of which nobody heard whether it arrived: a field that holds what was sent was
 * written, and both sides agreed on that; any other is decided as if nothing had been sent.
 */
function settleIntent(
  { base, intent }: KnownLink,
  { values, arrived }: Incoming,
): { base: Values; confirmed: Intent | undefined } {
  if (!intent) return { base, confirmed: undefined };
  const written: Values = {};
  for (const [field, tries] of Object.entries(triesOf(intent))) {
    const now = values[field];
    const value = now !== undefined && tries.includes(now) ? now : arrived?.get(field);
    if (value !== undefined) written[field] = value;
  }
  const confirmed = { ...intent, values: written };
  return { base: { ...base, ...written }, confirmed: hasValues(confirmed) ? confirmed : undefined };
}

/** A duplicate becomes the customer's record, because the one before it was deleted in the CRM. */
function takePlace(
  plain: Found,
  { crmId }: Bereft,
  { changes, write, asked }: Merged,
  next: LinkWrite,
): Decision {
  const { record, conflicts } = plain;
  return {
    ...plain,
    outcome: "overwritten",
    reason: "duplicate.takes_place",
    changes,
    facts: { ...issueFacts(next), replaces: crmId, ...(asksAnew(conflicts) ? { asked } : {}) },
    write: changes.length > 0 ? { do: "update", record, values: write } : undefined,
    // A contact person that belongs elsewhere by now moves with the next run.
    link: record.target === "contact_person" ? { ...next, customerId: record.row.customer_id } : next,
    replaces: crmId,
  };
}

/** Field issues as facts of a history row; empty where there are none. */
export function issueFacts({ issues }: Pick<Incoming, "issues">): Record<string, unknown> {
  return issues.length > 0 ? { issues: issues.map(({ field, problem }) => ({ field, problem })) } : {};
}

function hasOtherIssues(link: KnownLink, next: LinkWrite): boolean {
  return JSON.stringify(link.issues) !== JSON.stringify(next.issues);
}

/** Values as a text that tells nothing of the order in which they were stored. */
function inOrder(values: Values): string {
  return JSON.stringify(values, Object.keys(values).toSorted());
}
