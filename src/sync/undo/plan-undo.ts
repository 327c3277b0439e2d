import { type ContactPerson, isNamed } from "#billing/customer/contact-person.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Change, Values } from "#sync/plan/decision.ts";
import { planReturn, type ReturnRules, type Stay } from "./returning.ts";
import { changedSince } from "./untouched.ts";

/** What the run did with a record, as its history tells. */
export type Deed = {
  side: "billing" | "crm";
  outcome: string;
  module: CrmModule;
  crmId: string;
  name: string;
  changes: Change[];
  /** The customers that were merged into this one. */
  losers: CustomerId[];
};

/** What keeps a customer from being deleted. */
export type Hanging = "documents" | "contact_persons" | "merges" | "links";

/** A customer or contact person that the run wrote, with what it did (the newest first), and how it stands now. */
export type Subject = {
  target: Target;
  customerId: CustomerId;
  contactPersonId: ContactPersonId | undefined;
  deeds: readonly Deed[];
  /** Undefined where it was deleted since. */
  record: BillingRecord | undefined;
  /** By CRM record, the state of its link; others of the batch are among them. */
  links: ReadonlyMap<string, LinkRow["state"]>;
  hanging: readonly Hanging[];
  /** Whether merges of the run were taken back just now, or would be. */
  unmerges: boolean;
};

/** Why a record was or was not taken back; the words are in history/explain.ts. */
export type UndoReason = `undo.${
  | Stay["why"]
  | "returned"
  | "returned_in_crm"
  | "made"
  | "inactive"
  | "unlinked"
  | "unmerged"
  | "made_in_crm"
  | "gone"
  | "merged_away"
  | "in_use"
  | "has_documents"
  | "found"
  | "merge_stays"
  | "merge_refused"}`;

/** One row of the undo's history. */
export type UndoTold = {
  outcome: "updated" | "deleted" | "unlinked" | "skipped";
  reason: UndoReason;
  changes: readonly Change[];
  facts: Record<string, unknown>;
};

/** What undoing does with a record. */
export type UndoPlan = {
  subject: Subject;
  fate: "stays" | "deleted" | "inactive";
  /** Fields that go back. */
  values: Values;
  /** CRM records whose links are closed. */
  closes: string[];
  /** What goes back in the CRM as well, by fields of billing. */
  inCrm: Change[];
  told: UndoTold[];
};

type Rules = Pick<ReturnRules, "blankErases" | "goesToCrm">;

/** What becomes of one record when its run is undone: pure, so that a preview shows just what would be done. */
export function planUndo(subject: Subject, rules: Rules): UndoPlan {
  const { record, deeds } = subject;
  if (!record) return leave(subject, "undo.gone");
  if (record.target === "customer" && record.row.merged_into !== null)
    return leave(subject, "undo.merged_away", { merged_into: record.row.merged_into });
  const isMade = deeds.some((deed) => deed.side === "billing" && makes.has(deed.outcome));
  const plan = isMade ? takeAway(subject, record) : giveBack(subject, record, rules);
  const hasLeft = deeds.some((deed) => finds.has(deed.outcome));
  return hasLeft && plan.fate === "stays" ? { ...plan, told: [...plan.told, skipped("undo.found")] } : plan;
}

const makes: ReadonlySet<string> = new Set(["created", "cloned"]);
const links: ReadonlySet<string> = new Set(["overwritten", "merged"]);
const finds: ReadonlySet<string> = new Set(["out_of_view", "deleted_in_crm"]);

/** Nothing is done with the record, for one reason. */
function leave(subject: Subject, reason: UndoReason, facts: Record<string, unknown> = {}): UndoPlan {
  return { subject, fate: "stays", values: {}, closes: [], inCrm: [], told: [skipped(reason, facts)] };
}

/** A record that the run made: it goes, unless somebody uses it by now. */
function takeAway(subject: Subject, record: BillingRecord): UndoPlan {
  const { hanging } = subject;
  if (hanging.includes("documents")) return leave(subject, "undo.has_documents");
  const left = leftBy(subject.deeds);
  const stays = changedSince(record, left);
  const plain = { subject, values: {}, closes: liveOf(subject, subject.deeds), inCrm: [] };
  if (stays.length === 0 && hanging.length === 0) {
    const changes = Object.entries(left).flatMap(([field, from]) =>
      from === null ? [] : [{ field, from, to: null }],
    );
    return {
      ...plain,
      fate: "deleted",
      told: [{ outcome: "deleted", reason: "undo.made", changes, facts: {} }],
    };
  }
  const why: UndoTold[] = [
    ...(stays.length > 0 ? [skipped("undo.changed_since", { stays })] : []),
    ...(hanging.length > 0 ? [skipped("undo.in_use", { hanging })] : []),
  ];
  if (record.target === "contact_person") return { ...plain, fate: "stays", told: why };
  const changes = record.row.status === "active" ? [{ field: "status", from: "active", to: "inactive" }] : [];
  const outcome = changes.length > 0 ? "updated" : "unlinked";
  return {
    ...plain,
    fate: "inactive",
    told: [{ outcome, reason: "undo.inactive", changes, facts: {} }, ...why],
  };
}

/** What the run left in a record that it made. */
function leftBy(deeds: readonly Deed[]): Values {
  const written = deeds
    .filter(({ side }) => side === "billing")
    .toReversed()
    .flatMap(({ changes }) => changes);
  return Object.fromEntries(
    written.filter(({ field }) => field !== "customer_id").map(({ field, to }) => [field, to]),
  );
}

/** A record that was there before: its values return, and a link that the run made is opened again. */
function giveBack(subject: Subject, record: BillingRecord, rules: Rules): UndoPlan {
  const { deeds, hanging, unmerges } = subject;
  // The run did not make this record, so what it made of it is in the CRM.
  const isMaking = ({ outcome }: Deed): boolean => makes.has(outcome);
  const written = deeds
    .filter((deed) => !isMaking(deed))
    .flatMap(({ side, changes }) => changes.map((change) => ({ ...change, side })));
  const made = liveOf(subject, deeds.filter(isMaking));
  const linked = liveOf(
    subject,
    deeds.filter(({ side, outcome }) => side === "billing" && links.has(outcome)),
  );
  const closes = [...new Set([...linked, ...made])];
  const isPair = closes.length === 0 && deeds.some(({ crmId }) => subject.links.get(crmId) === "linked");
  const goesToCrm = (field: string): boolean => isPair && rules.goesToCrm(field);
  const hasDocuments = hanging.includes("documents");
  const planned = planReturn(written, record.values, { ...rules, goesToCrm, hasDocuments });
  const { changes, stays } = keepNamed(record, planned);
  const reason =
    made.length > 0 ? "made_in_crm" : linked.length > 0 ? "unlinked" : unmerges ? "unmerged" : "returned";
  const isDone = changes.length > 0 || closes.length > 0 || unmerges;
  const done: UndoTold = {
    outcome: closes.length > 0 ? "unlinked" : "updated",
    reason: `undo.${reason}`,
    changes,
    facts: changes.length > 0 ? { edited_in: editedIn(changes, written) } : {},
  };
  return {
    subject,
    fate: "stays",
    values: Object.fromEntries(changes.map(({ field, to }) => [field, to])),
    closes,
    inCrm: changes.filter(({ field }) => goesToCrm(field)),
    told: [...(isDone ? [done] : []), ...toldStays(stays)],
  };
}

/** Where the edit was made that the run carried over, by field: what it wrote to the CRM was an edit of billing. */
function editedIn(
  changes: readonly Change[],
  written: readonly (Change & { side: Deed["side"] })[],
): Record<string, Deed["side"]> {
  const newest = new Map(written.toReversed().map(({ field, side }) => [field, side]));
  return Object.fromEntries(
    changes.map(({ field }) => [field, newest.get(field) === "crm" ? "billing" : "crm"]),
  );
}

/** A contact person must keep something that it is known by. */
function keepNamed(
  record: BillingRecord,
  planned: ReturnType<typeof planReturn>,
): ReturnType<typeof planReturn> {
  const values = Object.fromEntries(planned.changes.map(({ field, to }) => [field, to]));
  if (record.target === "customer" || isNamed({ ...record.row, ...(values as Partial<ContactPerson>) }))
    return planned;
  const stays = planned.changes.map(({ field, from, to }): Stay => {
    return { field, now: from, before: to, why: "required" };
  });
  return { changes: [], stays: [...planned.stays, ...stays] };
}

/** One row for each reason, with the fields it holds for. */
function toldStays(stays: readonly Stay[]): UndoTold[] {
  const whys = [...new Set(stays.map(({ why }) => why))];
  return whys.map((why) => skipped(`undo.${why}`, { stays: stays.filter((one) => one.why === why) }));
}

function skipped(reason: UndoReason, facts: Record<string, unknown> = {}): UndoTold {
  return { outcome: "skipped", reason, changes: [], facts };
}

/** The CRM records of the deeds that are linked with something now. */
function liveOf({ links: states }: Subject, deeds: readonly Deed[]): string[] {
  const ids = [...new Set(deeds.map(({ crmId }) => crmId))];
  return ids.filter((id) => live.has(states.get(id)));
}

const live: ReadonlySet<LinkRow["state"] | undefined> = new Set(["linked", "out_of_view", "deleted_in_crm"]);
