import { getCustomer } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { CrmPanel } from "#web/sync/CrmPanel.tsx";

/** What the CRM says of the customer that something is written for; nothing for one that is not linked (F37). */
export function LinkedPanel({ customer }: { customer: string }) {
  const found = useCall(getCustomer, { params: { customer } });
  return found.data?.linked ? <CrmPanel customer={customer} readOnly /> : null;
}
