import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { customValuesOf } from "#billing/custom-field/custom-field.commands.ts";
import { withCustomValues } from "#billing/custom-field/custom-field.ts";
import { listCustomFields } from "#billing/custom-field/custom-field.store.ts";
import { contextOf, tellOfSubscription } from "./context.commands.ts";
import { refuseTaken } from "./create.commands.ts";
import { type Details, editsOf, editWords } from "./details.ts";
import { findSubscriptionForUpdate, updateSubscription } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { changed } from "./subscription.ts";

/** What is to be said anew of a subscription; what is left out stays. */
export type SubscriptionEdit = {
  [Name in keyof Omit<Details, "custom_fields">]?: Details[Name] | undefined;
} & {
  custom_fields?: Readonly<Record<string, unknown>> | undefined;
};

/**
 * Says things of a subscription anew, and how its next invoices are paid; what is billed already stays as it is. Writes
 * nothing where nothing differs.
 */
export async function editSubscription(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  { custom_fields: custom = {}, ...given }: SubscriptionEdit,
): Promise<void> {
  const subscription = await findSubscriptionForUpdate(tx, id);
  if (subscription === undefined) throw new AppError("subscription.not_found", { subscription: id });
  const values = await customValuesOf(tx, "subscription", custom);
  const custom_fields = withCustomValues(subscription.custom_fields, values);
  const edits = editsOf(subscription, { ...given, custom_fields });
  if (edits.length === 0) return;
  if (edits.some(({ field }) => field === "reference")) await refuseTaken(tx, given.reference ?? null);
  const now = changed(subscription, act.now, {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    custom_fields,
  });
  const { today } = await contextOf(tx, act, subscription);
  await updateSubscription(tx, now);
  await tellOfSubscription(tx, act, {
    before: subscription,
    now,
    event: "edited",
    on_day: today,
    note: editWords(edits, await listCustomFields(tx, "subscription")),
  });
}
