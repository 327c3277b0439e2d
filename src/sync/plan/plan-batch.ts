import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { DuplicatePolicy, MappingRow, MatchKey } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { Bereft } from "./bereft.ts";
import type { BillingRecord, Candidate, Decision, KnownLink, LinkWrite } from "./decision.ts";
import { type Kind, kindOf } from "./kind.ts";
import { addCandidate, candidatesFor, indexText, keysOf } from "./match.ts";
import type { FieldRules } from "./merge-fields.ts";
import { doesSomething, mayBeOld, mustCompare, readAnew } from "./old-reading.ts";
import { planLinked } from "./plan-linked.ts";
import { planUnlinked } from "./plan-unlinked.ts";
import type { ConflictPolicy } from "./reconcile.ts";

/** The rules of a run, from its configuration. */
export type PlanRules = {
  rows: Record<Kind, ReadonlyMap<string, MappingRow>>;
  matchKeys: readonly MatchKey[];
  /** Contacts that become customers beside accounts are people: they are matched as people are. */
  unassociatedKeys: readonly MatchKey[];
  policy: ConflictPolicy;
  duplicates: DuplicatePolicy;
  required: readonly string[];
  /** The records were asked for one by one, whatever their view says. */
  ignoresView: boolean;
  /** How values are written to the CRM; undefined where changes of billing stay in billing. */
  puts?: Record<Kind, Put> | undefined;
  /** The version of that configuration. */
  configVersion?: number | undefined;
  /** The records were read by their ids to send the CRM what it lacks. */
  isExact?: boolean;
  /** How far the clocks of the CRM's own machines may be apart. */
  jitterMs?: number;
  /** Nothing is written, so that what a list shows is shown. */
  isPreview?: boolean;
};

/** What the database knew when the batch was read. The index is by match.ts's indexText. */
export type Knowledge = {
  links: ReadonlyMap<string, KnownLink>;
  records: ReadonlyMap<string, BillingRecord>;
  /** By customers that were merged away in billing, the customer that stands for them now. */
  survivors: ReadonlyMap<CustomerId, CustomerId>;
  /** Customers whose currency may not change any more, because documents are in it. */
  fixedCurrency: ReadonlySet<CustomerId>;
  /** Customers and contact persons whose CRM record was deleted, with that record: a duplicate may take its place. */
  bereft: ReadonlyMap<string, Bereft>;
  /** By record, fields that go to and fro between the sides (flips.ts). */
  flipping: ReadonlyMap<string, ReadonlySet<string>>;
  index: ReadonlyMap<string, Candidate[]>;
};

export type FreshIds = { customer: () => CustomerId; person: () => ContactPersonId };

/** The match keys that apply to a record. A contact person is known by e-mail. */
export function enabledKeys(
  rules: PlanRules,
  record: Pick<Incoming, "module" | "target">,
): readonly MatchKey[] {
  const kind = kindOf(record);
  if (kind === "person") return ["email"];
  return kind === "unassociated" ? rules.unassociatedKeys : rules.matchKeys;
}

/** Whether a link ties its CRM record to a customer, for itself or as a duplicate. */
export function isAlive(link: Pick<KnownLink, "state">): boolean {
  return link.state === "linked" || link.state === "duplicate";
}

/** The customer of a contact's account, if that account is linked and alive; where it was merged into another one, that. */
export function parentOf(knowledge: Knowledge, incoming: Incoming): CustomerId | undefined {
  if (incoming.target === "customer" || !incoming.accountId) return undefined;
  const link = knowledge.links.get(incoming.accountId);
  return link && isAlive(link) ? standingFor(knowledge, link.customerId) : undefined;
}

function standingFor(knowledge: Knowledge, id: CustomerId | undefined): CustomerId | undefined {
  return id && (knowledge.survivors.get(id) ?? id);
}

/** What the plan itself has changed so far in this batch, so that later records see it. */
type Progress = {
  index: Map<string, Candidate[]>;
  taken: Map<string | undefined, string>;
  gone: Set<string | undefined>;
};

/**
 * Plans a batch in the order it was read, so that a record sees what the plan makes of those before it: two accounts
 * of one name in one batch end as they would in two. `approve` may leave a plan undone: the records after it are then
 * planned without it.
 */
export function planBatch(
  rules: PlanRules,
  incoming: readonly Incoming[],
  knowledge: Knowledge,
  fresh: FreshIds,
  approve: (planned: Decision) => Decision,
): Decision[] {
  const progress: Progress = { index: new Map(knowledge.index), taken: new Map(), gone: new Set() };
  return incoming.map((one) => {
    const decision = approve(planOne(rules, one, knowledge, progress, fresh));
    remember(progress, rules, decision);
    return decision;
  });
}

function planOne(
  rules: PlanRules,
  given: Incoming,
  knowledge: Knowledge,
  progress: Progress,
  fresh: FreshIds,
): Decision {
  const link = linkNow(knowledge.links.get(given.crmId), progress);
  const id = link && tiedTo(link);
  const record = id && knowledge.records.get(id);
  const incoming = withFixedCurrency(knowledge, asLinked(given, link), record);
  const isPerson = incoming.target === "contact_person";
  const kind = kindOf(incoming);
  const fields: FieldRules = {
    rows: rules.rows[kind],
    policy: rules.policy,
    ignoresView: rules.ignoresView,
    put: rules.puts?.[kind],
    isExact: rules.isExact ?? false,
    jitterMs: rules.jitterMs,
    flipping: knowledge.flipping.get(given.crmId),
    configVersion: rules.configVersion,
  };
  const parent = parentOf(knowledge, incoming);
  if (isPerson && !parent && !(link && isOver(link, record))) return withoutAccount(incoming, link);
  const missing = isPerson
    ? missingPerson(incoming)
    : rules.required.filter((field) => (incoming.values[field] ?? null) === null);
  if (link) {
    const moveTo = parent === standingFor(knowledge, link.customerId) ? undefined : parent;
    const replaces = progress.taken.has(id) ? undefined : id && knowledge.bereft.get(id);
    const decision = planLinked({ ...fields, replaces }, incoming, link, record, moveTo);
    if (!rules.isPreview && mayBeOld(fields, incoming, link) && doesSomething(decision))
      return readAnew(decision, link, "linked.read_anew");
    return mustCompare(fields, decision, link) ? readAnew(decision, link, "conflict.compared") : decision;
  }
  if (missing.length > 0) return fail(incoming, missing);
  const candidates = candidatesFor(progress.index, keysOf(incoming, enabledKeys(rules, incoming)), parent)
    .filter((one) => !progress.gone.has(one.id))
    .map((one) => ({ ...one, linkedTo: progress.taken.get(one.id) ?? one.linkedTo }));
  const known = {
    link: undefined,
    record: undefined,
    candidates,
    parent,
    freshId: isPerson ? fresh.person() : fresh.customer(),
  };
  return planUnlinked({ ...fields, duplicates: rules.duplicates }, incoming, known);
}

/**
 * The link of a record after what the batch has planned so far. Two records may carry one marker, where a list still shows
 * the one that was deleted before it was made anew: the first that is read has the link, and the other is planned as one
 * that no link knows. And a record that came back from the recycle bin may find its place taken by one read before it: it
 * is a duplicate of that.
 */
function linkNow(link: KnownLink | undefined, { taken }: Progress): KnownLink | undefined {
  if (!link || !taken.has(tiedTo(link))) return link;
  if (link.isNew) return undefined;
  return link.state === "deleted_in_crm" ? { ...link, state: "duplicate" } : link;
}

/** The billing record that a link ties its CRM record to; undefined where its customer was deleted. */
function tiedTo(link: KnownLink | LinkWrite): CustomerId | ContactPersonId | undefined {
  return link.contactPersonId ?? link.customerId;
}

/** A contact that was linked as a customer stays one when it gets an account, and a contact person without one is left. */
function asLinked(incoming: Incoming, link: KnownLink | undefined): Incoming {
  const isPerson = link?.contactPersonId !== undefined;
  return link && incoming.otherwise && isPerson !== (incoming.target === "contact_person")
    ? { ...incoming.otherwise(), arrived: incoming.arrived, later: incoming.later }
    : incoming;
}

/** Documents are in the customer's currency: another one of the CRM is an issue, and the rest of the record syncs. */
function withFixedCurrency(
  { fixedCurrency }: Knowledge,
  incoming: Incoming,
  record: BillingRecord | undefined,
): Incoming {
  const { currency_code: wanted, ...values } = incoming.values;
  if (record?.target !== "customer" || typeof wanted !== "string") return incoming;
  const now = record.row.currency_code;
  if (wanted === now || !fixedCurrency.has(record.id)) return incoming;
  const problem = `The customer has documents in ${now}, so that its currency stays`;
  return {
    ...incoming,
    values,
    issues: [...incoming.issues, { field: "currency_code", problem, value: wanted }],
  };
}

/** What a link ties its CRM record to was deleted in billing, with its account's customer or by itself: it has not left the view. */
function isOver({ state }: KnownLink, record: BillingRecord | undefined): boolean {
  return state === "closed" || (record === undefined && state !== "duplicate");
}

/** A contact whose account is not synced comes with nothing; one that came before is left as an account that left the view is. */
function withoutAccount(incoming: Incoming, link: KnownLink | undefined): Decision {
  const left = leaveOut(incoming, incoming.accountId ? "contact.account_not_linked" : "contact.no_account");
  if (!link) return left;
  return link.state === "linked"
    ? { ...left, outcome: "out_of_view", reason: "view.left", link: { ...link, state: "out_of_view" } }
    : { ...left, outcome: "unchanged" };
}

/** A contact person needs something to be known by. */
function missingPerson(incoming: Incoming): string[] {
  const some = ["first_name", "last_name", "email", "phone", "mobile"].some(
    (field) => (incoming.values[field] ?? null) !== null,
  );
  return some ? [] : ["last_name"];
}

function leaveOut(incoming: Incoming, reason: Decision["reason"]): Decision {
  return {
    incoming,
    outcome: "skipped",
    reason,
    facts: {},
    changes: [],
    write: undefined,
    link: undefined,
    losers: [],
  };
}

function fail(incoming: Incoming, missing: readonly string[]): Decision {
  const issues = incoming.issues
    .filter((issue) => missing.includes(issue.field))
    .map(({ field, problem }) => ({ field, problem }));
  return {
    ...leaveOut(incoming, "required.missing"),
    outcome: "failed",
    facts: { fields: missing, ...(issues.length > 0 ? { issues } : {}) },
  };
}

/** Notes what the records after this one must know: which customers are linked now, which are merged away, which are made. */
function remember(progress: Progress, rules: PlanRules, { incoming, write, link, losers }: Decision): void {
  for (const loser of losers) progress.gone.add(loser);
  if (!link || link.state !== "linked") return;
  const id = tiedTo(link);
  if (id === undefined) return;
  progress.taken.set(id, incoming.crmId);
  if (write?.do !== "insert") return;
  const made: Candidate = {
    record: undefined,
    id,
    name: incoming.name,
    currency: textOf(write.values["currency_code"]),
    createdAt: incoming.modifiedTime,
    hasTransactions: false,
    linkedTo: incoming.crmId,
    keys: [],
  };
  const parent = link.contactPersonId ? link.customerId : undefined;
  for (const one of keysOf(incoming, enabledKeys(rules, incoming)))
    addCandidate(progress.index, indexText(one, parent), made);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
