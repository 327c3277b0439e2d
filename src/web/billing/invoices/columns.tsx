import type { InvoiceListItem } from "#billing/invoice/invoice.api.ts";
import { documentColumns } from "#web/billing/documents/list/columns.tsx";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { statusOf } from "./words.ts";

/** The columns of the list; the number leads to the invoice's page. */
export function invoiceColumns(to: (id: string) => string): Column<InvoiceListItem>[] {
  return documentColumns<InvoiceListItem>({
    to,
    party: { id: "customer_name", title: "Customer", name: (row) => row.customer_name },
    status: statusOf,
    days: [{ id: "due_date", title: "Due", width: 116, cell: (row) => <Due of={row} /> }],
    money: [
      {
        id: "balance",
        title: "Balance",
        width: 132,
        align: "right",
        cell: (row) => (isOpen(row) ? showAmount(row.balance, row.currency_code) : showText(null)),
      },
    ],
  });
}

/** Whether somebody is expected to pay. */
function isOpen({ status }: InvoiceListItem): boolean {
  return status === "sent" || status === "overdue" || status === "partially_paid";
}

/** The day until which an invoice is to be paid, in the colour of failure once that has passed. */
function Due({ of: { due_date: day, status } }: { of: InvoiceListItem }) {
  const words = showDay(day);
  if (status !== "overdue") return <>{words}</>;
  return <span style={{ color: "var(--mantine-color-error)", fontWeight: 500 }}>{words}</span>;
}
