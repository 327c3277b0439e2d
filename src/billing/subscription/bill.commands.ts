import { plusDays } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { rateOn } from "#billing/currency/rate.commands.ts";
import {
  type CustomerDocument,
  type DocumentValues,
  type LineValues,
  newDraft,
} from "#billing/document/document.ts";
import { insertDocument } from "#billing/document/document.store.ts";
import { snapshotOf } from "#billing/document/snapshot.ts";
import { issueInvoice } from "#billing/invoice/invoice.commands.ts";
import { type Item, onceLine, termLines } from "./charge.ts";
import { insertChargeAttempt } from "./charge-attempt.store.ts";
import { type Context, discountOf, lineContextOf } from "./context.commands.ts";
import { changed, scheduleOf, type Subscription } from "./subscription.ts";
import { termOf } from "./term.ts";

/** Writes and sends an invoice of a subscription, dated on a day; what is collected by itself is put down to be. */
export async function billLines(
  tx: Tx,
  act: Act,
  { subscription, context, on }: { subscription: Subscription; context: Context; on: string },
  lines: readonly LineValues[],
): Promise<CustomerDocument> {
  const { customer, organization } = context;
  const { currency_code: currency } = subscription;
  const terms = subscription.payment_terms ?? customer.payment_terms ?? organization.payment_terms;
  const values: DocumentValues = {
    date: on,
    due_date: plusDays(on, terms),
    payment_terms: terms,
    payment_terms_label: customer.payment_terms_label,
    reference_number: subscription.reference,
    salesperson: subscription.salesperson,
    notes: null,
    terms: null,
    exchange_rate: await rateOn(tx, { base: organization.base_currency, currency, day: on }),
    is_tax_inclusive: false,
    tax_rounding: organization.tax_rounding,
    shipping: 0n,
    adjustment: 0n,
    adjustment_label: null,
  };
  const { document, lines: made } = newDraft(values, lines, {
    organizationId: act.organizationId,
    id: act.ids("inv"),
    kind: "invoice",
    customer: { id: customer.id, currency_code: currency, snapshot: snapshotOf(customer) },
    subscription_id: subscription.id,
    now: act.now,
  });
  if (document.total < 0n)
    throw new AppError("subscription.gives_back", {
      subscription: subscription.id,
      credit: amountText(-document.total, currency),
    });
  await insertDocument(tx, document, made);
  const invoice = await issueInvoice(tx, act, document.id as InvoiceId);
  if (subscription.auto_collect && invoice.balance > 0n)
    await insertChargeAttempt(tx, act, { subscription, invoice, kind: "renewal", on });
  return invoice;
}

/** Which term of a subscription is billed: by its number from an anchor. */
export type TermPlace = { anchor: string; number: number; on: string };

/** Bills a term: what the subscription sells, less its coupon, and the setup fee with the very first. */
export async function billTerm(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  {
    items,
    context,
    place: { anchor, number, on },
    extra = [],
  }: { items: readonly Item[]; context: Context; place: TermPlace; extra?: readonly LineValues[] },
): Promise<{ subscription: Subscription; invoice: CustomerDocument }> {
  const { start, end } = termOf(scheduleOf(subscription, anchor, context.organization.time_zone), number);
  const about = await lineContextOf(tx, subscription, items);
  const discount = await discountOf(tx, subscription);
  const lines = [
    ...extra,
    ...setupLines(subscription, items),
    ...termLines(items, { start, end }, about, discount),
  ];
  const invoice = await billLines(tx, act, { subscription, context, on }, lines);
  const { coupon_invoices_left: left } = subscription;
  const next = changed(subscription, act.now, {
    anchor,
    term_number: number,
    term_start: start,
    term_end: end,
    cycles: subscription.cycles + 1,
    coupon_invoices_left: left === null || discount === undefined ? left : left - 1,
  });
  return { subscription: next, invoice };
}

function setupLines({ id, cycles }: Subscription, [plan]: readonly Item[]): LineValues[] {
  if (cycles > 0 || plan?.setup_fee === undefined) return [];
  const line = {
    item_kind: "plan" as const,
    item_id: plan.item_id,
    name: `Setup of ${plan.name}`,
    quantity: "1",
    unit_price: plan.setup_fee,
    tax: undefined,
  };
  return [onceLine(line, id, "setup")];
}
