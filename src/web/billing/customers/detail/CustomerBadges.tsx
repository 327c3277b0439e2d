import type { CustomerView } from "#billing/customer/customer.api.ts";
import { getTestClock } from "#billing/subscription/test-clock.api.ts";
import { LinkBadges } from "#web/sync/customer/LinkBadges.tsx";
import { useCall } from "#web/api.ts";
import { statusOf } from "#web/billing/customers/words.ts";
import { showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

/** A customer's status, how it stands with the CRM, and the day of its own clock. */
export function CustomerBadges({ customer }: { customer: CustomerView }) {
  return (
    <>
      <Status {...statusOf(customer)} />
      {customer.linked && <LinkBadges customer={customer.id} />}
      <TestClock customer={customer.id} />
    </>
  );
}

/** What happens to a customer with a test clock happens by that: its documents are overdue by the real day all the same. */
export function TestClock({ customer }: { customer: string }) {
  const { data } = useCall(getTestClock, { params: { customer } });
  const today = data?.today ?? null;
  return today === null ? null : <Status word={`Test clock: ${showDay(today)}`} meaning="conflict" />;
}
