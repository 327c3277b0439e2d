import { Alert, Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { getGateway } from "#billing/gateway/gateway.api.ts";
import { listPaymentMethods } from "#billing/payment-method/payment-method.api.ts";
import { useCall } from "#web/api.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";

/** What keeps a customer's money from being collected by itself; nothing where nothing does. */
export function NotCollectable({ customer }: { customer: string | undefined }) {
  const { id } = useOrganization();
  const gateway = useCall(getGateway);
  if (gateway.data === undefined) return null;
  if (gateway.data.account !== null)
    return customer === undefined ? null : <WithoutMethod customer={customer} />;
  return (
    <Alert color="conflict" title="No payment gateway is connected">
      Nothing can be collected, and the first invoice begins dunning.{" "}
      <Anchor component={Link} to={addressIn(id, "settings/payment-gateway")} inherit underline="always">
        Connect a payment gateway
      </Anchor>
      , or send invoices.
    </Alert>
  );
}

function WithoutMethod({ customer }: { customer: string }) {
  const places = useCustomerPlaces();
  const methods = useCall(listPaymentMethods, { params: { customer } });
  if (methods.data === undefined || methods.data.items.length > 0) return null;
  return (
    <Alert color="conflict" title="The customer has no card or account">
      Until there is one nothing can be collected.{" "}
      <Anchor component={Link} to={places.customer(customer)} inherit underline="always">
        Open the customer
      </Anchor>{" "}
      to add one, or send invoices.
    </Alert>
  );
}
