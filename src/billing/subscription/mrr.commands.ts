import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { Item } from "#billing/catalog/item.ts";
import { monthlyRevenue, mrrKind } from "./mrr.ts";
import { findLastMrr, insertMrrChange, type LastMrr } from "./mrr.store.ts";
import { recurringDiscount } from "./recurring.commands.ts";
import { listItems } from "./subscription.store.ts";
import type { SubscriptionEventRow } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";

/** What happens to a subscription without a change of what it brings in a month. */
const without: ReadonlySet<SubscriptionEventRow["event"]> = new Set<SubscriptionEventRow["event"]>([
  "created",
  "charged",
  "scheduled",
  "unscheduled",
  "postponed",
  "payment_fails",
  "retry_fails",
  "cancel_at_term_end",
  "start_trial",
  "trial_ends_unpaid",
  "reactivate_in_trial",
]);

/**
 * Writes down what an event made of the monthly recurring revenue of a subscription; nothing where that is as before. `mrr`
 * is what it brought last, where that is at hand; null where that is nothing.
 */
export async function noteMrr(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  {
    event,
    on_day,
    items,
    mrr,
  }: Pick<SubscriptionEventRow, "event" | "on_day"> & { items?: readonly Item[]; mrr?: LastMrr | null },
): Promise<void> {
  if (without.has(event)) return;
  const { id } = subscription;
  const last = mrr === undefined ? (await findLastMrr(tx, [id])).get(id) : (mrr ?? undefined);
  const before = last?.after ?? 0n;
  const sold = items ?? (await listItems(tx, id));
  const after = monthlyRevenue(subscription, sold, await recurringDiscount(tx, subscription));
  const kind = mrrKind(before, after, last === undefined);
  if (kind === undefined) return;
  await insertMrrChange(tx, {
    organization_id: act.organizationId,
    subscription_id: id,
    id: act.ids("mrc"),
    // Something done today may be followed by what was due before: days never run backwards.
    on_day: last !== undefined && last.on_day > on_day ? last.on_day : on_day,
    kind,
    currency_code: subscription.currency_code,
    before,
    after,
  });
}
