import type { Day } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { sumAccounts } from "#billing/ledger/ledger.store.ts";
import { accountWords } from "#billing/ledger/account-words.ts";
import { type Account, accounts } from "#billing/ledger/posting.ts";
import type { Column, ReportTable } from "./report-table.ts";

/** What each account of the ledger stood at on a day: on the side of debit or on that of credit, which are level. */
export async function trialBalanceReport(
  tx: Tx,
  { day, base }: { day: Day; base: string },
): Promise<ReportTable> {
  const sums = await sumAccounts(tx, { asOf: day });
  const balanceOf = (account: Account) =>
    sums.filter((sum) => sum.account === account).reduce((all, { base_amount }) => all + base_amount, 0n);
  const balances = accounts
    .map((account) => ({ account, balance: balanceOf(account) }))
    .filter(({ balance }) => balance !== 0n);
  const rows = balances.map(({ account, balance }) => ({
    id: account,
    account: accountWords[account],
    debit: balance > 0n ? amountText(balance, base) : null,
    credit: balance < 0n ? amountText(-balance, base) : null,
  }));
  const total = (isDebit: boolean) =>
    balances
      .filter(({ balance }) => balance > 0n === isDebit)
      .reduce((all, { balance }) => all + (isDebit ? balance : -balance), 0n);
  const columns: Column[] = [
    { key: "account", label: "Account", kind: "text" },
    { key: "debit", label: "Debit", kind: "money" },
    { key: "credit", label: "Credit", kind: "money" },
  ];
  const totals = {
    account: "Total",
    debit: amountText(total(true), base),
    credit: amountText(total(false), base),
  };
  return { columns, rows, totals };
}
