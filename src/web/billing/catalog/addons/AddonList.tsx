import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type AddonView, listAddons } from "#billing/catalog/addon.api.ts";
import { usePages } from "#web/api.ts";
import { HeadlinePrice } from "#web/billing/catalog/HeadlinePrice.tsx";
import { OfferList } from "#web/billing/catalog/OfferList.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { addonTypeWords, statusFilter, statusOf } from "#web/billing/catalog/words.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import type { Filter } from "#web/ui/Filters.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

const route = getRouteApi("/o/$org/billing/catalog/addons");

const filters: Filter[] = [
  statusFilter,
  {
    id: "type",
    title: "Billed",
    kind: "one",
    choices: [
      { value: "recurring", label: addonTypeWords.recurring },
      { value: "one_time", label: addonTypeWords.one_time },
    ],
  },
];

const columns: Column<AddonView>[] = [
  { id: "code", title: "Code", width: 160, cell: ({ addon_code }) => addon_code },
  { id: "price", title: "Price", width: 240, cell: (addon) => <HeadlinePrice of={addon} /> },
  { id: "type", title: "Billed", width: 120, cell: ({ type }) => addonTypeWords[type] },
  {
    id: "plans",
    title: "Plans",
    width: 110,
    cell: ({ applicable_to, plans }) =>
      applicable_to === "all" ? "All plans" : showCount(plans.length, "plan"),
  },
  { id: "status", title: "Status", width: 112, cell: ({ status }) => <Status {...statusOf(status)} /> },
];

/** All addons: search as one types, filters. */
export function AddonList() {
  const { q, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useCatalogPlaces();
  const pages = usePages(listAddons, { query: { ...filter, ...(q === undefined ? {} : { search: q }) } });
  return (
    <OfferList
      kind="addon"
      pages={pages}
      columns={columns}
      to={places.addon}
      add={
        <Button component={Link} to={places.newAddon} leftSection={<IconPlus size={16} />}>
          New addon
        </Button>
      }
      filters={filters}
      values={{ q, ...filter }}
      onChange={(next) =>
        void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
      }
      onClear={() => void navigate({ search: {} })}
      nothing="No addons yet. An addon is what a subscription can have beside its plan: more seats, more storage, a day of help."
    />
  );
}
