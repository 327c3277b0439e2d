import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Decision, KnownLink } from "./decision.ts";
import type { FieldRules } from "./merge-fields.ts";

/**
 * Whether a list may show an older state of a record than is known: its time of change is not later than the one that
 * the link tells. Lists of the CRM lag behind its records, so that what we wrote a moment ago is not in them yet; taken
 * for an edit, the old value would come back. Under a newer set-up the same state says something new.
 */
export function mayBeOld(
  { put, isExact, ignoresView, configVersion }: FieldRules,
  { modifiedTime }: Incoming,
  link: KnownLink,
): boolean {
  // A record that was asked for by itself was read by its id.
  if (!put || isExact || ignoresView) return false;
  if (link.crmModifiedTime === undefined || !mayReturn.has(link.state)) return false;
  return modifiedTime === link.crmModifiedTime
    ? link.configVersion === configVersion
    : modifiedTime < link.crmModifiedTime;
}

const mayReturn: ReadonlySet<string> = new Set(["linked", "out_of_view", "deleted_in_crm"]);

/** Instead of what an old state would do: the record is read by its id, which always shows what it holds. */
export function readAnew(decision: Decision, link: KnownLink): Decision {
  const { incoming, record, write, link: next, conflicts = [] } = decision;
  if (!write && !next && conflicts.length === 0) return decision;
  const returns = link.state !== "linked" && next?.state === "linked";
  return {
    incoming,
    record,
    outcome: "unchanged",
    reason: returns ? "reentered" : "linked.read_anew",
    facts: {},
    changes: [],
    write: undefined,
    link: returns ? { ...link, state: "linked" } : undefined,
    losers: [],
    readsAnew: true,
  };
}
