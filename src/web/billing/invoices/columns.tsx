import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { InvoiceListItem } from "#billing/invoice/invoice.api.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { invoiceName, statusOf } from "./words.ts";

/** The columns of the list; the number leads to the invoice's page. */
export function invoiceColumns(to: (id: string) => string): Column<InvoiceListItem>[] {
  return [
    {
      id: "number",
      title: "Number",
      width: 128,
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {invoiceName(row)}
        </Anchor>
      ),
    },
    { id: "customer_name", title: "Customer", width: 240, cell: (row) => row.customer_name },
    { id: "status", title: "Status", width: 132, cell: (row) => <Status {...statusOf(row)} /> },
    { id: "date", title: "Date", width: 116, cell: (row) => showDay(row.date) },
    { id: "due_date", title: "Due", width: 116, cell: (row) => <Due of={row} /> },
    {
      id: "total",
      title: "Total",
      width: 132,
      align: "right",
      cell: (row) => showAmount(row.total, row.currency_code),
    },
    {
      id: "balance",
      title: "Balance",
      width: 132,
      align: "right",
      cell: (row) => (isOpen(row) ? showAmount(row.balance, row.currency_code) : showText(null)),
    },
    {
      id: "reference_number",
      title: "Reference",
      width: 140,
      isExtra: true,
      cell: (row) => showText(row.reference_number),
    },
    {
      id: "created_at",
      title: "Created",
      width: 124,
      isExtra: true,
      cell: (row) => <When at={row.created_at} />,
    },
    {
      id: "updated_at",
      title: "Updated",
      width: 124,
      isExtra: true,
      cell: (row) => <When at={row.updated_at} />,
    },
  ];
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
