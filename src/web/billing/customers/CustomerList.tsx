import { Button, Group, Menu, Text } from "@mantine/core";
import { IconAdjustments, IconDownload, IconFileImport, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import {
  countCustomers,
  type CustomerListItem,
  type CustomerSortChoice,
  exportCustomers,
  listCustomers,
} from "#billing/customer/customer.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { DataTable, type Sort } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { type Filter, Filters, SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showNumber } from "#web/ui/show.ts";
import { BulkActions } from "./BulkActions.tsx";
import { customerColumns } from "./columns.tsx";
import { type CustomerPlaces, useCustomerPlaces } from "./places.ts";

const route = getRouteApi("/o/$org/billing/customers");

/** A search shows this many at most: whoever needs more types another letter. */
const mostFound = 200;

const filters: Filter[] = [
  {
    id: "status",
    title: "Status",
    kind: "one",
    choices: [
      { value: "active", label: "Active" },
      { value: "inactive", label: "Inactive" },
    ],
  },
  {
    id: "linked",
    title: "CRM",
    kind: "one",
    choices: [
      { value: "true", label: "Linked with CRM" },
      { value: "false", label: "Not linked" },
    ],
  },
];

/** All customers: search as one types, filters, order, chosen columns, and what can be done with several at once. */
export function CustomerList() {
  const { q, sort = "name", ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useCustomerPlaces();
  const mayWrite = useMay("write");
  const pages = usePages(listCustomers, {
    query: { ...filter, ...(q === undefined ? { sort } : { search: q, limit: mostFound }) },
  });
  const isNarrowed = q !== undefined || filter.status !== undefined || filter.linked !== undefined;
  const change = (next: object): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  return (
    <Page
      title="Customers"
      facts={[<Total key="total" filter={filter} />]}
      action={mayWrite && <NewButton places={places} />}
      menu={<ListMenu places={places} filter={filter} mayWrite={mayWrite} />}
      width="fill"
    >
      <DataTable
        name="customers"
        label="Customers"
        columns={customerColumns(places.customer)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ display_name }) => display_name}
        // What is found comes by name.
        {...(q === undefined
          ? {
              sort: sortOf(sort),
              onSort: ({ by, down }: Sort) => change({ sort: `${down ? "-" : ""}${by}` }),
            }
          : {})}
        onOpen={({ id }) => void navigate({ to: places.customer(id) })}
        {...(mayWrite ? { bulk: bulkActions } : {})}
        tools={
          <Group gap="xs">
            <SearchField
              label="Search name, company, e-mail, phone"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            <Filters filters={filters} values={filter} onChange={(id, value) => change({ [id]: value })} />
            {q !== undefined && pages.items.length === mostFound && (
              <Text c="dimmed" size="sm">
                The first {mostFound}; type more to narrow the search
              </Text>
            )}
          </Group>
        }
        empty={
          isNarrowed ? (
            <NothingFound onClear={() => void navigate({ search: {} })} />
          ) : (
            <NoCustomers places={places} mayWrite={mayWrite} />
          )
        }
      />
    </Page>
  );
}

function bulkActions(chosen: CustomerListItem[], clear: () => void) {
  return <BulkActions chosen={chosen} onDone={clear} />;
}

function sortOf(choice: CustomerSortChoice): Sort {
  return { by: choice.replace("-", ""), down: choice.startsWith("-") };
}

type FilterValues = { status?: "active" | "inactive" | undefined; linked?: "true" | "false" | undefined };

function Total({ filter }: { filter: FilterValues }) {
  const counted = useCall(countCustomers, { query: filter });
  if (counted.data === undefined) return null;
  const { count, is_capped: isCapped } = counted.data;
  return <>{isCapped ? `More than ${showNumber(count)} customers` : showCount(count, "customer")}</>;
}

function NewButton({ places }: { places: CustomerPlaces }) {
  return (
    <Button component={Link} to={places.create} leftSection={<IconPlus size={16} />}>
      New customer
    </Button>
  );
}

function ListMenu({
  places,
  filter,
  mayWrite,
}: {
  places: CustomerPlaces;
  filter: FilterValues;
  mayWrite: boolean;
}) {
  const { id: organization } = useOrganization();
  const file = `${addressOf(exportCustomers, { query: { ...filter, bom: "true" } })}&organization=${organization}`;
  return (
    <>
      {mayWrite && (
        <Menu.Item component={Link} to={places.import} leftSection={<IconFileImport size={16} />}>
          Import from CSV
        </Menu.Item>
      )}
      <Menu.Item component="a" href={file} download="customers.csv" leftSection={<IconDownload size={16} />}>
        Export as CSV
      </Menu.Item>
      <Menu.Item component={Link} to={places.fields} leftSection={<IconAdjustments size={16} />}>
        Custom fields
      </Menu.Item>
    </>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      drawing="search"
      sentence="No customer's name, company, e-mail or phone begins with this, or none fits the filters."
      action={
        <Button variant="default" onClick={onClear}>
          Show all customers
        </Button>
      }
    />
  );
}

function NoCustomers({ places, mayWrite }: { places: CustomerPlaces; mayWrite: boolean }) {
  return (
    <Empty
      drawing="card"
      sentence="There are no customers yet. Create one, import a CSV file, or connect your CRM."
      action={
        mayWrite && (
          <Group gap="xs">
            <NewButton places={places} />
            <Button
              component={Link}
              to={places.import}
              variant="default"
              leftSection={<IconFileImport size={16} />}
            >
              Import from CSV
            </Button>
          </Group>
        )
      }
    />
  );
}
