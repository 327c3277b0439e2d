import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";

/** Whom a document is for. */
export function CustomerLink({ of }: { of: { customer_id: string; customer_name: string } }) {
  const places = useCustomerPlaces();
  return (
    <Anchor component={Link} to={places.customer(of.customer_id)}>
      {of.customer_name}
    </Anchor>
  );
}
