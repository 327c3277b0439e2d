import type { Id } from "#kernel/id.ts";
import { amountText, minorOf, placesProblem } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findByNumber } from "#billing/document/document.store.ts";
import { recordPayment, refundPayment } from "#billing/payment/payment.commands.ts";
import { findPaymentByNumber } from "#billing/payment/payment.store.ts";
import type { Application } from "#billing/settlement/apply.commands.ts";
import { type Applied, keysOf } from "./apply.ts";
import { tooManyPlaces } from "./choice.ts";
import { refuseOtherCurrency, unknownInvoice } from "./apply-document.commands.ts";
import { getNamedCustomer } from "./find-customer.commands.ts";
import { paymentOf } from "./payment-record.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import { refuseOther } from "./same-record.commands.ts";
import { mayBeThere, noteThere } from "./there.store.ts";
import { textOf } from "./value.ts";

/** Brings a payment in with its number and day, and settles the invoices that its rows name. */
export async function applyPaymentRecord(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  const read = paymentOf(record);
  if (!read.ok) throw new RecordRefused(read.refusal);
  const file = read.value;
  const keys = keysOf(file.zohoId, [`number:${file.number}`]);
  const isThere = mayBeThere(tx, "payment", file.number);
  const there = isThere ? await findPaymentByNumber(tx, file.number) : undefined;
  if (there !== undefined) {
    await refuseOther(tx, record, "payments", there, file);
    return {
      outcome: "skipped",
      ...{ name: file.number, subject: there.id, version: there.version, keys },
      note: "is there already",
    };
  }
  const customer = await getNamedCustomer(tx, record);
  refuseOtherCurrency(record, customer);
  const currency = customer.currency_code;
  const rate = textOf(record.values, "exchange_rate");
  const payment = await recordPayment(tx, act, {
    customer_id: customer.id,
    amount: amountIn(record.row, "amount", file.amount, currency),
    ...{ number: file.number, date: file.date, mode: file.mode },
    reference_number: textOf(record.values, "reference_number")?.slice(0, 100),
    description: textOf(record.values, "description")?.slice(0, 500),
    ...(rate === null || Number(rate) === 0 ? {} : { exchange_rate: rate }),
    invoices: await applicationsOf(tx, file.applied, currency),
  });
  noteThere(tx, "payment", file.number);
  const made = { outcome: "created", name: file.number, subject: payment.id, keys } as const;
  if (file.refunded === "0") return { ...made, version: payment.version };
  await refundPayment(tx, act, payment.id, { amount: file.refunded, mode: "other", date: file.date });
  return { ...made, version: payment.version + 1 };
}

async function applicationsOf(
  tx: Tx,
  applied: readonly { row: number; number: string; amount: string }[],
  currency: string,
): Promise<Application[]> {
  const problems: RowProblem[] = [];
  const found: Application[] = [];
  for (const { row, number, amount } of applied) {
    const invoice = await findByNumber(tx, "invoice", number);
    const minor = minorOf(amount, currency);
    if (invoice === undefined) problems.push(unknownInvoice(row, number));
    else if (minor !== undefined && minor > invoice.balance)
      problems.push({
        ...{ row, field: "applied", value: amount },
        problem: `is ${amountText(minor, currency)}, and ${amountText(invoice.balance, currency)} of ${number} is open`,
        remedy: "Look at what else settles this invoice.",
      });
    else
      found.push({ invoice_id: invoice.id as Id<"inv">, amount: amountIn(row, "applied", amount, currency) });
  }
  if (problems.length > 0) throw new RecordRefused(problems);
  return found;
}

function amountIn(row: number, field: string, text: string, currency: string): string {
  const minor = minorOf(text, currency);
  if (minor !== undefined) return amountText(minor, currency);
  const problem = placesProblem(text, currency) ?? "is no amount";
  const words = { problem, remedy: tooManyPlaces };
  throw new RecordRefused([{ row, field, value: text, ...words }]);
}
