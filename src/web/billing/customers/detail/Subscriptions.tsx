import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { usePages } from "#web/api.ts";
import { subscriptionColumns } from "#web/billing/subscriptions/columns.tsx";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";

/** What was sold to a customer, the newest first. */
export function Subscriptions({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  const pages = usePages(listSubscriptions, { query: { customer_id: customer } });
  const sell = mayWrite && (
    <Button
      component={Link}
      to={`${places.create}?customer=${customer}`}
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      Sell a subscription
    </Button>
  );
  return (
    <DataTable
      name="customer subscriptions"
      label="Subscriptions"
      columns={subscriptionColumns(places.subscription).filter(({ id }) => id !== "customer_name")}
      pages={pages}
      rowId={({ id }) => id}
      rowName={({ number }) => number}
      onOpen={({ id }) => void navigate({ to: places.subscription(id) })}
      isPlain
      {...(sell && pages.items.length > 0 ? { tools: sell } : {})}
      empty={<Empty sentence="Nothing was sold to this customer by subscription yet." action={sell} />}
    />
  );
}
