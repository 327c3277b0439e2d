import type { Item } from "#billing/catalog/item.ts";
import { type ContactPerson, personName } from "#billing/customer/contact-person.ts";
import type { SubscriptionListItem, SubscriptionView } from "./subscription.api.ts";
import type { NamedSubscription } from "./subscription.ts";

/** A subscription as lists show it. */
export function listItemOf(subscription: NamedSubscription): SubscriptionListItem {
  const { id, number, status, customer_id, customer_name, plan_id, plan_name } = subscription;
  const { currency_code, reference, starts_at, term_start, term_end, due_on, created_at } = subscription;
  const { custom_fields } = subscription;
  return {
    id,
    number,
    status,
    customer_id,
    customer_name,
    plan_id,
    plan_name,
    currency_code,
    reference,
    starts_at,
    term_start,
    term_end,
    next_on: due_on,
    custom_fields,
    created_at,
  };
}

/** What is shown with a subscription: what it sells, who gets its e-mails, the last day of its coupon. */
type Around = {
  items: readonly Item[];
  receivers: readonly ContactPerson[];
  coupon_ends_on: string | null;
};

/** A subscription as it is shown by itself. */
export function subscriptionViewOf(
  subscription: NamedSubscription,
  { items, receivers, coupon_ends_on }: Around,
): SubscriptionView {
  return {
    ...listItemOf(subscription),
    items: items.map(itemView),
    scheduled_items: subscription.scheduled_items?.map(itemView) ?? null,
    interval: subscription.interval,
    interval_unit: subscription.interval_unit,
    billing_cycles: subscription.billing_cycles,
    cycles: subscription.cycles,
    trial_ends_at: subscription.trial_ends_at,
    resumes_on: subscription.resumes_on,
    auto_collect: subscription.auto_collect,
    payment_terms: subscription.payment_terms,
    coupon_id: subscription.coupon_id,
    coupon_invoices_left: subscription.coupon_invoices_left,
    coupon_ends_on,
    salesperson: subscription.salesperson,
    notes: subscription.notes,
    contact_persons: receivers.map((person) => ({
      id: person.id,
      name: personName(person),
      email: person.email,
    })),
    cancelled_at: subscription.cancelled_at,
    cancel_reason: subscription.cancel_reason,
    dunning_invoice_id: subscription.dunning_invoice_id,
    dunning_attempts: subscription.dunning_attempts,
    estimate:
      subscription.estimate_id === null
        ? null
        : { id: subscription.estimate_id, number: subscription.estimate_number },
    version: subscription.version,
  };
}

function itemView({
  kind,
  item_id: id,
  name,
  quantity,
  pricing,
  tax_id,
}: Item): SubscriptionView["items"][number] {
  const price = "price" in pricing ? pricing.price : null;
  return { kind, id, name, quantity, pricing_scheme: pricing.scheme, price, tax_id };
}
