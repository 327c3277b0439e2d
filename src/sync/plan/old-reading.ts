import { msOf } from "#kernel/time.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import { asksAnew } from "#sync/conflict/conflict.ts";
import type { Decision, KnownLink } from "./decision.ts";
import type { FieldRules } from "./merge-fields.ts";

/**
 * Whether a list may show an older state of a record than is known: its time of change is not later than the one that
 * the link tells, by more than the clocks of the CRM's machines may be apart. Lists of the CRM lag behind its records,
 * so that what we wrote a moment ago is not in them yet; taken for an edit, the old value would come back. Under a newer
 * set-up the same state says something new.
 */
export function mayBeOld(
  { put, isExact, ignoresView, configVersion, jitterMs = 0 }: FieldRules,
  { modifiedTime }: Incoming,
  link: KnownLink,
): boolean {
  // A record that was asked for by itself was read by its id.
  if (!put || isExact || ignoresView) return false;
  if (link.crmModifiedTime === undefined || !mayReturn.has(link.state)) return false;
  return modifiedTime === link.crmModifiedTime
    ? link.configVersion === configVersion
    : msOf(modifiedTime) <= msOf(link.crmModifiedTime) + jitterMs;
}

/**
 * Whether a field is in conflict where the later change counts: who was later is found out when the record is read by
 * its id. What was found out before and waits for a person since is compared again under a newer set-up only.
 */
export function mustCompare(
  { policy, put, isExact, configVersion }: FieldRules,
  { conflicts = [] }: Decision,
  link: KnownLink,
): boolean {
  if (policy !== "latest" || !put || isExact || !mayReturn.has(link.state)) return false;
  const waits = (link.conflicts ?? []).some(({ decision }) => decision === undefined);
  return asksAnew(conflicts) || (waits && link.configVersion !== configVersion);
}

const mayReturn: ReadonlySet<string> = new Set(["linked", "out_of_view", "deleted_in_crm"]);

/** Whether a decision does anything that an old state of the record could spoil. */
export function doesSomething({ write, link, conflicts = [] }: Decision): boolean {
  return write !== undefined || link !== undefined || conflicts.length > 0;
}

/** Instead of what a listed state would do: the record is read by its id, which always shows what it holds. */
export function readAnew(
  { incoming, record, link: next }: Decision,
  link: KnownLink,
  why: "linked.read_anew" | "conflict.compared",
): Decision {
  const returns = link.state !== "linked" && next?.state === "linked";
  return {
    incoming,
    record,
    outcome: "unchanged",
    reason: returns ? "reentered" : why,
    facts: {},
    changes: [],
    write: undefined,
    // What is linked only now, or again, has to be linked for that: it is as it was known, and nothing is agreed on anew.
    link: returns || link.isNew ? { ...link, state: "linked" } : undefined,
    made: link.madeOf,
    losers: [],
    readsAnew: true,
  };
}
