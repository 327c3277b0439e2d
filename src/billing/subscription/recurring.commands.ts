import type { Tx } from "#platform/db/db.ts";
import { findCoupon } from "#billing/catalog/coupon.store.ts";
import type { ItemDiscount } from "./charge.ts";
import { itemDiscount } from "./item-discount.ts";
import { listItemsOf } from "./subscription.store.ts";
import type { Subscription } from "./subscription.ts";
import { termPrices } from "./term-price.ts";

type Priced = Pick<Subscription, "id" | "currency_code" | "term_coupon_id">;

/** What a term of each subscription is billed at, in minor units of its currency: before tax, less a discount that recurs. */
export async function termAmounts(tx: Tx, subscriptions: readonly Priced[]): Promise<Map<string, bigint>> {
  const items = await listItemsOf(
    tx,
    subscriptions.map(({ id }) => id),
  );
  const amounts = new Map<string, bigint>();
  for (const one of subscriptions) {
    const { id, currency_code: currency } = one;
    const discount = await recurringDiscount(tx, one);
    const prices = termPrices(items.get(id) ?? [], { subscriptionId: id, currency }, discount);
    amounts.set(
      id,
      prices.reduce((sum, price) => sum + price, 0n),
    );
  }
  return amounts;
}

/** What the coupon of the present term takes off each term; one that is for a single invoice is a gift, no price. */
export async function recurringDiscount(
  tx: Tx,
  { term_coupon_id: id }: Pick<Subscription, "term_coupon_id">,
): Promise<ItemDiscount | undefined> {
  const coupon = id === null ? undefined : await findCoupon(tx, id);
  return coupon === undefined || coupon.type === "one_time" ? undefined : itemDiscount(coupon);
}
