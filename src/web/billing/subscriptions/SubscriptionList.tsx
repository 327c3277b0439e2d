import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { type Filter, Filters, SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { subscriptionColumns } from "./columns.tsx";
import { useSubscriptionPlaces } from "./places.ts";
import { statusOf } from "./words.ts";

const route = getRouteApi("/o/$org/billing/subscriptions");

const filters: Filter[] = [
  {
    id: "status",
    title: "Status",
    kind: "one",
    choices: subscriptionStatuses.map((status) => ({ value: status, label: statusOf(status).word })),
  },
];

/** All subscriptions, the newest first. */
export function SubscriptionList() {
  const { q, status } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useSubscriptionPlaces();
  const mayWrite = useMay("write");
  const fields = useCall(customFields.subscription.list);
  const pages = usePages(listSubscriptions, {
    query: { ...(status === undefined ? {} : { status }), ...(q === undefined ? {} : { search: q }) },
  });
  const isNarrowed = q !== undefined || status !== undefined;
  const change = (next: object, replace = true): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false });
  const sell = mayWrite && (
    <Button component={Link} to={places.create} leftSection={<IconPlus size={16} />}>
      Sell a subscription
    </Button>
  );
  return (
    <Page title="Subscriptions" action={sell} width="fill">
      <DataTable
        name="subscriptions"
        label="Subscriptions"
        columns={subscriptionColumns(places.subscription, fields.data?.items ?? [])}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ number }) => number}
        onOpen={({ id }) => void navigate({ to: places.subscription(id) })}
        tools={
          <Group gap="xs">
            <SearchField
              label="Search subscriptions by number or reference"
              hint="Number or reference"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            <Filters
              filters={filters}
              values={{ status }}
              onChange={(id, value) => change({ [id]: value }, false)}
            />
          </Group>
        }
        empty={
          isNarrowed ? (
            <NothingFound
              sentence="No subscription has this number or reference, or none is in this status."
              many="subscriptions"
              onShowAll={() => void navigate({ search: {} })}
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
