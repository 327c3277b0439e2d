import { expect } from "vitest";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { getReport, type ReportView } from "#billing/report/report.api.ts";
import type { ReportName } from "#billing/report/report-names.ts";
import type { Organization } from "../support/world.ts";

const months = [
  { before: "2025-12-31", from: "2026-01-01", to: "2026-01-31" },
  { before: "2026-01-31", from: "2026-02-01", to: "2026-02-28" },
  { before: "2026-02-28", from: "2026-03-01", to: "2026-03-31" },
] as const;

type Cell = string | number | null | undefined;

const minor = (text: Cell): bigint => BigInt(String(text ?? "0.00").replace(".", ""));
const sum = (values: readonly Cell[]): bigint => values.reduce((all, value) => all + minor(value), 0n);

function read(
  shop: Organization,
  report: ReportName,
  query: { from?: string; to: string },
): Promise<ReportView> {
  return shop.send(getReport, { params: { report }, query });
}

/** What each account of the ledger stands at on a day, in the base currency: debit is positive. */
async function standing(shop: Organization, as_of: string): Promise<(account: string) => bigint> {
  const { accounts } = await shop.send(trialBalance, { query: { as_of } });
  return (account) =>
    sum(accounts.filter((one) => one.account === account).map(({ base_amount }) => base_amount));
}

/** The tax of any month is what the ledger's account of taxes moved by in it, by rate and by document alike. */
export async function checkTaxes(shop: Organization): Promise<void> {
  for (const { before, from, to } of months) {
    const moved = (await standing(shop, before))("tax") - (await standing(shop, to))("tax");
    const summary = await read(shop, "tax-summary", { from, to });
    const documents = await read(shop, "tax-documents", { from, to });
    for (const { rows, totals } of [summary, documents]) {
      expect(minor(totals?.["tax"])).toBe(moved);
      expect(sum(rows.map(({ tax }) => tax))).toBe(moved);
    }
    for (const { name, percentage, taxable, tax } of summary.rows) {
      const own = documents.rows.filter((row) => row["name"] === name && row["percentage"] === percentage);
      expect([sum(own.map((row) => row["taxable"])), sum(own.map((row) => row["tax"]))]).toEqual([
        minor(taxable),
        minor(tax),
      ]);
    }
  }
}

/** Debit and credit are level on each of the days, and each account is what the ledger says. */
export async function checkTrialBalance(shop: Organization, days: readonly string[]): Promise<void> {
  for (const to of days) {
    const { rows, totals } = await read(shop, "trial-balance", { to });
    const level = sum(rows.map(({ debit }) => debit));
    expect(sum(rows.map(({ credit }) => credit))).toBe(level);
    expect([minor(totals?.["debit"]), minor(totals?.["credit"])]).toEqual([level, level]);
    const told = await standing(shop, to);
    for (const { id, debit, credit } of rows) expect(minor(debit) - minor(credit)).toBe(told(String(id)));
  }
}
