import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { type InvoiceListItem, listInvoices } from "#billing/invoice/invoice.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Filters, SearchField } from "#web/ui/Filters.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { Page } from "#web/ui/Page.tsx";
import { invoiceColumns } from "./columns.tsx";
import { InvoicePanel } from "./detail/InvoicePanel.tsx";
import { useInvoicePlaces } from "./places.ts";
import { choiceWords, invoiceName, statusChoices } from "./words.ts";

const route = getRouteApi("/o/$org/billing/invoices");

/** All invoices, the newest first: a tab for each status, search by number as one types, one beside the list. */
export function InvoiceList() {
  const { q, status, customer, open: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useInvoicePlaces();
  const mayWrite = useMay("write");
  const pages = usePages(listInvoices, {
    query: {
      ...(status === undefined ? {} : { status }),
      ...(customer === undefined ? {} : { customer_id: customer }),
      ...(q === undefined ? {} : { search: q }),
    },
  });
  const isNarrowed = q !== undefined || status !== undefined || customer !== undefined;
  const change = (next: object, replace = true): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false });
  const show = (invoice: InvoiceListItem, how: "panel" | "page"): void => {
    if (how === "page") void navigate({ to: places.invoice(invoice.id) });
    else change({ open: invoice.id }, openId !== undefined);
  };
  return (
    <Page title="Invoices" action={mayWrite && <NewInvoiceButton />} width="fill">
      <FilterTabs
        label="Status"
        choices={statusChoices.map((choice) => ({ value: choice, label: choiceWords(choice) }))}
        value={status}
        search={(value) => ({ q, customer, status: value })}
      />
      <DataTable
        name="invoices"
        label="Invoices"
        columns={invoiceColumns(places.invoice)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(row) => `${invoiceName(row)} for ${row.customer_name}`}
        onOpen={show}
        {...(openId === undefined ? {} : { openId })}
        tools={
          <Group gap="xs">
            <SearchField
              label="Search invoices by number, or by their whole reference"
              hint="Search by number"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            {customer !== undefined && (
              <CustomerChip id={customer} onClear={() => change({ customer: undefined })} />
            )}
          </Group>
        }
        empty={
          isNarrowed ? (
            <NothingFound onClear={() => void navigate({ search: {} })} />
          ) : (
            <NoInvoices mayWrite={mayWrite} />
          )
        }
      />
      {openId !== undefined && (
        <InvoicePanel key={openId} id={openId} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  );
}

function NewInvoiceButton() {
  return (
    <Button component={Link} to={useInvoicePlaces().create} leftSection={<IconPlus size={16} />}>
      New invoice
    </Button>
  );
}

/** Says that the invoices of one customer are shown, and shows all again. */
function CustomerChip({ id, onClear }: { id: string; onClear: () => void }) {
  const { data } = useCall(getCustomer, { params: { customer: id } });
  const choices = [{ value: id, label: data?.display_name ?? "one customer" }];
  return (
    <Filters
      filters={[{ id: "customer", title: "Customer", kind: "one", choices }]}
      values={{ customer: id }}
      onChange={(_, value) => value === undefined && onClear()}
    />
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      drawing="search"
      sentence="No invoice's number begins with this, or none fits the filters."
      action={
        <Button variant="default" onClick={onClear}>
          Show all invoices
        </Button>
      }
    />
  );
}

function NoInvoices({ mayWrite }: { mayWrite: boolean }) {
  return (
    <Empty
      drawing="list"
      sentence="There are no invoices yet. Write one for a customer; it stays a draft until you mark it as sent."
      action={mayWrite && <NewInvoiceButton />}
    />
  );
}
