import type { CustomerView } from "#billing/customer/customer.api.ts";
import { LinkBadges } from "#web/sync/customer/LinkBadges.tsx";
import { statusOf } from "#web/billing/customers/words.ts";
import { Status } from "#web/ui/Status.tsx";

/** A customer's status, and how it stands with the CRM. */
export function CustomerBadges({ customer }: { customer: CustomerView }) {
  return (
    <>
      <Status {...statusOf(customer)} />
      {customer.linked && <LinkBadges customer={customer.id} />}
    </>
  );
}
