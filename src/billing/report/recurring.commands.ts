import type { Day } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { churnMonths } from "./churn-months.ts";
import { beforeAll, type MrrMonth, mrrMonths, ratesNeeded, type Reckoning } from "./mrr-months.ts";
import { countCustomerMoves, sumMrrChanges, sumMrrOutcomes } from "./mrr-report.store.ts";
import { monthsBetween } from "./period.ts";
import { type ReportRates, reportRates } from "./report-rates.commands.ts";
import { type Column, percentText, type ReportTable } from "./report-table.ts";

/** The days that a report is about, and the currency that it reckons in. */
export type Period = { from: Day; to: Day; base: string };

const month: Column = { key: "month", label: "Month", kind: "month" };

function money(key: string, label: string): Column {
  return { key, label, kind: "money" };
}

/** Recurring revenue at the end of each month. */
export async function mrrReport(tx: Tx, period: Period): Promise<ReportTable> {
  const customers = await customersByMonth(tx, period);
  const reckoning = await reckoningOf(tx, period);
  const rows = mrrMonths(reckoning).map(({ month: name, opening, closing, subscriptions }) => ({
    month: name,
    mrr: amountText(closing, period.base),
    change: amountText(closing - opening, period.base),
    arr: amountText(12n * closing, period.base),
    subscriptions,
    customers: customers.get(name)?.atEnd ?? 0,
  }));
  const columns: Column[] = [
    month,
    money("mrr", "MRR"),
    money("change", "Change"),
    money("arr", "ARR"),
    { key: "subscriptions", label: "Subscriptions", kind: "count" },
    { key: "customers", label: "Customers", kind: "count" },
  ];
  return { columns, rows, totals: null, rates_assumed: reckoning.rates_assumed };
}

type Movement = { key: string; label: string; of: (month: MrrMonth) => bigint };

/** What a month begins with, what makes it more and less, and what it ends with. */
const opening: Movement = { key: "opening", label: "At its start", of: (month) => month.opening };
const closing: Movement = { key: "closing", label: "At its end", of: (month) => month.closing };
const between: readonly Movement[] = [
  { key: "new", label: "New", of: ({ moved }) => moved.new },
  { key: "expansion", label: "Expansion", of: ({ moved }) => moved.expansion },
  { key: "reactivation", label: "Reactivation", of: ({ moved }) => moved.reactivation },
  { key: "contraction", label: "Contraction", of: ({ moved }) => moved.contraction },
  { key: "churn", label: "Churn", of: ({ moved }) => moved.churn },
  { key: "exchange", label: "Exchange rates", of: ({ exchange }) => exchange },
];

/** What made recurring revenue more and less in each month. */
export async function movementsReport(tx: Tx, period: Period): Promise<ReportTable> {
  const reckoning = await reckoningOf(tx, period);
  const months = mrrMonths(reckoning);
  const all = [opening, ...between, closing];
  const texts = (amountOf: (movement: Movement) => bigint) =>
    Object.fromEntries(all.map((one) => [one.key, amountText(amountOf(one), period.base)]));
  const rows = months.map((one) => ({ month: one.month, ...texts(({ of }) => of(one)) }));
  const totals = texts((movement) => {
    if (movement === opening) return months[0]?.opening ?? 0n;
    if (movement === closing) return months.at(-1)?.closing ?? 0n;
    return months.reduce((sum, one) => sum + movement.of(one), 0n);
  });
  const columns = [month, ...all.map(({ key, label }) => money(key, label))];
  const { rates_assumed } = reckoning;
  return { columns, rows, totals: { month: "Total", ...totals }, rates_assumed };
}

/** Which part of the customers and of the recurring revenue of each month's start was lost in it. */
export async function churnReport(tx: Tx, period: Period): Promise<ReportTable> {
  const customers = await customersByMonth(tx, period);
  const reckoning = await reckoningOf(tx, period);
  const months = churnMonths(reckoning, await sumMrrOutcomes(tx, period));
  const rows = months.map(({ month: name, opening, lost, kept }) => {
    const { atStart, lost: gone } = customers.get(name) ?? { atStart: 0, lost: 0 };
    return {
      month: name,
      customers_at_start: atStart,
      customers_lost: gone,
      customer_churn: percentText(BigInt(gone), BigInt(atStart)),
      mrr_at_start: amountText(opening, period.base),
      mrr_lost: amountText(lost, period.base),
      revenue_churn: percentText(lost, opening),
      revenue_retention: percentText(kept, opening),
    };
  });
  const columns: Column[] = [
    month,
    { key: "customers_at_start", label: "Customers at its start", kind: "count" },
    { key: "customers_lost", label: "Lost", kind: "count" },
    { key: "customer_churn", label: "Customer churn", kind: "percent" },
    money("mrr_at_start", "MRR at its start"),
    money("mrr_lost", "MRR lost"),
    { key: "revenue_churn", label: "Revenue churn", kind: "percent" },
    { key: "revenue_retention", label: "Net retention", kind: "percent" },
  ];
  return { columns, rows, totals: null, rates_assumed: reckoning.rates_assumed };
}

async function reckoningOf(tx: Tx, { from, to, base }: Period): Promise<Reckoning & ReportRates> {
  const months = monthsBetween(from, to);
  const sums = await sumMrrChanges(tx, { from, to });
  return { months, sums, base, ...(await reportRates(tx, base, ratesNeeded({ months, sums, base }))) };
}

/** Customers who bring something at the start and at the end of each month, and those who were lost in it. */
async function customersByMonth(
  tx: Tx,
  { from, to }: Period,
): Promise<Map<string, { atStart: number; lost: number; atEnd: number }>> {
  const moves = new Map((await countCustomerMoves(tx, { from, to })).map((move) => [move.month, move]));
  const found = new Map<string, { atStart: number; lost: number; atEnd: number }>();
  let atStart = (moves.get(beforeAll)?.gained ?? 0) - (moves.get(beforeAll)?.lost ?? 0);
  for (const { month: name } of monthsBetween(from, to)) {
    const { gained, lost } = moves.get(name) ?? { gained: 0, lost: 0 };
    const atEnd = atStart + gained - lost;
    found.set(name, { atStart, lost, atEnd });
    atStart = atEnd;
  }
  return found;
}
