import { Group, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import {
  countCustomers,
  type CustomerListItem,
  type CustomerSortChoice,
  listCustomers,
} from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { type Pages, useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { DataTable, type Sort } from "#web/ui/DataTable.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { type Filter, Filters, SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showNumber } from "#web/ui/show.ts";
import { BulkActions } from "./BulkActions.tsx";
import { customerColumns } from "./columns.tsx";
import { CustomerPanel } from "./detail/CustomerPanel.tsx";
import { ListMenu, NewButton, NoCustomers } from "./ListActions.tsx";
import { useCustomerPlaces } from "./places.ts";
import type { CustomerFilter } from "./words.ts";

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
      { value: "merged", label: "Merged" },
    ],
  },
  either("linked", "CRM", "Linked with CRM", "Not linked"),
  either("subscribed", "Subscriptions", "With a subscription", "Without subscription"),
  either("overdue", "Invoices", "Overdue", "None overdue"),
];

function either(id: string, title: string, yes: string, no: string): Filter {
  const choices = [
    { value: "true", label: yes },
    { value: "false", label: no },
  ];
  return { id, title, kind: "one", choices };
}

/** All customers: search as one types, filters, order, chosen columns, one beside the list, several at once. */
export function CustomerList() {
  const { q, sort = "name", open: openId, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useCustomerPlaces();
  const mayWrite = useMay("write");
  const fields = useCall(customFields.customer.list);
  const pages = usePages(listCustomers, {
    query: { ...filter, ...(q === undefined ? { sort } : { search: q, limit: mostFound }) },
  });
  const isNarrowed = q !== undefined || Object.values(filter).some((value) => value !== undefined);
  const change = (next: object, replace = true): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false });
  const show = (customer: CustomerListItem, how: "panel" | "page"): void => {
    if (how === "page") void navigate({ to: places.customer(customer.id) });
    else change({ open: customer.id }, openId !== undefined);
  };
  return (
    <Page
      title="Customers"
      facts={[q === undefined ? <Total key="total" filter={filter} /> : <Found key="found" pages={pages} />]}
      action={mayWrite && <NewButton />}
      menu={<ListMenu filter={filter} isSearch={q !== undefined} />}
      width="fill"
    >
      <DataTable
        name="customers"
        label="Customers"
        columns={customerColumns(places.customer, fields.data?.items ?? [])}
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
        onOpen={show}
        {...(openId === undefined ? {} : { openId })}
        {...(mayWrite ? { bulk: bulkActions } : {})}
        tools={
          <Group gap="xs">
            <SearchField
              label="Search customers by name, company, e-mail or phone"
              hint="Search customers"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            <Filters
              filters={filters}
              values={filter}
              onChange={(id, value) => change({ [id]: value }, false)}
            />
            {q !== undefined && pages.items.length === mostFound && (
              <Text c="dimmed" size="sm">
                The first {mostFound}; type more to narrow the search
              </Text>
            )}
          </Group>
        }
        empty={
          isNarrowed ? (
            <NothingFound
              sentence="No customer's name, company, e-mail or phone begins with this, or none fits the filters."
              many="customers"
              onShowAll={() => void navigate({ search: {} })}
            />
          ) : (
            <NoCustomers />
          )
        }
      />
      {openId !== undefined && (
        <CustomerPanel key={openId} id={openId} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  );
}

function bulkActions(chosen: CustomerListItem[], clear: () => void) {
  return <BulkActions chosen={chosen} onDone={clear} />;
}

function sortOf(choice: CustomerSortChoice): Sort {
  return { by: choice.replace("-", ""), down: choice.startsWith("-") };
}

function Total({ filter }: { filter: CustomerFilter }) {
  const counted = useCall(countCustomers, { query: filter });
  if (counted.data === undefined) return null;
  const { count, is_capped: isCapped } = counted.data;
  return <>{isCapped ? `More than ${showNumber(count)} customers` : showCount(count, "customer")}</>;
}

/** How many a search found; a plus where it was cut short. */
function Found({ pages }: { pages: Pages<CustomerListItem> }) {
  if (pages.isWaiting || pages.isStale || pages.problem !== null) return null;
  const { length } = pages.items;
  return <>{length === mostFound ? `${showNumber(length)}+ found` : `${showNumber(length)} found`}</>;
}
