import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  changedContactPerson,
  type ContactPerson,
  type ContactPersonChange,
  diffContactPersons,
  personName,
} from "./contact-person.ts";
import {
  findContactPersonsByIdsForUpdate,
  listContactPersons,
  listContactPersonsForUpdate,
  updateContactPerson,
} from "./contact-person.store.ts";
import { mayMerge, type NotReturned, planMerge, planUndo } from "./customer-merge.ts";
import {
  type CustomerMerge,
  findMergeForUpdate,
  insertMerge,
  markMergeUndone,
} from "./customer-merge.store.ts";
import { getCustomer, getCustomerForUpdate } from "./customer.commands.ts";
import { changedCustomer, type Customer, diffCustomers, type FieldChange } from "./customer.ts";
import { updateCustomer } from "./customer.store.ts";
import { moveAttachments, returnAttachments } from "#billing/attachment/attachment.store.ts";
import { refuseOtherClock } from "./merge-clocks.commands.ts";
import { moveMethods, returnMethods } from "./moved-methods.store.ts";
import { moveReceivers, returnReceivers } from "./moved-receivers.store.ts";
import {
  isSettledAcross,
  moveTransactions,
  returnTransactions,
  withMadeSince,
} from "./moved-transactions.store.ts";
import { tellOfCustomer } from "./told.commands.ts";

type Pair = { survivorId: CustomerId; loserId: CustomerId };

/**
 * Makes one customer of two in the same currency: the survivor's blanks are filled, contact persons united by e-mail
 * address, the loser becomes inactive and points to the survivor. Can be undone.
 */
export async function mergeCustomers(
  tx: Tx,
  act: Act,
  pair: Pair,
): Promise<{ merge: CustomerMerge; survivor: Customer; loser: Customer }> {
  const [survivor, loser] = await lockBoth(tx, pair);
  refuseUnlike(survivor, loser);
  const plan = planMerge(survivor, loser, {
    survivor: await listContactPersonsForUpdate(tx, survivor.id),
    loser: await listContactPersonsForUpdate(tx, loser.id),
  });
  await writePersons(tx, act, plan.persons);
  const survivorAfter = changedCustomer(survivor, plan.survivor, act.now);
  const loserAfter = changedCustomer(loser, { status: "inactive", merged_into: survivor.id }, act.now);
  await updateCustomer(tx, survivorAfter);
  await updateCustomer(tx, loserAfter);
  const merge: CustomerMerge = {
    organization_id: act.organizationId,
    id: act.ids("mrg"),
    survivor_id: survivor.id,
    loser_id: loser.id,
    moved: {
      ...plan.merged,
      transactions: await moveTransactions(tx, loser.id, survivor.id),
      methods: await moveMethods(tx, loser.id, survivor.id),
      receivers: await moveReceivers(tx, plan.twins),
      attachments: await moveAttachments(tx, loser.id, survivor.id),
    },
    merged_by: act.actor.name,
    merged_at: act.now,
    undone_at: null,
    undone_by: null,
  };
  await insertMerge(tx, merge);
  await tellBoth(tx, act, ["merged", "merged_away"], [survivorAfter, loserAfter], plan.merged.filled);
  return { merge, survivor: survivorAfter, loser: loserAfter };
}

/** The same where a person asks for it, who can choose other customers: not across test clocks. */
export async function mergeByHand(tx: Tx, act: Act, pair: Pair): ReturnType<typeof mergeCustomers> {
  const done = await mergeCustomers(tx, act, pair);
  await refuseOtherClock(tx, pair);
  return done;
}

/** What a merge would do, and to whom. */
export type MergePreview = {
  survivor: Customer;
  loser: Customer;
  filled: FieldChange[];
  persons_moved: string[];
  persons_united: string[];
};

/** Plans a merge by hand without doing it. */
export async function previewMerge(tx: Tx, { survivorId, loserId }: Pair): Promise<MergePreview> {
  const survivor = await getCustomer(tx, survivorId);
  const loser = await getCustomer(tx, loserId);
  refuseUnlike(survivor, loser);
  await refuseOtherClock(tx, { survivorId, loserId });
  const persons = {
    survivor: await listContactPersons(tx, survivor.id),
    loser: await listContactPersons(tx, loser.id),
  };
  const { filled, persons_moved: moved } = planMerge(survivor, loser, persons).merged;
  const movedIds = new Set(moved.map(({ id }) => id));
  const namesOf = (isMoved: boolean): string[] =>
    persons.loser.filter(({ id }) => movedIds.has(id) === isMoved).map(personName);
  return { survivor, loser, filled, persons_moved: namesOf(true), persons_united: namesOf(false) };
}

function refuseUnlike(survivor: Customer, loser: Customer): void {
  const allowed = mayMerge(survivor, loser);
  if (allowed.ok) return;
  const gone = [survivor, loser].find(({ merged_into }) => merged_into !== null);
  throw new AppError(allowed.refusal, {
    ...{ survivor: survivor.id, loser: loser.id },
    currencies: [survivor.currency_code, loser.currency_code],
    ...(gone === undefined
      ? {}
      : { message: `${gone.display_name} was merged into another customer already` }),
  });
}

/** Takes a merge back; what was changed since stays as it is and is named. */
export async function undoMerge(
  tx: Tx,
  act: Act,
  id: Id<"mrg">,
): Promise<{ survivor: Customer; loser: Customer; not_returned: NotReturned[] }> {
  const merge = await findMergeForUpdate(tx, id);
  if (merge === undefined) throw new AppError("customer_merge.not_found", { merge: id });
  if (merge.undone_at !== null)
    throw new AppError("customer_merge.already_undone", {
      merge: id,
      undone_by: merge.undone_by,
      message: `${merge.undone_by} undid this merge already`,
    });
  const [survivor, loser] = await lockBoth(tx, { survivorId: merge.survivor_id, loserId: merge.loser_id });
  if (survivor.merged_into !== null)
    throw new AppError("customer_merge.later_merge", {
      merge: id,
      merged_into: survivor.merged_into,
      message: `${survivor.display_name} was itself merged into ${(await getCustomer(tx, survivor.merged_into)).display_name}`,
    });
  const {
    persons_moved: moved,
    persons_filled: filled,
    loser_status: status,
    transactions: movedThen = {},
    methods,
    receivers = [],
    attachments = [],
  } = merge.moved;
  const transactions = await withMadeSince(tx, movedThen, survivor.id);
  if (await isSettledAcross(tx, transactions))
    throw new AppError("customer_merge.settled_across", { merge: id });
  const persons = await findContactPersonsByIdsForUpdate(
    tx,
    [...moved, ...filled].map((person) => person.id),
  );
  const plan = planUndo(merge.moved, survivor, persons);
  const movedIds = new Set(moved.map((person) => person.id));
  const home = plan.persons.map(({ person, change }) => ({
    person,
    change:
      movedIds.has(person.id) && person.customer_id === survivor.id
        ? { ...change, customer_id: loser.id }
        : change,
  }));
  await writePersons(tx, act, home);
  await returnTransactions(tx, transactions, loser.id);
  if (methods) await returnMethods(tx, methods, loser.id);
  await returnReceivers(tx, receivers);
  await returnAttachments(tx, attachments, loser.id);
  const survivorAfter = changedCustomer(survivor, plan.survivor, act.now);
  const loserAfter = changedCustomer(loser, { status, merged_into: null }, act.now);
  await updateCustomer(tx, survivorAfter);
  await updateCustomer(tx, loserAfter);
  await markMergeUndone(tx, id, act.actor.name, act.now);
  const returned = diffCustomers(survivor, survivorAfter);
  await tellBoth(tx, act, ["merge_undone", "merge_undone"], [survivorAfter, loserAfter], returned);
  return { survivor: survivorAfter, loser: loserAfter, not_returned: plan.not_returned };
}

/** What taking a merge back could not give back now; undefined where it would be refused. Writes nothing. */
export async function previewUndoMerge(tx: Tx, id: Id<"mrg">): Promise<NotReturned[] | undefined> {
  const merge = await findMergeForUpdate(tx, id);
  if (merge === undefined || merge.undone_at !== null) return undefined;
  const survivor = await getCustomer(tx, merge.survivor_id);
  if (survivor.merged_into !== null) return undefined;
  const { persons_moved: moved, persons_filled: filled } = merge.moved;
  const ids = [...moved, ...filled].map((person) => person.id);
  return planUndo(merge.moved, survivor, await findContactPersonsByIdsForUpdate(tx, ids)).not_returned;
}

/** Locks both, always in the same order, so that two merges of the same pair wait for each other instead of dying. */
async function lockBoth(tx: Tx, { survivorId, loserId }: Pair): Promise<[Customer, Customer]> {
  const locked = new Map<CustomerId, Customer>();
  for (const id of [survivorId, loserId].toSorted()) locked.set(id, await getCustomerForUpdate(tx, id));
  return [locked.get(survivorId) as Customer, locked.get(loserId) as Customer];
}

async function writePersons(
  tx: Tx,
  act: Act,
  writes: readonly { person: ContactPerson; change: ContactPersonChange }[],
): Promise<void> {
  for (const { person, change } of writes) {
    const next = changedContactPerson(person, change, act.now);
    await updateContactPerson(tx, next);
    const changes = diffContactPersons(person, next).filter(({ field }) => field !== "is_primary");
    if (changes.length === 0) continue;
    await tellOfCustomer(tx, act, {
      customerId: next.customer_id,
      contactPersonId: next.id,
      kind: "contact_person_changed",
      changes,
      note: personName(next),
    });
  }
}

async function tellBoth(
  tx: Tx,
  act: Act,
  [ofSurvivor, ofLoser]: [string, string],
  [survivor, loser]: [Customer, Customer],
  filled: Parameters<typeof tellOfCustomer>[2]["changes"],
): Promise<void> {
  await tellOfCustomer(tx, act, {
    customerId: survivor.id,
    kind: ofSurvivor,
    note: loser.display_name,
    changes: filled ?? [],
    version: survivor.version,
  });
  await tellOfCustomer(tx, act, {
    customerId: loser.id,
    kind: ofLoser,
    note: survivor.display_name,
    version: loser.version,
  });
}
