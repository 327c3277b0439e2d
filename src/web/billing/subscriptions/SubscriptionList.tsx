import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { exportSubscriptions, listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { type SubscriptionStatus, subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { addressOf } from "#platform/http/call.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { dayFilters } from "#web/billing/documents/list/list-filters.ts";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { ListTools } from "#web/billing/documents/list/ListTools.tsx";
import { ExportItem } from "#web/billing/listing/ExportItem.tsx";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import type { Filter } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { subscriptionColumns } from "./columns.tsx";
import { useSubscriptionPlaces } from "./places.ts";
import { statusOf } from "./words.ts";

const filters: Filter[] = [
  {
    id: "status",
    title: "Status",
    kind: "one",
    choices: subscriptionStatuses.map((status) => ({ value: status, label: statusOf(status).word })),
  },
  ...dayFilters,
];

/** All subscriptions, the newest first. */
export function SubscriptionList() {
  const search = useListSearch<SubscriptionStatus>();
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  const mayWrite = useMay("write");
  const fields = useCall(customFields.subscription.list);
  const { at_least: _least, at_most: _most, ...query } = search.query;
  const pages = usePages(listSubscriptions, { query });
  const sell = mayWrite && (
    <Button component={Link} to={places.create} leftSection={<IconPlus size={16} />}>
      Sell a subscription
    </Button>
  );
  return (
    <Page
      title="Subscriptions"
      action={sell}
      menu={
        <ExportItem
          file={addressOf(exportSubscriptions, { query: { ...query, bom: "true" } })}
          name="subscriptions"
          isFiltered={search.isNarrowed}
        />
      }
      width="fill"
    >
      <DataTable
        name="subscriptions"
        label="Subscriptions"
        columns={subscriptionColumns(places.subscription, fields.data?.items ?? [])}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ number }) => number}
        onOpen={({ id }) => void navigate({ to: places.subscription(id) })}
        tools={<ListTools many="subscriptions" filters={filters} search={search} />}
        empty={
          search.isNarrowed ? (
            <NothingFound
              sentence="No subscription has this number, reference or customer, or none fits the filters."
              many="subscriptions"
              onShowAll={search.clear}
            />
          ) : (
            <Empty
              sentence="A subscription bills a customer for a plan, term after term, until it ends."
              action={sell}
            />
          )
        }
      />
    </Page>
  );
}
