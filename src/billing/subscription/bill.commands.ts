import { plusDays } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { collectLater } from "#billing/collection/collect.commands.ts";
import { openCreditNote } from "#billing/credit-note/open.commands.ts";
import { rateOn } from "#billing/currency/rate.commands.ts";
import { lineValuesOf } from "#billing/document/copy.ts";
import {
  type CustomerDocument,
  type DocumentValues,
  type Draft,
  type LineValues,
  newDraft,
} from "#billing/document/document.ts";
import { tellOfInvoice } from "#billing/email/tell-customer.commands.ts";
import { getDocument } from "#billing/document/document.commands.ts";
import { periodOf } from "#billing/document/document-view.ts";
import { insertDocument, listLines } from "#billing/document/document.store.ts";
import { onceOffered } from "#billing/document/offered.ts";
import { taxBorne } from "#billing/document/exempt.ts";
import { snapshotOf } from "#billing/document/snapshot.ts";
import { sendInvoice } from "#billing/invoice/invoice.commands.ts";
import { settleWithCredits } from "#billing/settlement/credits.commands.ts";
import { type Item, setupLines } from "#billing/catalog/item.ts";
import { type LineContext, onceLine, termLines } from "./charge.ts";
import { type Context, discountOf, lineContextOf } from "./context.commands.ts";
import { hasBilledTerm } from "./subscription.store.ts";
import { changed, scheduleOf, type Subscription } from "./subscription.ts";
import { termOf } from "./term.ts";

/** What is billed, of which subscription, on which day. */
type Billing = { subscription: Subscription; context: Context; on: string };

/**
 * Writes and sends an invoice of a subscription, dated on a day. The customer's credits settle it where the organization
 * wants that, and what is collected by itself is put down to be. Lines that give more back than they charge become a
 * credit note: its total is the customer's credit.
 */
export async function billLines(
  tx: Tx,
  act: Act,
  billing: Billing,
  lines: readonly LineValues[],
): Promise<CustomerDocument> {
  refuseBilledElsewhere(billing.subscription, lines);
  const values = await valuesOf(tx, billing);
  const draft = drafted(act, "invoice", billing, values, lines);
  if (draft.document.total < 0n) return giveBack(tx, act, billing, values, lines);
  const { subscription, on, context } = billing;
  const sent = await sendInvoice(tx, act, draft, context.organization.base_currency);
  const invoice = await credited(tx, act, billing, sent);
  const isCharged = subscription.auto_collect && invoice.balance > 0n;
  const told = { id: invoice.id as InvoiceId, customer_id: invoice.customer_id, isCharged };
  await tellOfInvoice(tx, act, context.organization, told);
  if (subscription.auto_collect)
    await collectLater(tx, act, { invoice, subscriptionId: subscription.id, kind: "renewal", on });
  return invoice;
}

/** The invoice less what its customer has to his credit: only what is open then has to be collected. */
async function credited(
  tx: Tx,
  act: Act,
  { context: { organization, is_without_credits }, on: date }: Billing,
  invoice: CustomerDocument,
): Promise<CustomerDocument> {
  const { apply_credits, base_currency: base } = organization;
  if (!apply_credits || is_without_credits || invoice.balance === 0n) return invoice;
  return settleWithCredits(tx, act, invoice, { date, base });
}

/** Days that the product billed that a subscription moved in from are not billed once more, not in part either. */
function refuseBilledElsewhere(
  { id, billed_elsewhere_until: until }: Subscription,
  lines: readonly LineValues[],
): void {
  const isBilled = lines.some(
    ({ charge }) => (periodOf(charge?.period ?? null)?.start ?? "9999") < (until ?? ""),
  );
  if (!isBilled) return;
  throw new AppError("subscription.billed_elsewhere", {
    subscription: id,
    until,
    message: `Its days before ${until} were billed before it moved in`,
  });
}

async function giveBack(
  tx: Tx,
  act: Act,
  billing: Billing,
  values: DocumentValues,
  lines: readonly LineValues[],
): Promise<CustomerDocument> {
  const given = lines.map((line) => ({ ...line, unit_price: negated(line.unit_price) }));
  const { document, lines: made } = drafted(
    act,
    "credit_note",
    billing,
    { ...values, due_date: null },
    given,
  );
  await insertDocument(tx, document, made);
  const id = document.id as Id<"crn">;
  await openCreditNote(tx, act, id);
  return (await getDocument(tx, { kind: "credit_note", id })).document;
}

function negated(price: string): string {
  return price.startsWith("-") ? price.slice(1) : `-${price}`;
}

function drafted(
  act: Act,
  kind: "invoice" | "credit_note",
  { subscription, context: { customer } }: Billing,
  values: DocumentValues,
  lines: readonly LineValues[],
): Draft {
  const currency_code = subscription.currency_code;
  return newDraft(values, lines, {
    organizationId: act.organizationId,
    id: kind === "invoice" ? act.ids("inv") : act.ids("crn"),
    kind,
    customer: { id: customer.id, currency_code, snapshot: snapshotOf(customer) },
    subscription_id: subscription.id,
    now: act.now,
  });
}

async function valuesOf(tx: Tx, { subscription, context, on }: Billing): Promise<DocumentValues> {
  const { customer, organization } = context;
  const terms = subscription.payment_terms ?? customer.payment_terms ?? organization.payment_terms;
  const base = organization.base_currency;
  return {
    date: on,
    due_date: plusDays(on, terms),
    payment_terms: terms,
    payment_terms_label: customer.payment_terms_label,
    reference_number: subscription.reference,
    salesperson: subscription.salesperson,
    notes: null,
    terms: null,
    exchange_rate: await rateOn(tx, { base, currency: subscription.currency_code, day: on }),
    is_tax_inclusive: false,
    tax_rounding: organization.tax_rounding,
    shipping: 0n,
    adjustment: 0n,
    adjustment_label: null,
  };
}

/** The invoice that a document is, for the history; a credit note tells of itself by its number. */
export function inHistory({ kind, id, number }: CustomerDocument): {
  invoice_id: InvoiceId | null;
  note?: string;
} {
  return kind === "invoice"
    ? { invoice_id: id as InvoiceId }
    : { invoice_id: null, note: `credit note ${number ?? ""}`.trim() };
}

/** Which term of a subscription is billed: by its number from an anchor. */
export type TermPlace = { anchor: string; number: number; on: string };

/** Bills a term: what the subscription sells, less its coupon; with the very first, what is charged once. */
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
): Promise<{ subscription: Subscription; bill: CustomerDocument }> {
  const { start, end } = termOf(scheduleOf(subscription, anchor, context.organization.time_zone), number);
  const about = await lineContextOf(tx, subscription, items, context);
  const discount = await discountOf(tx, subscription);
  const lines = [
    ...extra,
    ...onceLines(subscription, items, about),
    ...termLines(items, { start, end }, about, discount),
    ...(await estimatedLines(tx, subscription, context)),
  ];
  const bill = await billLines(tx, act, { subscription, context, on }, lines);
  const { coupon_invoices_left: left } = subscription;
  const next = changed(subscription, act.now, {
    anchor,
    term_number: number,
    term_start: start,
    term_end: end,
    cycles: subscription.cycles + 1,
    term_coupon_id: discount === undefined ? null : subscription.coupon_id,
    coupon_invoices_left: left === null || discount === undefined ? left : left - 1,
  });
  return { subscription: next, bill };
}

/** What is charged once for the plan, with its tax. */
function onceLines(
  { id, cycles }: Subscription,
  [plan]: readonly Item[],
  { taxes, language: { words } }: LineContext,
): LineValues[] {
  if (cycles > 0 || plan === undefined) return [];
  const tax = plan.tax_id === null ? undefined : taxes.get(plan.tax_id);
  return setupLines(plan, words).map((line) => onceLine({ ...line, tax }, id, "setup"));
}

/** What its estimate offered beside what it sells with each term. */
async function estimatedLines(
  tx: Tx,
  { id, cycles, estimate_id: estimate, currency_code: currency }: Subscription,
  { customer }: Pick<Context, "customer">,
): Promise<LineValues[]> {
  // One that is taken up again counts its terms anew, but was billed before.
  if (cycles > 0 || estimate === null || (await hasBilledTerm(tx, id))) return [];
  return onceOffered(await listLines(tx, estimate)).map((line) => {
    const { source_line: _line, ...values } = lineValuesOf(line, currency);
    return onceLine(taxBorne(values, customer.tax_exemption_reason), id, "one_time");
  });
}
