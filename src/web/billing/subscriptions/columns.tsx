import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { SubscriptionListItem } from "#billing/subscription/subscription.api.ts";
import { customColumns } from "#web/billing/custom-fields/columns.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { statusOf, termWords } from "./words.ts";

/** The columns of the list, the organization's own fields last. The number leads to the subscription's page. */
export function subscriptionColumns(
  to: (id: string) => string,
  custom: readonly CustomFieldView[] = [],
): Column<SubscriptionListItem>[] {
  return [
    {
      id: "number",
      title: "Number",
      width: 132,
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {row.number}
        </Anchor>
      ),
    },
    { id: "customer_name", title: "Customer", width: 220, cell: (row) => row.customer_name },
    { id: "plan_name", title: "Plan", width: 180, cell: (row) => row.plan_name },
    { id: "status", title: "Status", width: 148, cell: (row) => <Status {...statusOf(row.status)} /> },
    { id: "next_on", title: "Next", width: 116, cell: (row) => showDay(row.next_on) },
    { id: "term", title: "Term", width: 216, cell: (row) => showText(termWords(row)) },
    {
      id: "reference",
      title: "Reference",
      width: 140,
      isExtra: true,
      cell: (row) => showText(row.reference),
    },
    { id: "starts_at", title: "Start", width: 116, isExtra: true, cell: (row) => showDay(row.starts_at) },
    { id: "currency_code", title: "Currency", width: 88, isExtra: true, cell: (row) => row.currency_code },
    {
      id: "created_at",
      title: "Created",
      width: 124,
      isExtra: true,
      cell: (row) => <When at={row.created_at} />,
    },
    ...customColumns<SubscriptionListItem>(custom),
  ];
}
