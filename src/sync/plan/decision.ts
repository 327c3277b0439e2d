import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ConflictChange, KnownConflict, Side } from "#sync/conflict/conflict.ts";
import type { LaterField } from "#sync/conflict/later.ts";
import type { MatchKey } from "#sync/connection/settings.api.ts";
import type { FieldIssue, Incoming } from "#sync/mapping/incoming.ts";
import type { CountName } from "#sync/run/run.api.ts";
import type { Bereft } from "./bereft.ts";
import type { Value } from "./reconcile.ts";

export type Values = Record<string, Value>;

/** One field before and after. */
export type Change = { field: string; from: Value; to: Value };

/** A customer or contact person as the plan sees it: its values by field, and the row they were read from. */
export type BillingRecord =
  | { target: "customer"; id: CustomerId; values: Values; row: Customer }
  | { target: "contact_person"; id: ContactPersonId; values: Values; row: ContactPerson };

/** By field, what was sent of it, the newest last, where nobody heard of it and it may arrive yet. */
export type Tries = Readonly<Record<string, readonly Value[]>>;

/** An update of the CRM that may be on its way: what was sent, and what the CRM held when that was decided. By billing field. */
export type Intent = {
  values: Values;
  seen: Values;
  /** The record's change that was then the last: whatever the update did is later. Older versions did not note it. */
  since?: Instant | undefined;
  /** Those of its fields that were in conflict, with whose word it was. */
  decided?: readonly DecidedField[] | undefined;
  /** What tries before it sent, where nobody heard of them and they may arrive yet (unheard.ts). */
  earlier?: Tries | undefined;
};

/** A link as the plan sees it. */
export type KnownLink = {
  state: "linked" | "duplicate" | "out_of_view" | "deleted_in_crm" | "closed";
  /** Undefined where the customer was deleted in billing. */
  customerId: CustomerId | undefined;
  contactPersonId: ContactPersonId | undefined;
  base: Values;
  issues: FieldIssue[];
  intent?: Intent | undefined;
  /** The set-up that it was last written by, and the CRM record's change that was then the last. */
  configVersion?: number | undefined;
  crmModifiedTime?: Instant | undefined;
  /** Its conflicts that are not settled. */
  conflicts?: readonly KnownConflict[] | undefined;
  /** Not a link yet: the CRM record carries the id of the billing record. */
  isNew?: boolean | undefined;
  /** The values that the record was made of in the CRM, where nobody heard of it. */
  madeOf?: Values | undefined;
};

/** A billing record that one of the match keys found. */
export type Candidate = {
  /** Undefined while no one has made it: it is in the plan of this batch, or of an earlier batch of this preview. */
  record: BillingRecord | undefined;
  /** Set with `record`, and for records that this batch will make. */
  id: CustomerId | ContactPersonId | undefined;
  name: string;
  currency: string | undefined;
  createdAt: Instant;
  hasTransactions: boolean;
  /** The living CRM record it is linked with already, if any. */
  linkedTo: string | undefined;
  /** The CRM record that it is linked with and that was deleted in the CRM: another one may take its place. */
  bereft?: Bereft | undefined;
  keys: MatchKey[];
};

/** What billing and the links know about an incoming record. `freshId` names the record if one is made. */
export type Known = {
  link: KnownLink | undefined;
  record: BillingRecord | undefined;
  candidates: Candidate[];
  /** For a contact person: the customer of its account; undefined where the account is not linked. */
  parent: CustomerId | undefined;
  freshId: CustomerId | ContactPersonId;
};

/** What apply does to billing. */
export type Write =
  | { do: "insert"; id: CustomerId | ContactPersonId; values: Values }
  | { do: "update"; record: BillingRecord; values: Values; moveTo?: CustomerId };

/** What apply does to the link: the whole new state. */
export type LinkWrite = {
  state: KnownLink["state"];
  customerId: CustomerId | undefined;
  contactPersonId: ContactPersonId | undefined;
  base: Values;
  issues: FieldIssue[];
  /** What is sent to the CRM behind this decision's transaction. */
  intent?: Intent | undefined;
};

/** The plan for one record: an outcome with its reason, and what carries it out. Data, so that it can be shown, compared, applied. */
export type Decision = {
  incoming: Incoming;
  outcome: Exclude<CountName, "fetched">;
  reason: Reason;
  facts: Record<string, unknown>;
  changes: Change[];
  write: Write | undefined;
  link: LinkWrite | undefined;
  /** The existing record that the link is made to, where nothing of it is written. */
  matched?: BillingRecord;
  /** The deleted CRM record whose place this one takes: its link becomes that of a duplicate. */
  replaces?: string | undefined;
  /** Customers that are merged into the written one afterwards. */
  losers: CustomerId[];
  /** The billing record of the pair, where there is one. */
  record?: BillingRecord | undefined;
  /** What goes to the CRM. A decision on a listed record only says so; one on a record read for it sends it. */
  outward?: Intent | undefined;
  /** The values that the record was made of in the CRM, where that is only known now. */
  made?: Values | undefined;
  /** What would go to the CRM and was not shown so in the approved preview. */
  heldOutward?: Intent | undefined;
  /** What of an update of the CRM was done whose answer was lost, as the record that was read now shows. */
  confirmed?: Intent | undefined;
  /** A list may show an older state than is known, so that the record is read by its id before anything is done. */
  readsAnew?: boolean | undefined;
  /** Values cannot go to the other side, and no run has told of just these yet. */
  hasNewIssues?: boolean | undefined;
  /** What becomes of the conflicts of the pair. */
  conflicts?: readonly ConflictChange[] | undefined;
  /** The fields in conflict that are written, with whose word it was. */
  decided?: readonly DecidedField[] | undefined;
};

/** A field in conflict that has its winner: a person decided, or the later change counts. */
export type DecidedField = { field: string; take: Side; by: string } | LaterField;

/** Outcomes of CRM records that no link knew before. */
export const linkingOutcomes: readonly CountName[] = [
  "created",
  "cloned",
  "overwritten",
  "merged",
  "duplicate",
];

/** Every reason a decision can have; the words are in history/explain.ts. */
export type Reason =
  | "new"
  | "linked.changed"
  | "linked.remapped"
  | "linked.equal"
  | "linked.kept_local"
  | "linked.not_held"
  | "linked.on_its_way"
  | "linked.read_anew"
  | "conflict.asked"
  | "conflict.waits"
  | "conflict.decided"
  | "conflict.latest"
  | "conflict.compared"
  | "billing.changed"
  | "billing.new"
  | "billing.match_skipped"
  | "billing.match_taken"
  | "billing.merged_away"
  | "crm.refused"
  | "crm.locked"
  | "crm.unheard"
  | "reentered"
  | "match.skipped"
  | "match.cloned"
  | "match.overwritten"
  | "match.merged"
  | "match.other_currency"
  | "duplicate.remembered"
  | "duplicate.of_linked"
  | "duplicate.takes_place"
  | "closed"
  | "contact.no_account"
  | "contact.account_not_linked"
  | "contact.moved"
  | "required.missing"
  | "customer.gone"
  | "customer.merged"
  | "customer.changed_meanwhile"
  | "view.left"
  | "crm.deleted"
  | "crm.merged"
  | "crm.merged_apart"
  | "preview.new_since"
  | "preview.differs"
  | "preview.excluded";
