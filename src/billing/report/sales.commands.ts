import type { Day } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Period } from "./recurring.commands.ts";
import { ages, sumReceivables } from "./receivables.store.ts";
import { type Column, percentText, type ReportTable, type Row } from "./report-table.ts";
import { type SalesBy, sumSales } from "./sales-report.store.ts";

const first: Readonly<Record<SalesBy, { label: string; none: string }>> = {
  item: { label: "Plan or addon", none: "All else" },
  country: { label: "Country", none: "Not given" },
  customer: { label: "Customer", none: "" },
};

const kindWords: Readonly<Record<string, string>> = { plan: "Plan", addon: "Addon" };

/** What was invoiced less what was credited, before tax, added up by something. */
export async function salesReport(tx: Tx, by: SalesBy, period: Period): Promise<ReportTable> {
  const sums = await sumSales(tx, by, period);
  const whole = sums.reduce((total, { amount }) => total + amount, 0n);
  const { label, none } = first[by];
  const rows: Row[] = sums.map(({ id, kind, name, invoices, credit_notes, amount }) => ({
    id,
    name: name ?? none,
    ...(by === "item" && { kind: kindWords[kind ?? ""] ?? null }),
    invoices,
    credit_notes,
    amount: amountText(amount, period.base),
    share: percentText(amount, whole),
  }));
  const columns: Column[] = [
    { key: "name", label, kind: "text" },
    ...(by === "item" ? [{ key: "kind", label: "Kind", kind: "text" } as const] : []),
    { key: "invoices", label: "Invoices", kind: "count" },
    { key: "credit_notes", label: "Credit notes", kind: "count" },
    { key: "amount", label: "Amount", kind: "money" },
    { key: "share", label: "Share", kind: "percent" },
  ];
  const totals = { name: "Total", amount: amountText(whole, period.base), share: percentText(whole, whole) };
  return { columns, rows, totals };
}

const ageColumns: readonly Column[] = [
  { key: "current", label: "Not due yet", kind: "money" },
  { key: "days_1_30", label: "1 to 30 days", kind: "money" },
  { key: "days_31_60", label: "31 to 60 days", kind: "money" },
  { key: "days_61_90", label: "61 to 90 days", kind: "money" },
  { key: "over_90", label: "Over 90 days", kind: "money" },
];

/** What customers owed on a day, by the days since it was due. */
export async function receivablesReport(tx: Tx, on: { day: Day; base: string }): Promise<ReportTable> {
  const { base } = on;
  const owing = await sumReceivables(tx, on);
  const texts = (of: (age: (typeof ages)[number]) => bigint) => {
    const amounts = ages.map(of);
    const total = amounts.reduce((sum, amount) => sum + amount, 0n);
    return {
      ...Object.fromEntries(ages.map((age, at) => [age, amountText(amounts[at] ?? 0n, base)])),
      total: amountText(total, base),
    };
  };
  const rows = owing.map(({ customer_id: id, name, invoices, ...amounts }) => ({
    id,
    name,
    invoices,
    ...texts((age) => amounts[age]),
  }));
  const totals = {
    name: "Total",
    invoices: owing.reduce((sum, { invoices }) => sum + invoices, 0),
    ...texts((age) => owing.reduce((sum, one) => sum + one[age], 0n)),
  };
  const columns: Column[] = [
    { key: "name", label: "Customer", kind: "text" },
    { key: "invoices", label: "Open invoices", kind: "count" },
    ...ageColumns,
    { key: "total", label: "Total", kind: "money" },
  ];
  return { columns, rows, totals };
}
