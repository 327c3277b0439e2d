import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the customers' screens. */
export type CustomerPlaces = ReturnType<typeof customerPlaces>;

/** The addresses of the customers' screens within an organization. */
export function customerPlaces(organization: string) {
  const root = addressIn(organization, "billing/customers");
  return {
    list: root,
    create: `${root}/new`,
    import: `${root}/import`,
    customer: (id: string) => `${root}/${id}`,
    edit: (id: string) => `${root}/${id}/edit`,
    fields: addressIn(organization, "settings/customer-fields"),
  };
}

export function useCustomerPlaces(): CustomerPlaces {
  return customerPlaces(useOrganization().id);
}
