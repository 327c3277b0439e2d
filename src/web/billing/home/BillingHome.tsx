import { Stack, Title } from "@mantine/core";
import { IconLink, IconUser, IconUserCheck, IconUserOff, IconUsers } from "@tabler/icons-react";
import { countCustomers, listCustomers } from "#billing/customer/customer.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { useCall } from "#web/api.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import type { CustomerFilter } from "#web/billing/customers/words.ts";
import { ConnectionCard } from "#web/sync/ConnectionCard.tsx";
import { Figures, type Figure, RecentList } from "#web/ui/Glance.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showName } from "#web/ui/show.ts";
import { Attention } from "./Attention.tsx";
import { FirstSteps } from "./FirstSteps.tsx";
import { Money } from "./Money.tsx";

const recentCount = 10;

/** The morning's page: what waits for somebody, how money stands, the sync with the CRM, what changed lately; or how to begin. */
export function BillingHome() {
  const organization = useCall(getOrganization);
  const counted = useCall(countCustomers, { query: {} });
  const { data } = organization;
  return (
    <Page
      title="Home"
      facts={
        data
          ? [
              data.name,
              `${showName("currency", data.base_currency)} (${data.base_currency})`,
              data.time_zone.replaceAll("_", " "),
            ]
          : []
      }
    >
      <Loaded of={counted}>{({ count }) => (count === 0 ? <FirstSteps /> : <Glance />)}</Loaded>
    </Page>
  );
}

function Glance() {
  return (
    <Stack gap={32} maw={880}>
      <Attention />
      <Money />
      <Counts />
      <Connections />
      <RecentCustomers />
    </Stack>
  );
}

function Counts() {
  const { list } = useCustomerPlaces();
  const all = useFigure({});
  const active = useFigure({ status: "active" });
  const inactive = useFigure({ status: "inactive" });
  const linked = useFigure({ linked: "true" });
  const figures: Figure[] = [
    { title: "Customers", icon: IconUsers, to: list, ...all },
    { title: "Active", icon: IconUserCheck, to: list, ...active },
    { title: "Inactive", icon: IconUserOff, to: list, ...inactive },
    { title: "Linked with CRM", icon: IconLink, to: list, ...linked },
  ];
  return <Figures label="Customers" of={figures} />;
}

/** A count of customers, and the filter that shows them. */
function useFigure(
  query: CustomerFilter,
): Pick<Figure, "count" | "isCapped"> & { search: Record<string, string> } {
  const { data } = useCall(countCustomers, { query });
  const search = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  return { count: data?.count, isCapped: data?.is_capped ?? false, search };
}

/** The CRMs that are connected, and how each stands; nothing where there is none. */
function Connections() {
  const { data } = useCall(listConnections);
  const shown = data?.items ?? [];
  if (shown.length === 0) return null;
  return (
    <Stack component="section" gap="xs" aria-label="CRM">
      <Title order={2}>Sync with CRM</Title>
      {shown.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} />
      ))}
    </Stack>
  );
}

function RecentCustomers() {
  const places = useCustomerPlaces();
  const latest = useCall(listCustomers, { query: { sort: "-updated_at", limit: recentCount } });
  return (
    <RecentList
      title="Recently changed customers"
      of={(latest.data?.items ?? []).map(({ id, display_name: name, email, updated_at: at }) => ({
        id,
        name,
        icon: IconUser,
        kind: "Customer",
        to: places.customer(id),
        by: email,
        at,
      }))}
      isWaiting={latest.isPending}
      problem={latest.error}
      empty={null}
    />
  );
}
