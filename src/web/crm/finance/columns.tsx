import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { FinanceRow } from "#app/finance/finance-documents.api.ts";
import type { FinanceShown } from "./finance-modules.ts";

/** What a row is called: its number, which a draft has not got yet. */
export function rowNameOf({ number }: Pick<FinanceRow, "number">): string {
  return number ?? "Draft";
}

/** The columns of a module's list; without the party where all are one party's. */
export function financeColumns(
  shown: FinanceShown,
  { to, withParty }: { to: (id: string) => string; withParty: boolean },
): Column<FinanceRow>[] {
  const isSold = shown.module === "subscriptions";
  const party = shown.module === "purchase_orders" ? "Vendor" : "Customer";
  return [
    {
      id: "number",
      title: "Number",
      width: 112,
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {rowNameOf(row)}
        </Anchor>
      ),
    },
    ...(withParty || shown.module === "purchase_orders"
      ? [{ id: "party", title: party, width: 200, cell: (row: FinanceRow) => row.party }]
      : []),
    ...(isSold
      ? [{ id: "plan", title: "Plan", width: 160, cell: (row: FinanceRow) => showText(row.plan) }]
      : [{ id: "date", title: "Date", width: 108, cell: (row: FinanceRow) => showDay(row.date) }]),
    { id: "next", title: shown.next, width: 108, cell: (row) => showDay(row.next_date) },
    { id: "status", title: "Status", width: 120, cell: (row) => <Status {...shown.status(row.status)} /> },
    {
      id: "amount",
      title: isSold ? "Amount" : "Total",
      width: 104,
      align: "right",
      cell: (row) => showAmount(row.amount, row.currency_code),
    },
    ...(shown.module === "invoices"
      ? [
          {
            id: "balance",
            title: "Balance",
            width: 104,
            align: "right" as const,
            cell: (row: FinanceRow) =>
              row.balance === null ? showText(null) : showAmount(row.balance, row.currency_code),
          },
        ]
      : []),
  ];
}
