import { dayAt } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomerForUpdate, mergedAway } from "#billing/customer/customer.commands.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import type { BillingOrganization } from "#billing/organization/organization.store.ts";

export type Parties = { customer: Customer; organization: BillingOrganization };

/** Who pays, and the organization that is paid. Refuses merged customers; an inactive one may still pay what is open. */
export async function payerOf(tx: Tx, customerId: CustomerId): Promise<Parties> {
  // Locked, so that it is not deleted, merged or given another currency while its first document is written.
  const customer = await getCustomerForUpdate(tx, customerId);
  if (customer.merged_into !== null) throw await mergedAway(tx, customer);
  return { customer, organization: await getBillingOrganization(tx) };
}

/** Whom a new document is for, and the organization that writes it. Refuses merged and inactive customers. */
export async function partiesOf(tx: Tx, customerId: CustomerId): Promise<Parties> {
  const parties = await payerOf(tx, customerId);
  if (parties.customer.status !== "active")
    throw new AppError("document.customer_inactive", {
      customer: customerId,
      message: `${parties.customer.display_name} is inactive`,
    });
  return parties;
}

/** The day that it is in the organization, and the currency that it reckons in. */
export async function dayOf(tx: Tx, { now }: Pick<Act, "now">): Promise<{ date: string; base: string }> {
  const { time_zone, base_currency } = await getBillingOrganization(tx);
  return { date: dayAt(now, time_zone), base: base_currency };
}
