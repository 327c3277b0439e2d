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
  // What is owed comes before the days: beside a record there is room for the first four.
  return [
    {
      id: "number",
      title: "Number",
      width: 108,
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {rowNameOf(row)}
        </Anchor>
      ),
    },
    ...columnsIf(withParty || shown.module === "purchase_orders", {
      id: "party",
      title: shown.module === "purchase_orders" ? "Vendor" : "Customer",
      width: 200,
      cell: (row) => row.party,
    }),
    ...columnsIf(isSold, {
      id: "plan",
      title: "Plan",
      width: 120,
      cell: (row) => showText(row.plan),
    }),
    { id: "status", title: "Status", width: 120, cell: (row) => <Status {...shown.status(row.status)} /> },
    {
      id: "amount",
      title: isSold ? "Amount" : "Total",
      width: 104,
      align: "right",
      cell: (row) => showAmount(row.amount, row.currency_code),
    },
    ...columnsIf(shown.module === "invoices", {
      id: "balance",
      title: "Balance",
      width: 104,
      align: "right",
      cell: (row) => (row.balance === null ? showText(null) : showAmount(row.balance, row.currency_code)),
    }),
    { id: "next", title: shown.next, width: 108, cell: (row) => showDay(row.next_date) },
    ...columnsIf(!isSold, { id: "date", title: "Date", width: 108, cell: (row) => showDay(row.date) }),
  ];
}

function columnsIf(isThere: boolean, column: Column<FinanceRow>): Column<FinanceRow>[] {
  return isThere ? [column] : [];
}
