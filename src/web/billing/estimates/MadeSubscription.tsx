import { Anchor, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { EstimateView } from "#billing/estimate/estimate.api.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { statusOf } from "#web/billing/subscriptions/words.ts";
import { Status } from "#web/ui/Status.tsx";

/** The subscription that was made of an estimate. */
export function MadeSubscription({ of }: { of: EstimateView["subscription"] }) {
  const places = useSubscriptionPlaces();
  if (of === null) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Subscription</Title>
      <ul className={list.list} aria-label="Subscription">
        <li>
          <Anchor component={Link} to={places.subscription(of.id)} className={list.name}>
            {of.number}
          </Anchor>
          <Status {...statusOf(of.status)} plain />
        </li>
      </ul>
    </Stack>
  );
}
