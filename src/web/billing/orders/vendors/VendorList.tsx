import { Anchor, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { listVendors, type VendorView } from "#billing/vendor/vendor.api.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { OrderTabs } from "#web/billing/orders/OrderTabs.tsx";
import { useVendorPlaces } from "#web/billing/orders/places.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { VendorForm } from "./VendorForm.tsx";

const route = getRouteApi("/o/$org/billing/orders/vendors");

/** All vendors by name. */
export function VendorList() {
  const { q } = route.useSearch();
  const navigate = useNavigate();
  const places = useVendorPlaces();
  const mayWrite = useMay("write");
  const [isAdding, adding] = useDisclosure(false);
  const pages = usePages(listVendors, { query: q === undefined ? {} : { search: q } });
  const search = (text: string | undefined): void =>
    void navigate({ to: ".", search: { q: text } as never, replace: true, resetScroll: false });
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
      New vendor
    </Button>
  );
  return (
    <Page title="Vendors" action={add} width="fill">
      <OrderTabs here="vendors" />
      <DataTable
        name="vendors"
        label="Vendors"
        columns={columnsOf(places.page)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate({ to: places.page(id) })}
        tools={
          <SearchField label="Search vendors by name" hint="Search by name" value={q} onChange={search} />
        }
        empty={
          q === undefined ? (
            <Empty
              drawing="list"
              sentence="There are no vendors yet. Add those that you order from."
              action={add}
            />
          ) : (
            <NothingFound
              sentence="No vendor's name begins with this."
              many="vendors"
              onShowAll={() => search(undefined)}
            />
          )
        }
      />
      <VendorForm
        isOpen={isAdding}
        onClose={adding.close}
        onSaved={({ id }) => void navigate({ to: places.page(id) })}
      />
    </Page>
  );
}

function columnsOf(to: (id: string) => string): Column<VendorView>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 260,
      cell: ({ id, name }) => (
        <Anchor component={Link} to={to(id)} inherit fw={500} c="var(--mantine-color-text)">
          {name}
        </Anchor>
      ),
    },
    { id: "email", title: "E-mail", width: 240, cell: ({ email }) => showText(email) },
    { id: "currency_code", title: "Currency", width: 100, cell: ({ currency_code }) => currency_code },
    {
      id: "payment_terms",
      title: "Payment terms",
      width: 140,
      cell: ({ payment_terms: days }) => (days === null ? showText(null) : showCount(days, "day")),
    },
  ];
}
