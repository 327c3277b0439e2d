import { plusDays } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContactPersonId, CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { redeemCoupon } from "#billing/catalog/coupon.commands.ts";
import type { Plan } from "#billing/catalog/plan.ts";
import { customValuesOf } from "#billing/custom-field/custom-field.commands.ts";
import { withCustomValues } from "#billing/custom-field/custom-field.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { rateOn } from "#billing/currency/rate.commands.ts";
import { takeNumber } from "#billing/document/number-series.store.ts";
import { type Parties, partiesOf } from "#billing/document/party.commands.ts";
import { refuseField } from "#billing/refuse-field.ts";
import { advance } from "./advance.commands.ts";
import type { Item } from "#billing/catalog/item.ts";
import { startProblem } from "./at-once.ts";
import { type Context, contextBetween, tellOfSubscription } from "./context.commands.ts";
import { chosenReceivers } from "./receivers.commands.ts";
import { replaceReceivers } from "./receivers.store.ts";
import { type GivenItems, itemsOf } from "./sell.commands.ts";
import { findByReference, insertSubscription } from "./subscription.store.ts";
import { blankSubscription, type Subscription } from "./subscription.ts";

/** How something is sold; what is not given is the plan's. */
export type SaleTerms = {
  coupon?: string | undefined;
  starts_at?: string | undefined;
  trial_days?: number | undefined;
  billing_cycles?: number | undefined;
  auto_collect: boolean;
  payment_terms?: number | null | undefined;
  reference?: string | null | undefined;
  salesperson?: string | null | undefined;
  notes?: string | null | undefined;
  /** Values of the organization's own fields, by their names. */
  custom_fields?: Readonly<Record<string, unknown>> | undefined;
  /** Who gets its e-mails; nobody: the customer does. */
  contact_persons?: ContactPersonId[] | undefined;
};

/** A subscription as somebody sells it. */
export type GivenSubscription = GivenItems & SaleTerms & { customer_id: CustomerId };

/** What is sold, at which prices, and to whom; the estimate that offered it. */
type Sale = {
  parties: Parties;
  plan: Plan;
  items: Item[];
  estimate?: { id: Id<"est">; number: string | null };
};

/** Sells a subscription: on its first day it starts, with its trial or its first invoice, at once if that is today or before. */
export async function createSubscription(tx: Tx, act: Act, given: GivenSubscription): Promise<Subscription> {
  const parties = await partiesOf(tx, given.customer_id);
  const { plan, items } = await itemsOf(tx, given, parties.customer.currency_code);
  return sell(tx, act, given, { parties, plan, items });
}

/** Sells items at the prices that they have. */
export async function sell(
  tx: Tx,
  act: Act,
  given: SaleTerms,
  { parties, plan, items, estimate }: Sale,
): Promise<Subscription> {
  const { customer } = parties;
  await refuseTaken(tx, given.reference ?? null);
  const custom = await customValuesOf(tx, "subscription", given.custom_fields ?? {});
  const receivers = await chosenReceivers(tx, customer.id, given.contact_persons ?? []);
  const context: Context = { ...(await contextBetween(tx, act, parties)), is_waited_for: true };
  const starts_at = given.starts_at ?? context.today;
  refuseField(startProblem(starts_at, context.today));
  const trial = given.trial_days ?? plan.trial_period;
  const draft: Subscription = {
    ...blankSubscription,
    organization_id: act.organizationId,
    id: act.ids("sub"),
    number: await takeNumber(tx, act.organizationId, "subscription"),
    customer_id: customer.id,
    plan_id: plan.id,
    status: "future",
    currency_code: customer.currency_code,
    reference: given.reference ?? null,
    salesperson: given.salesperson ?? null,
    notes: given.notes ?? null,
    custom_fields: withCustomValues({}, custom),
    auto_collect: given.auto_collect,
    payment_terms: given.payment_terms ?? null,
    starts_at,
    trial_ends_at: trial > 0 ? plusDays(starts_at, trial) : null,
    interval: plan.interval,
    interval_unit: plan.interval_unit,
    billing_cycles: given.billing_cycles ?? plan.billing_cycles,
    estimate_id: estimate?.id ?? null,
    created_at: act.now,
    updated_at: act.now,
  };
  // A rate that is missing is told now, not on the day of the first invoice.
  const base = context.organization.base_currency;
  await rateOn(tx, { base, currency: draft.currency_code, day: context.today });
  const subscription = await withCoupon(tx, act, draft, { given, items, context });
  await insertSubscription(tx, subscription, items);
  await replaceReceivers(tx, subscription, receivers);
  const { id, customer_id: customerId, number } = subscription;
  await tellOfSubscription(tx, act, {
    before: null,
    now: subscription,
    event: "created",
    on_day: context.today,
    note: estimate?.number ?? null,
  });
  await tellOfCustomer(tx, act, {
    customerId,
    kind: "subscription_created",
    note: `${number}: ${plan.name} (${id})`,
  });
  return advance(tx, act, subscription, context);
}

/** Refuses a reference that another subscription has. */
export async function refuseTaken(tx: Tx, reference: string | null): Promise<void> {
  const other = reference === null ? undefined : await findByReference(tx, reference);
  if (other !== undefined)
    throw new AppError("subscription.reference_taken", {
      reference,
      subscription: other.id,
      message: `${other.number} has the reference ${reference}`,
      fields: [{ path: "reference", problem: `is that of ${other.number}; choose another one` }],
    });
}

async function withCoupon(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  { given, items, context }: { given: SaleTerms; items: readonly Item[]; context: Context },
): Promise<Subscription> {
  if (given.coupon === undefined) return subscription;
  return couponApplied(tx, act, subscription, { coupon: given.coupon, items, context });
}

/** A subscription with a coupon, which counts one redemption; refuses with the reason where it may not be applied. */
export async function couponApplied(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  { coupon: reference, items, context }: { coupon: string; items: readonly Item[]; context: Context },
): Promise<Subscription> {
  const [plan, ...addons] = items.map(({ item_id }) => item_id);
  const { coupon, reach } = await redeemCoupon(tx, act, reference, {
    day: context.today,
    currency: subscription.currency_code,
    plan: plan ?? "",
    addons,
  });
  return { ...subscription, coupon_id: coupon.id, coupon_invoices_left: reach.invoices };
}
