import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { DuplicatePolicy } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import { baseInPlace } from "./bereft.ts";
import type { Candidate, Change, Decision, Known, LinkWrite, Values } from "./decision.ts";
import { type FieldRules, mergeFields } from "./merge-fields.ts";
import { hasValues, issueFacts } from "./plan-linked.ts";

export type UnlinkedRules = FieldRules & { duplicates: DuplicatePolicy };

/** A record that no link knows: made, or handled as a duplicate by the chosen policy. */
export function planUnlinked(rules: UnlinkedRules, incoming: Incoming, known: Known): Decision {
  const wanted = incoming.values["currency_code"];
  const matching = known.candidates.filter(
    (one) => typeof wanted !== "string" || !one.currency || one.currency === wanted,
  );
  if (matching.length === 0)
    return create(
      rules,
      incoming,
      known,
      "created",
      known.candidates.length > 0 ? "match.other_currency" : "new",
      facts(incoming, known, known.candidates),
    );
  if (rules.duplicates === "skip") {
    return {
      incoming,
      outcome: "skipped",
      reason: "match.skipped",
      facts: facts(incoming, known, matching),
      changes: [],
      write: undefined,
      link: undefined,
      losers: [],
    };
  }
  if (rules.duplicates === "clone")
    return create(rules, incoming, known, "cloned", "match.cloned", facts(incoming, known, matching));
  const linked = matching.find((one) => one.linkedTo !== undefined || one.record === undefined);
  return linked
    ? rememberDuplicate(incoming, known, linked, matching)
    : overwrite(rules, incoming, known, matching);
}

/** Which records matched, by which keys: the evidence that each decision shows (F23). A contact person is named with its customer. */
function facts(incoming: Incoming, known: Known, candidates: Candidate[]): Record<string, unknown> {
  if (candidates.length === 0) return {};
  return {
    matches: candidates.slice(0, 20).map((one) => ({
      customer: (incoming.target === "contact_person" ? known.parent : one.id) ?? null,
      name: one.name,
      keys: one.keys,
      strength: one.keys.includes("email") || one.keys.length > 1 ? "strong" : "likely",
      ...(one.currency ? { currency: one.currency } : {}),
    })),
  };
}

function create(
  rules: FieldRules,
  incoming: Incoming,
  known: Known,
  outcome: "created" | "cloned",
  reason: Decision["reason"],
  evidence: Record<string, unknown>,
): Decision {
  const mine = Object.entries(incoming.values).filter(
    ([field]) => rules.rows.get(field)?.direction !== "to_crm",
  );
  const values = Object.fromEntries(mine.filter(([, value]) => value !== null));
  const changes: Change[] = Object.entries(values).map(([field, to]) => ({ field, from: null, to }));
  return {
    incoming,
    outcome,
    reason,
    facts: { ...evidence, ...issueFacts(incoming) },
    changes,
    write: { do: "insert", id: known.freshId, values },
    link: linkTo(incoming, known.freshId, known.parent, Object.fromEntries(mine)),
    losers: [],
  };
}

/**
 * The customer already belongs to another CRM record: this one is its duplicate in the CRM, remembered and not written.
 * Only where other customers match as well is something merged, into that customer.
 */
function rememberDuplicate(
  incoming: Incoming,
  known: Known,
  linked: Candidate,
  matching: Candidate[],
): Decision {
  const losers = mergeable(
    incoming,
    matching.filter((one) => !one.linkedTo),
    linked.currency,
  );
  const link = linked.id && linkTo(incoming, linked.id, known.parent, {});
  return {
    incoming,
    outcome: losers.length > 0 ? "merged" : "duplicate",
    reason: "duplicate.of_linked",
    facts: { ...facts(incoming, known, matching), linked_to: linked.linkedTo ?? null },
    changes: [],
    write: undefined,
    link: link ? { ...link, state: "duplicate" } : undefined,
    losers,
  };
}

/** The survivor takes the CRM's values: the one with transactions, else the oldest; the others of its currency merge into it. */
function overwrite(rules: FieldRules, incoming: Incoming, known: Known, matching: Candidate[]): Decision {
  const [survivor, ...others] = matching.toSorted(bySurvival);
  if (!survivor?.record) throw new Error("an unlinked match has a record");
  const { record } = survivor;
  const losers = mergeable(incoming, others, survivor.currency);
  // The CRM's value is taken whatever billing held: there is no agreed base as a rule, and the user chose to overwrite.
  const base = baseInPlace(incoming, record, survivor.bereft);
  const merged = mergeFields({ ...rules, policy: "crm" }, incoming, record.values, base);
  return {
    incoming,
    outcome: losers.length > 0 ? "merged" : "overwritten",
    reason: losers.length > 0 ? "match.merged" : "match.overwritten",
    facts: { ...facts(incoming, known, matching), ...issueFacts(incoming) },
    changes: merged.changes,
    write: merged.changes.length > 0 ? { do: "update", record, values: merged.write } : undefined,
    link: linkTo(incoming, record.id, known.parent, merged.base),
    matched: record,
    replaces: survivor.bereft?.crmId,
    losers,
    record,
    outward: hasValues(merged.outward) ? merged.outward : undefined,
  };
}

/** Customers of the survivor's currency; contact persons are not merged here, billing unites them with their customers. */
function mergeable(incoming: Incoming, candidates: Candidate[], currency: string | undefined): CustomerId[] {
  if (incoming.target === "contact_person") return [];
  return candidates.flatMap((one) =>
    one.record && one.currency === currency ? [one.record.id as CustomerId] : [],
  );
}

function bySurvival(a: Candidate, b: Candidate): number {
  return rankOf(a) < rankOf(b) ? -1 : 1;
}

/** A text that is the lesser for who stays: with transactions, then older, then of the lesser id. */
function rankOf({ hasTransactions, createdAt, id }: Candidate): string {
  return [hasTransactions ? 0 : 1, createdAt, id].join(" ");
}

function linkTo(
  incoming: Incoming,
  id: CustomerId | ContactPersonId,
  parent: CustomerId | undefined,
  base: Values,
): LinkWrite {
  const isPerson = incoming.target === "contact_person";
  return {
    state: "linked",
    customerId: (isPerson ? parent : id) as CustomerId,
    contactPersonId: isPerson ? (id as ContactPersonId) : undefined,
    base,
    issues: incoming.issues,
  };
}
