import { Anchor, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CustomerListItem } from "#billing/customer/customer.api.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { sourceWords, statusOf } from "./words.ts";

type Plain = Exclude<keyof CustomerListItem, "tags" | "linked" | "version">;

function plain(id: Plain, title: string, width: number, isExtra = false): Column<CustomerListItem> {
  return { id, title, width, isExtra, cell: (row) => showText(row[id]) };
}

/** The columns of the list. The name leads to the customer's page. */
export function customerColumns(to: (id: string) => string): Column<CustomerListItem>[] {
  return [
    {
      id: "display_name",
      title: "Name",
      width: 240,
      sort: "name",
      cell: (row) => (
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {row.display_name}
        </Anchor>
      ),
    },
    plain("company_name", "Company", 200),
    plain("email", "E-mail", 230),
    plain("phone", "Phone", 150),
    {
      id: "status",
      title: "Status",
      width: 190,
      cell: (row) => (
        <Group gap={6} wrap="nowrap">
          <Status {...statusOf(row)} />
          {row.linked && <Status word="CRM" meaning="change" />}
        </Group>
      ),
    },
    plain("currency_code", "Currency", 90),
    {
      id: "updated_at",
      title: "Updated",
      width: 140,
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
    plain("mobile", "Mobile", 150, true),
    plain("website", "Website", 200, true),
    plain("first_name", "First name", 130, true),
    plain("last_name", "Last name", 130, true),
    plain("billing_city", "City", 130, true),
    plain("billing_country", "Country", 130, true),
    { id: "tags", title: "Tags", width: 180, isExtra: true, cell: (row) => showText(row.tags.join(", ")) },
    { id: "source", title: "Source", width: 140, isExtra: true, cell: (row) => sourceWords(row.source) },
  ];
}
