import { AppError } from "#kernel/errors.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type ContactPerson, personName } from "#billing/customer/contact-person.ts";
import { listContactPersons } from "#billing/customer/contact-person.store.ts";
import { contextOf, tellOfSubscription } from "./context.commands.ts";
import { receiverProblems } from "./receivers.ts";
import { replaceReceivers } from "./receivers.store.ts";
import { findSubscriptionForUpdate, updateSubscription } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { changed } from "./subscription.ts";

/** The chosen contact persons of a customer, each once; refuses those who are not its, or have no e-mail address. */
export async function chosenReceivers(
  tx: Tx,
  customerId: CustomerId,
  chosen: readonly ContactPersonId[],
): Promise<ContactPerson[]> {
  if (chosen.length === 0) return [];
  const people = await listContactPersons(tx, customerId);
  const fields = receiverProblems(chosen, people);
  if (fields.length > 0) throw new AppError("request.invalid", { part: "body", fields });
  return people.filter(({ id }) => chosen.includes(id));
}

/** Says who gets the e-mails of a subscription from now on; nobody: they go to its customer. */
export async function chooseReceivers(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  chosen: readonly ContactPersonId[],
): Promise<void> {
  const subscription = await findSubscriptionForUpdate(tx, id);
  if (subscription === undefined) throw new AppError("subscription.not_found", { subscription: id });
  const persons = await chosenReceivers(tx, subscription.customer_id, chosen);
  const { today } = await contextOf(tx, act, subscription);
  const now = changed(subscription, act.now, {});
  await replaceReceivers(tx, subscription, persons);
  await updateSubscription(tx, now);
  await tellOfSubscription(tx, act, {
    before: subscription,
    now,
    event: "readdressed",
    on_day: today,
    note: persons.length === 0 ? "the customer" : persons.map(personName).join(", "),
  });
}
