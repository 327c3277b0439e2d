import { documentHomes } from "#web/billing/documents/places.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the invoices' screens. */
export type InvoicePlaces = ReturnType<typeof invoicePlaces>;

/** The addresses of the invoices' screens within an organization. */
export function invoicePlaces(organization: string) {
  const root = addressIn(organization, documentHomes.invoice);
  return {
    list: root,
    create: `${root}/new`,
    invoice: (id: string) => `${root}/${id}`,
    edit: (id: string) => `${root}/${id}/edit`,
  };
}

export function useInvoicePlaces(): InvoicePlaces {
  return invoicePlaces(useOrganization().id);
}
