import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the payments' screens. */
export function usePaymentPlaces(): { list: string; payment: (id: string) => string } {
  const root = addressIn(useOrganization().id, "billing/payments");
  return { list: root, payment: (id) => `${root}/${id}` };
}
