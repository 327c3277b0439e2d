import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CustomerListItem } from "#billing/customer/customer.api.ts";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { customColumns } from "#web/billing/custom-fields/columns.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showName, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { sourceWords, statusOf } from "./words.ts";

type Plain = Exclude<keyof CustomerListItem, "tags" | "linked" | "version" | "custom_fields">;

function plain(id: Plain, title: string, width: number, isExtra = false): Column<CustomerListItem> {
  return { id, title, width, isExtra, cell: (row) => showText(row[id]) };
}

/** The columns of the list, the organization's own fields last. The name leads to the customer's page. */
export function customerColumns(
  to: (id: string) => string,
  custom: readonly CustomFieldView[],
): Column<CustomerListItem>[] {
  return [
    {
      id: "display_name",
      title: "Name",
      width: 204,
      sort: "name",
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {row.display_name}
        </Anchor>
      ),
    },
    plain("email", "E-mail", 200),
    plain("phone", "Phone", 140),
    plain("billing_city", "City", 116),
    { id: "status", title: "Status", width: 104, cell: (row) => <Status {...statusOf(row)} /> },
    {
      id: "linked",
      title: "CRM",
      width: 96,
      cell: (row) => (row.linked ? <Status word="Linked" meaning="agree" /> : showText(null)),
    },
    {
      id: "currency_code",
      title: "Currency",
      width: 88,
      cell: ({ currency_code: code }) => <span title={showName("currency", code)}>{code}</span>,
    },
    {
      id: "updated_at",
      title: "Updated",
      width: 124,
      sort: "updated_at",
      cell: (row) => <When at={row.updated_at} />,
    },
    {
      id: "created_at",
      title: "Created",
      width: 140,
      sort: "created_at",
      isExtra: true,
      cell: (row) => <When at={row.created_at} />,
    },
    plain("company_name", "Company", 200, true),
    plain("first_name", "First name", 130, true),
    plain("last_name", "Last name", 130, true),
    plain("mobile", "Mobile", 150, true),
    plain("website", "Website", 200, true),
    plain("billing_country", "Country", 130, true),
    { id: "tags", title: "Tags", width: 180, isExtra: true, cell: (row) => showText(row.tags.join(", ")) },
    { id: "source", title: "Source", width: 140, isExtra: true, cell: (row) => sourceWords(row.source) },
    ...customColumns<CustomerListItem>(custom),
  ];
}
