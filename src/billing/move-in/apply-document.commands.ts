import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  applyCreditNote,
  createCreditNote,
  refundCreditNote,
  voidCreditNote,
} from "#billing/credit-note/credit-note.commands.ts";
import { openCreditNote } from "#billing/credit-note/open.commands.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { getDocument } from "#billing/document/document.commands.ts";
import type { Document } from "#billing/document/document.ts";
import { findByNumber } from "#billing/document/document.store.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { createInvoice, createSentInvoice, voidInvoice } from "#billing/invoice/invoice.commands.ts";
import type { Tax } from "#billing/tax/tax.ts";
import { type Applied, keysOf } from "./apply.ts";
import { type DocumentOfFile, documentOf, type TaxesOfFile } from "./document-record.ts";
import { getNamedCustomer } from "./find-customer.commands.ts";
import { findNamedTaxes } from "./find-tax.commands.ts";
import { type Reckoned, reckoned } from "./money-check.ts";
import { findMovedIn } from "./moved-in.store.ts";
import type { MoveInRecord } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import { refuseOther } from "./same-record.commands.ts";
import { mayBeThere, noteThere } from "./there.store.ts";
import { textOf } from "./value.ts";

type Kind = "invoice" | "credit_note";
const kinds = { invoice: "invoices", credit_note: "credit_notes" } as const;

/** Brings an invoice in with its number, days, state and amounts; one of its number is there already. */
export async function applyInvoice(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  return applyDocument(tx, "invoice", record, async (customer, file, given) => {
    if (file.state === "draft") return (await createInvoice(tx, act, customer.id, given)).document;
    const sent = await createSentInvoice(tx, act, customer.id, { given, number: file.number });
    return file.state === "void" ? voidInvoice(tx, act, sent.id as Id<"inv">, null, file.date) : sent;
  });
}

/** Brings a credit note in, with what the file says that it settled and what was given back. */
export async function applyNote(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  return applyDocument(tx, "credit_note", record, async (customer, file, given, money) => {
    const { document } = await createCreditNote(tx, act, customer.id, given);
    const id = document.id as Id<"crn">;
    if (file.state !== "draft") await openCreditNote(tx, act, id, file.number);
    if (file.state === "void") await voidCreditNote(tx, act, id, null, file.date);
    if (file.state === "sent") await spend(tx, act, { id, customer, file, record, money });
    return (await getDocument(tx, { kind: "credit_note", id })).document;
  });
}

type Spending = {
  id: Id<"crn">;
  customer: Customer;
  file: DocumentOfFile;
  record: MoveInRecord;
  money: Reckoned;
};

/** What of a credit note is gone: given back as the file says, the rest to the invoice that it names. */
async function spend(tx: Tx, act: Act, { id, customer, file, record, money }: Spending): Promise<void> {
  const refunded = textOf(record.values, "refunded");
  if (refunded !== null && Number(refunded) > 0)
    await refundCreditNote(tx, act, id, { amount: refunded, mode: "other", date: file.date });
  const number = textOf(record.values, "invoice_number");
  const { document } = await getDocument(tx, { kind: "credit_note", id });
  const used = money.balance === null ? 0n : document.balance - money.balance;
  if (number === null || used <= 0n) return;
  const invoice = await findByNumber(tx, "invoice", number);
  if (invoice === undefined) throw new RecordRefused([unknownInvoice(record.row, number)]);
  const amount = amountText(used, customer.currency_code);
  await applyCreditNote(tx, act, id, [{ invoice_id: invoice.id as Id<"inv">, amount }], file.date);
}

/** An invoice that is named and not there. */
export function unknownInvoice(row: number, number: string) {
  const words = { problem: "is no invoice that is there", remedy: "Import the invoices first." };
  return { row, field: "invoice_number", value: number, ...words };
}

type Write = (
  customer: Customer,
  file: DocumentOfFile,
  given: GivenDocument,
  money: Reckoned,
) => Promise<Document>;

async function applyDocument(tx: Tx, kind: Kind, record: MoveInRecord, write: Write): Promise<Applied> {
  const read = documentOf(record);
  if (!read.ok) throw new RecordRefused(read.refusal);
  const file = read.value;
  const keys = keysOf(file.zohoId, [`number:${file.number}`]);
  const there = await findThere(tx, kind, record, file);
  if (there !== undefined) {
    const { currency, ...found } = there;
    const about = { name: file.number, keys, ...found, expected_balance: statedBalance(file, currency) };
    return { outcome: "skipped", ...about, note: "is there already" };
  }
  const customer = await getNamedCustomer(tx, record);
  refuseOtherCurrency(record, customer);
  const taxes = await taxesOf(tx, file);
  const money = reckoned(file, taxes, customer.currency_code);
  if (!money.ok) throw new RecordRefused(money.refusal);
  const given = givenOf(record, file, money.value, taxes, customer.currency_code);
  const document = await write(customer, file, given, money.value);
  noteThere(tx, kind, file.number);
  const { id } = document;
  if (document.total !== money.value.totals.total) throw new Error(`${id} is not what was reckoned`);
  return {
    outcome: "created",
    ...{ name: file.number, subject: id, version: document.version, keys },
    ...(file.state === "draft" ? { note: "a draft, which gets a number when it is sent" } : {}),
    expected_balance: statedBalance(file, customer.currency_code),
  };
}

/** The taxes that a document of a file names. Refuses one that is not there. */
async function taxesOf(tx: Tx, { lines, shippingTax }: DocumentOfFile): Promise<TaxesOfFile<Tax>> {
  const ofLines = lines.map(({ row, tax_name: name, tax_percent: percent }) => ({
    ...{ row, field: "item_tax" },
    ...{ name, percent },
  }));
  const { taxes, problems } = await findNamedTaxes(tx, [...ofLines, shippingTax]);
  if (problems.length > 0) throw new RecordRefused(problems);
  return { ofLines: taxes.slice(0, -1), ofShipping: taxes.at(-1) ?? null };
}

/** What is open by what the file says, in minor units; null of a draft, and where it says nothing. */
function statedBalance({ state, stated }: DocumentOfFile, currency: string): bigint | null {
  if (state === "void") return 0n;
  return state === "sent" && stated.balance !== null ? (minorOf(stated.balance, currency) ?? null) : null;
}

async function findThere(
  tx: Tx,
  kind: Kind,
  record: MoveInRecord,
  { zohoId, number, date, stated }: DocumentOfFile,
): Promise<{ subject: string; version: number; currency: string } | undefined> {
  const byNumber = mayBeThere(tx, kind, number) ? await findByNumber(tx, kind, number) : undefined;
  if (byNumber !== undefined) {
    const said = { zohoId, number, date, amount: stated.total };
    await refuseOther(tx, record, kinds[kind], { ...byNumber, amount: byNumber.total }, said);
    return { subject: byNumber.id, version: byNumber.version, currency: byNumber.currency_code };
  }
  for (const key of keysOf(zohoId, [`number:${number}`])) {
    const id = await findMovedIn(tx, kinds[kind], key);
    if (id === undefined) continue;
    const found = await getDocument(tx, { kind, id: id as DocumentId }).catch(none);
    if (found === undefined) continue;
    const { version, currency_code: currency } = found.document;
    return { subject: id, version, currency };
  }
  return undefined;
}

function none(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

/** A document is in the currency of its customer. */
export function refuseOtherCurrency(
  { row, values }: MoveInRecord,
  { currency_code, display_name }: Customer,
): void {
  const given = textOf(values, "currency_code");
  if (given === null || given.toUpperCase() === currency_code) return;
  throw new RecordRefused([
    {
      ...{ row, field: "currency_code", value: given },
      problem: `is not the currency of ${display_name}, which is ${currency_code}`,
      remedy: "Import the customer with its currency before anything else of it.",
    },
  ]);
}

function givenOf(
  { values }: MoveInRecord,
  file: DocumentOfFile,
  { tax_rounding, adjustment }: Reckoned,
  taxes: TaxesOfFile<{ id: Id<"tax"> }>,
  currency: string,
): GivenDocument {
  const rate = textOf(values, "exchange_rate");
  return {
    ...{ date: file.date, due_date: file.due_date, payment_terms: file.payment_terms },
    payment_terms_label: textOf(values, "payment_terms_label"),
    reference_number: textOf(values, "reference_number")?.slice(0, 100),
    salesperson: textOf(values, "salesperson")?.slice(0, 100),
    notes: textOf(values, "notes")?.slice(0, 5000),
    terms: textOf(values, "terms")?.slice(0, 5000),
    ...(rate === null || Number(rate) === 0 ? {} : { exchange_rate: rate }),
    is_tax_inclusive: file.is_tax_inclusive,
    ...(file.isDiscountBeforeTax ? { discount: file.discount } : {}),
    shipping_charge: file.amounts.shipping,
    shipping_charge_tax_id: taxes.ofShipping?.id ?? null,
    adjustment: amountText(adjustment, currency),
    adjustment_description: textOf(values, "adjustment_label"),
    line_items: file.lines.map(({ name, description, quantity, price, discount }, at) => ({
      ...{ name, description, quantity, price, discount },
      tax_id: taxes.ofLines[at]?.id ?? null,
    })),
    history: { tax_rounding },
  };
}
