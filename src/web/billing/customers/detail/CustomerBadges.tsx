import type { CustomerView } from "#billing/customer/customer.api.ts";
import { statusOf } from "#web/billing/customers/words.ts";
import { Status } from "#web/ui/Status.tsx";

/** A customer's status, and that it is linked. */
export function CustomerBadges({ customer }: { customer: CustomerView }) {
  return (
    <>
      <Status {...statusOf(customer)} />
      {customer.linked && <Status word="Linked with CRM" meaning="agree" />}
    </>
  );
}
