import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { EmailListItem } from "#billing/email/email.api.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { documentHomes } from "#web/billing/documents/places.ts";
import { usePaymentPlaces } from "#web/billing/payments/places.ts";

/** The document or payment that an e-mail is about. */
export function About({ email }: { email: EmailListItem }) {
  const { id: organization } = useOrganization();
  const payments = usePaymentPlaces();
  const { document_id, document_kind, document_number, payment_id, payment_number } = email;
  if (payment_id !== null)
    return (
      <Anchor component={Link} to={payments.payment(payment_id)} inherit>
        {payment_number}
      </Anchor>
    );
  if (document_id === null || document_kind === null) return null;
  return (
    <Anchor
      component={Link}
      to={`${addressIn(organization, documentHomes[document_kind])}/${document_id}`}
      inherit
    >
      {document_number ?? "Draft"}
    </Anchor>
  );
}

/** Whose it is; nobody's is one that goes to a vendor. */
export function AboutCustomer({ email }: { email: EmailListItem }) {
  const places = useCustomerPlaces();
  const { customer_id, customer_name } = email;
  if (customer_id === null) return null;
  return (
    <Anchor component={Link} to={places.customer(customer_id)} inherit>
      {customer_name}
    </Anchor>
  );
}
