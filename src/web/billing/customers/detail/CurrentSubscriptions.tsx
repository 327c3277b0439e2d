import { useNavigate } from "@tanstack/react-router";
import { subscriptionColumns } from "#web/billing/subscriptions/columns.tsx";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { useCurrentSubscriptions } from "./latest.ts";
import { Shown } from "./Shown.tsx";

/** What is sold to a customer and not over. */
export function CurrentSubscriptions({ customer }: { customer: string }) {
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  return (
    <Shown
      title="Active subscriptions"
      all="All subscriptions"
      part="subscriptions"
      columns={subscriptionColumns(places.subscription)}
      pages={useCurrentSubscriptions(customer)}
      rowName={({ number }) => number}
      onOpen={({ id }) => void navigate({ to: places.subscription(id) })}
      none="None at present."
    />
  );
}
