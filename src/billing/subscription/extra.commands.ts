import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { amountProblem } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getAddon } from "#billing/catalog/addon.commands.ts";
import { addonView } from "#billing/catalog/addon.ts";
import { getCoupon } from "#billing/catalog/coupon.commands.ts";
import { addonItem, billedLines } from "#billing/catalog/item.ts";
import { getPlan } from "#billing/catalog/plan.commands.ts";
import type { LineValues } from "#billing/document/document.ts";
import { checkTax } from "#billing/tax/tax.commands.ts";
import { refuseField } from "#billing/refuse-field.ts";
import { advance } from "./advance.commands.ts";
import { billLines, inHistory } from "./bill.commands.ts";
import { onceLine } from "./charge.ts";
import { type Context, lineContextOf, openSubscription, tellOfSubscription } from "./context.commands.ts";
import { couponApplied } from "./create.commands.ts";
import { refuseOtherPlan, refuseRetired } from "./sell.commands.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { changed, type Subscription } from "./subscription.ts";

/** Sells an addon once for a subscription, and bills it at once. */
export async function buyAddon(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  given: { addon: string; quantity: string; price?: string | undefined },
): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "change");
  const addon = await getAddon(tx, given.addon);
  refuseRetired(addon);
  refuseOtherPlan(addon, await getPlan(tx, subscription.plan_id));
  const item = decided(addonItem(addonView(addon), given, subscription.currency_code));
  const { taxes, language } = await lineContextOf(tx, subscription, [item], context);
  const tax = item.tax_id === null ? undefined : taxes.get(item.tax_id);
  const lines = billedLines(item, language.words).map((line) => onceLine({ ...line, tax }, id, "one_time"));
  return billed(tx, act, { subscription, context, lines, note: addon.name });
}

/** Charges something that is in no catalog, at once. It bears the tax of the plan unless another one, or none, is given. */
export async function addCharge(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  { name, amount, tax_id }: { name: string; amount: string; tax_id?: Id<"tax"> | null | undefined },
): Promise<Subscription> {
  const { subscription, items, context } = await openSubscription(tx, act, id, "change");
  const problem = amountProblem(amount, subscription.currency_code);
  refuseField(problem === undefined ? undefined : { path: "amount", problem });
  const ofPlan = items.find(({ kind }) => kind === "plan")?.tax_id ?? null;
  if (tax_id !== ofPlan) await checkTax(tx, tax_id);
  const { taxes } = await lineContextOf(
    tx,
    subscription,
    [{ tax_id: tax_id === undefined ? ofPlan : tax_id }],
    context,
  );
  const [tax] = taxes.values();
  const line = { item_kind: null, item_id: null, name, quantity: "1", unit_price: amount, tax };
  return billed(tx, act, { subscription, context, lines: [onceLine(line, id, "one_time")], note: name });
}

async function billed(
  tx: Tx,
  act: Act,
  {
    subscription,
    context,
    lines,
    note,
  }: { subscription: Subscription; context: Context; lines: LineValues[]; note: string },
): Promise<Subscription> {
  const on = context.today;
  const bill = await billLines(tx, act, { subscription, context, on }, lines);
  const next = changed(subscription, act.now, {});
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "charged",
    on_day: on,
    ...inHistory(bill),
    note,
  });
  return advance(tx, act, next, context);
}

/** Applies a coupon to the invoices from the next one on. */
export async function applyCoupon(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  coupon: string,
): Promise<Subscription> {
  const { subscription, items, context } = await openSubscription(tx, act, id, "change");
  if (subscription.coupon_id !== null && subscription.coupon_invoices_left !== 0)
    throw await hasCoupon(tx, subscription, subscription.coupon_id);
  const next = await couponApplied(tx, act, subscription, { coupon, items, context });
  return advance(tx, act, next, context);
}

async function hasCoupon(
  tx: Tx,
  { number, coupon_invoices_left: left }: Subscription,
  coupon: string,
): Promise<AppError> {
  const { coupon_code: code } = await getCoupon(tx, coupon);
  const how = left === null ? "" : `, for ${left} more ${left === 1 ? "invoice" : "invoices"}`;
  return new AppError("subscription.has_coupon", {
    coupon,
    message: `The coupon ${code} is applied to ${number}${how}`,
  });
}

/** Takes a coupon away: the next invoices are without it. */
export async function removeCoupon(tx: Tx, act: Act, id: SubscriptionId): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "change");
  if (subscription.coupon_id === null) {
    const message = `No coupon is applied to ${subscription.number}`;
    throw new AppError("subscription.no_coupon", { subscription: id, message });
  }
  return advance(tx, act, { ...subscription, coupon_id: null, coupon_invoices_left: null }, context);
}
