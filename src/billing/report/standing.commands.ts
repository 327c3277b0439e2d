import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { inBase } from "#billing/ledger/posting.ts";
import { endedStatuses, subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { countByStatus, countSignUps, sumMrrChanges } from "./mrr-report.store.ts";
import { monthsBetween } from "./period.ts";
import type { Period } from "./recurring.commands.ts";
import { reportRates } from "./report-rates.commands.ts";
import type { Column, ReportTable } from "./report-table.ts";

/** Subscriptions by the status that they had on the last day of the period. */
export async function statusReport(tx: Tx, { to, base }: Period): Promise<ReportTable> {
  const found = await countByStatus(tx, to);
  const foreign = found.filter(({ amount, currency_code }) => amount !== 0n && currency_code !== base);
  const needed = foreign.map(({ currency_code: currency }) => ({ currency, day: to }));
  const { rateOn, rates_assumed } = await reportRates(tx, base, needed);
  const standing = new Map<string, { subscriptions: number; mrr: bigint }>();
  for (const { status, currency_code: currency, count, amount } of found) {
    const before = standing.get(status) ?? { subscriptions: 0, mrr: 0n };
    const rate = amount === 0n || currency === base ? "1" : rateOn(currency, to);
    const mrr = before.mrr + inBase(amount, { currency, base, rate });
    standing.set(status, { subscriptions: before.subscriptions + count, mrr });
  }
  const rows = subscriptionStatuses.flatMap((status) => {
    const { subscriptions, mrr } = standing.get(status) ?? { subscriptions: 0, mrr: 0n };
    return subscriptions === 0
      ? []
      : [{ id: status, status: words(status), subscriptions, mrr: amountText(mrr, base) }];
  });
  const all = [...standing.values()];
  const totals = {
    status: "Total",
    subscriptions: all.reduce((sum, { subscriptions }) => sum + subscriptions, 0),
    mrr: amountText(
      all.reduce((sum, { mrr }) => sum + mrr, 0n),
      base,
    ),
  };
  const columns: Column[] = [
    { key: "status", label: "Status", kind: "text" },
    { key: "subscriptions", label: "Subscriptions", kind: "count" },
    { key: "mrr", label: "MRR", kind: "money" },
  ];
  return { columns, rows, totals, rates_assumed };
}

/** What was sold, tried, begun to be paid for and ended, by month. */
export async function signUpsReport(tx: Tx, { from, to }: Period): Promise<ReportTable> {
  const counts = await countSignUps(tx, { from, to, ended: endedStatuses });
  const changes = await sumMrrChanges(tx, { from, to });
  const rows = monthsBetween(from, to).map(({ month }) => {
    const { sold = 0, trials = 0, ended = 0 } = counts.find((one) => one.month === month) ?? {};
    const paying = changes
      .filter((change) => change.month === month && change.kind === "new")
      .reduce((sum, { count }) => sum + count, 0);
    return { month, sold, trials, paying, ended };
  });
  const sum = (key: "sold" | "trials" | "paying" | "ended") => rows.reduce((all, row) => all + row[key], 0);
  const totals = {
    month: "Total",
    sold: sum("sold"),
    trials: sum("trials"),
    paying: sum("paying"),
    ended: sum("ended"),
  };
  const columns: Column[] = [
    { key: "month", label: "Month", kind: "month" },
    { key: "sold", label: "Sold", kind: "count" },
    { key: "trials", label: "Trials begun", kind: "count" },
    { key: "paying", label: "Began to pay", kind: "count" },
    { key: "ended", label: "Ended", kind: "count" },
  ];
  return { columns, rows, totals };
}

function words(status: string): string {
  const text = status.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
