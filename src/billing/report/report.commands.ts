import type { Day } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { firstOfMonth, monthsBefore } from "./period.ts";
import { churnReport, movementsReport, mrrReport, type Period } from "./recurring.commands.ts";
import { paymentsReport, receivedReport } from "./received.commands.ts";
import type { ReportView } from "./report.api.ts";
import { type ReportName, reports } from "./report-names.ts";
import type { ReportTable } from "./report-table.ts";
import { receivablesReport, salesReport } from "./sales.commands.ts";
import { signUpsReport, statusReport } from "./standing.commands.ts";
import { taxDocumentsReport, taxSummaryReport } from "./tax.commands.ts";
import { trialBalanceReport } from "./trial-balance.commands.ts";
import { refuseWrongPeriod } from "./wrong-period.commands.ts";

const readers: Readonly<Record<ReportName, (tx: Tx, period: Period) => Promise<ReportTable>>> = {
  mrr: mrrReport,
  "mrr-movements": movementsReport,
  churn: churnReport,
  subscriptions: statusReport,
  "sign-ups": signUpsReport,
  "sales-by-plan": (tx, period) => salesReport(tx, "item", period),
  "sales-by-country": (tx, period) => salesReport(tx, "country", period),
  "sales-by-customer": (tx, period) => salesReport(tx, "customer", period),
  receivables: (tx, { to, base }) => receivablesReport(tx, { day: to, base }),
  "payments-received": receivedReport,
  "payments-list": paymentsReport,
  "tax-summary": taxSummaryReport,
  "tax-documents": taxDocumentsReport,
  "trial-balance": (tx, { to, base }) => trialBalanceReport(tx, { day: to, base }),
};

/** Reads a report; without days it is about the last twelve months until today. */
export async function readReport(
  tx: Tx,
  act: Act,
  report: ReportName,
  given: { from?: Day | undefined; to?: Day | undefined },
): Promise<ReportView> {
  const { date: today, base } = await dayOf(tx, act);
  const { extent, title } = reports[report];
  const to = given.to ?? today;
  const day = given.from ?? monthsBefore(to, 11);
  const from = extent === "months" ? firstOfMonth(day) : day;
  const isOfDays = extent === "months" || extent === "days";
  if (isOfDays) refuseWrongPeriod(from, to);
  const { rates_assumed = [], ...table } = await readers[report](tx, { from, to, base });
  return { report, title, from: isOfDays ? from : null, to, base_currency: base, ...table, rates_assumed };
}
