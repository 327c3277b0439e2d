import { amountText, minorOf } from "#kernel/money.ts";
import type { ReportView } from "#billing/report/report.api.ts";
import type { CallError } from "#platform/http/call.ts";
import { showAmount, showCount, showPercent } from "#web/ui/show.ts";

type Row = ReportView["rows"][number];

/** What a cell holds in minor units; nothing where it has no amount. */
export function minorIn(row: Row | null | undefined, key: string, currency: string): bigint {
  const value = row?.[key];
  return typeof value === "string" ? (minorOf(value, currency) ?? 0n) : 0n;
}

/** `+€120.00`: a change with its sign. */
export function showChange(minor: bigint, currency: string): string {
  return `${minor < 0n ? "" : "+"}${showAmount(amountText(minor, currency), currency)}`;
}

/** What of receivables is late, in minor units. */
export function overdueOf({ totals, base_currency: currency }: ReportView): bigint {
  const late = ["days_1_30", "days_31_60", "days_61_90", "over_90"];
  return late.reduce((sum, key) => sum + minorIn(totals, key, currency), 0n);
}

/** The currency without any exchange rate for which a report was refused; undefined where that is not why. */
export function rateMissing(problem: CallError | null): string | undefined {
  if (problem === null || problem.view.code !== "exchange_rate.missing") return undefined;
  const currency = problem.view.details["currency_code"];
  return typeof currency === "string" ? currency : "";
}

/** How many of the rows have something that is late. */
export function lateCustomers({ rows, base_currency: currency }: ReportView): number {
  return rows.filter((row) => minorIn(row, "total", currency) > minorIn(row, "current", currency)).length;
}

/** How many subscriptions have a status. */
export function countOf({ rows }: ReportView, status: string): number {
  return Number(rows.find(({ id }) => id === status)?.["subscriptions"] ?? 0);
}

/** `2.5 %`, and of how many customers. */
export function churnWords(row: Row | undefined): { count: string | null; note: string } {
  const churn = row?.["customer_churn"];
  const lost = Number(row?.["customers_lost"] ?? 0);
  return {
    count: typeof churn === "string" ? showPercent(Number(churn) / 100) : null,
    note: `${showCount(lost, "customer")} lost`,
  };
}
