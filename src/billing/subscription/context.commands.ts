import { dayAt, startOfDay } from "#kernel/calendar.ts";
import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findCoupon } from "#billing/catalog/coupon.store.ts";
import { findCollecting } from "#billing/collection/charge-attempt.store.ts";
import { findCustomersByIds } from "#billing/customer/customer-bulk.store.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import type { BillingOrganization } from "#billing/organization/organization.store.ts";
import { findDefaultMethod, findPayable } from "#billing/payment-method/payment-method.store.ts";
import { findCredited } from "#billing/settlement/source.store.ts";
import { findTaxes } from "#billing/tax/tax.store.ts";
import type { Item } from "#billing/catalog/item.ts";
import { languageOf } from "#billing/language/language.ts";
import type { ItemDiscount, LineContext } from "./charge.ts";
import { findTestClock } from "./due.store.ts";
import { itemDiscount } from "./item-discount.ts";
import { noteMrr } from "./mrr.commands.ts";
import { findLastMrr, type LastMrr } from "./mrr.store.ts";
import {
  insertSubscriptionEvent,
  findSubscriptionForUpdate,
  listItems,
  listItemsOf,
} from "./subscription.store.ts";
import type { SubscriptionEventRow, SubscriptionId } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";
import { move, type SubscriptionEvent } from "./transitions.ts";

/** What is decided about a subscription with: its customer and items, the organization, and the day that it is for it. */
export type Context = {
  customer: Customer;
  organization: BillingOrganization;
  today: string;
  /** The instant that it is for it: a test clock knows days, and stands at the beginning of one. */
  at: Instant;
  /** Whether its money can be collected without asking. */
  customer_can_pay: boolean;
  /** What it sells, where that is at hand and nothing has changed it. */
  items?: readonly Item[];
  /** What it brought last, where that is at hand and nothing has changed it; null where it never brought anything. */
  mrr?: LastMrr | null;
  /** Nothing of it waits to be collected, as is known already. */
  is_free?: boolean;
  /** Its customer has nothing to his credit, as is known already. */
  is_without_credits?: boolean;
  /** Somebody waits for the answer, and can ask for less; what happens by itself has to go on. */
  is_waited_for?: true;
};

/** A subscription that may go through an event, locked; refuses with the reason where it may not. */
export async function openSubscription(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  event: SubscriptionEvent,
): Promise<{ subscription: Subscription; items: Item[]; context: Context }> {
  const subscription = await findSubscriptionForUpdate(tx, id);
  if (subscription === undefined) throw new AppError("subscription.not_found", { subscription: id });
  decided(move(subscription.status, event));
  const context = { ...(await contextOf(tx, act, subscription)), is_waited_for: true as const };
  return { subscription, items: await listItems(tx, id), context };
}

/** The context of a subscription. */
export async function contextOf(
  tx: Tx,
  act: Act,
  { customer_id }: Pick<Subscription, "customer_id">,
): Promise<Context> {
  const customer = await getCustomer(tx, customer_id);
  return contextBetween(tx, act, { customer, organization: await getBillingOrganization(tx) });
}

/** The context of a subscription between those who were read already. */
export async function contextBetween(
  tx: Tx,
  act: Act,
  { customer, organization }: Pick<Context, "customer" | "organization">,
): Promise<Context> {
  const clock = await findTestClock(tx, customer.id);
  return {
    customer,
    organization,
    today: clock ?? dayAt(act.now, organization.time_zone),
    at: clock === undefined ? act.now : startOfDay(clock, organization.time_zone),
    customer_can_pay: (await findDefaultMethod(tx, customer.id)) !== undefined,
  };
}

/** The contexts of subscriptions whose customers live with everybody, read together; what they sell as well. */
export async function contextsOf(
  tx: Tx,
  act: Act,
  subscriptions: readonly Subscription[],
): Promise<Map<SubscriptionId, Context>> {
  const ids = subscriptions.map(({ id }) => id);
  const customerIds = subscriptions.map(({ customer_id }) => customer_id);
  const organization = await getBillingOrganization(tx);
  const customers = new Map((await findCustomersByIds(tx, customerIds)).map((one) => [one.id, one]));
  const payable = await findPayable(tx, customerIds);
  const items = await listItemsOf(tx, ids);
  const collecting = await findCollecting(tx, ids);
  const mrr = await findLastMrr(tx, ids);
  const credited = organization.apply_credits ? await findCredited(tx, customerIds) : new Set();
  const day = { today: dayAt(act.now, organization.time_zone), at: act.now };
  const contexts = subscriptions.map(({ id, customer_id }): [SubscriptionId, Context] => {
    const customer = customers.get(customer_id);
    if (customer === undefined) throw new Error(`${id} is of no customer`);
    const known = { items: items.get(id) ?? [], mrr: mrr.get(id) ?? null, is_free: !collecting.has(id) };
    const means = {
      customer_can_pay: payable.has(customer_id),
      is_without_credits: !credited.has(customer_id),
    };
    return [id, { customer, organization, ...day, ...means, ...known }];
  });
  return new Map(contexts);
}

/** What lines of a subscription are about; of a customer who is exempt from tax without any. */
export async function lineContextOf(
  tx: Tx,
  { id, currency_code: currency }: Pick<Subscription, "id" | "currency_code">,
  items: readonly Pick<Item, "tax_id">[],
  { customer: { tax_exemption_reason: exemption, language }, organization }: Context,
): Promise<LineContext> {
  const about = { subscriptionId: id, currency, language: languageOf(language, organization.language) };
  if (exemption !== null) return { ...about, taxes: new Map() };
  const ids = [...new Set(items.flatMap(({ tax_id }) => (tax_id === null ? [] : [tax_id])))];
  return { ...about, taxes: await findTaxes(tx, ids) };
}

/** What the coupon of a subscription takes off its next invoice; undefined where none is left. */
export async function discountOf(
  tx: Tx,
  { coupon_id, coupon_invoices_left: left }: Subscription,
): Promise<ItemDiscount | undefined> {
  if (coupon_id === null || left === 0) return undefined;
  const coupon = await findCoupon(tx, coupon_id);
  return coupon && itemDiscount(coupon);
}

/** What its coupon takes off the present term, also where that was the last one; undefined where it is billed in full. */
export async function termDiscountOf(
  tx: Tx,
  { term_coupon_id: id }: Pick<Subscription, "term_coupon_id">,
): Promise<ItemDiscount | undefined> {
  const coupon = id === null ? undefined : await findCoupon(tx, id);
  return coupon && itemDiscount(coupon);
}

/**
 * Writes what happened into a subscription's history, and what that made of its monthly recurring revenue. What it sells
 * must be written before; `items` are that, and `mrr` what it brought, where they are at hand.
 */
export async function tellOfSubscription(
  tx: Tx,
  act: Act,
  {
    before,
    now,
    items,
    mrr,
    ...happening
  }: Pick<SubscriptionEventRow, "event" | "on_day"> &
    Partial<Pick<SubscriptionEventRow, "invoice_id" | "note">> & {
      before: Subscription | null;
      now: Subscription;
    } & Pick<Context, "items" | "mrr">,
): Promise<void> {
  await insertSubscriptionEvent(tx, {
    organization_id: act.organizationId,
    subscription_id: now.id,
    id: act.ids("sev"),
    at: act.now,
    actor_name: act.actor.name,
    from_status: before?.status ?? null,
    to_status: now.status,
    invoice_id: null,
    note: null,
    ...happening,
  });
  const { event, on_day } = happening;
  await noteMrr(tx, act, now, { event, on_day, ...(items && { items }), ...(mrr !== undefined && { mrr }) });
}
