import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { modeWords } from "#billing/payment/payment-mode.ts";
import { listReceived, sumReceived } from "./received.store.ts";
import type { Period } from "./recurring.commands.ts";
import type { Column, ReportTable } from "./report-table.ts";

/** Money that came in, by mode and currency. What was given back of it is not taken off. */
export async function receivedReport(tx: Tx, period: Period): Promise<ReportTable> {
  const sums = await sumReceived(tx, period);
  const rows = sums.map(({ payments, ...sum }) => ({ payments, ...cellsOf(sum, period.base) }));
  const columns: Column[] = [
    { key: "mode", label: "Mode", kind: "text" },
    { key: "payments", label: "Payments", kind: "count" },
    ...money(period.base),
  ];
  const payments = sums.reduce((all, one) => all + one.payments, 0);
  return { columns, rows, totals: { mode: "Total", payments, ...totalOf(sums, period.base) } };
}

/** The payments that came in, one by one. */
export async function paymentsReport(tx: Tx, period: Period): Promise<ReportTable> {
  const received = await listReceived(tx, period);
  const rows = received.map(({ id, number, date, customer, reference_number, ...one }) => ({
    id,
    number,
    date,
    customer,
    reference_number,
    ...cellsOf(one, period.base),
  }));
  const columns: Column[] = [
    { key: "number", label: "Number", kind: "text" },
    { key: "date", label: "Date", kind: "day" },
    { key: "customer", label: "Customer", kind: "text" },
    { key: "mode", label: "Mode", kind: "text" },
    { key: "reference_number", label: "Reference", kind: "text" },
    ...money(period.base),
  ];
  return { columns, rows, totals: { number: "Total", ...totalOf(received, period.base) } };
}

type Sum = Awaited<ReturnType<typeof sumReceived>>[number];

function money(base: string): Column[] {
  return [
    { key: "currency_code", label: "Currency", kind: "text" },
    { key: "amount", label: "Amount", kind: "amount" },
    { key: "in_base", label: `In ${base}`, kind: "money" },
  ];
}

function cellsOf({ mode, currency_code, amount, in_base }: Omit<Sum, "payments">, base: string) {
  return {
    mode: modeWords(mode),
    currency_code,
    amount: amountText(amount, currency_code),
    in_base: amountText(in_base, base),
  };
}

function totalOf(sums: readonly { in_base: bigint }[], base: string) {
  const all = sums.reduce((sum, { in_base }) => sum + in_base, 0n);
  return { in_base: amountText(all, base) };
}
