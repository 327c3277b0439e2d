import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { modeWords } from "#billing/payment/payment-mode.ts";
import type { PaymentListItem } from "#billing/payment/payment.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

/** The columns of a list of payments; the number leads to the payment's page. */
export function paymentColumns(to: (id: string) => string): Column<PaymentListItem>[] {
  return [
    {
      id: "number",
      title: "Number",
      width: 128,
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {row.number}
        </Anchor>
      ),
    },
    { id: "customer_name", title: "Customer", width: 240, cell: (row) => row.customer_name },
    { id: "date", title: "Date", width: 116, cell: (row) => showDay(row.date) },
    { id: "mode", title: "Mode", width: 124, cell: (row) => modeWords(row.mode) },
    {
      id: "reference_number",
      title: "Reference",
      width: 140,
      cell: (row) => showText(row.reference_number),
    },
    {
      id: "amount",
      title: "Amount",
      width: 132,
      align: "right",
      cell: (row) => showAmount(row.amount, row.currency_code),
    },
    {
      id: "unused",
      title: "Unused",
      width: 132,
      align: "right",
      cell: (row) =>
        row.status === "void" ? (
          <Status word="Void" meaning="gray" />
        ) : isNothing(row.unused) ? (
          showText(null)
        ) : (
          showAmount(row.unused, row.currency_code)
        ),
    },
  ];
}
