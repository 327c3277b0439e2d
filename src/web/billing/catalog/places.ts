import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the catalog's screens. */
export type CatalogPlaces = ReturnType<typeof catalogPlaces>;

/** The addresses of the catalog's screens within an organization. */
export function catalogPlaces(organization: string) {
  const root = addressIn(organization, "billing/catalog");
  return {
    plans: root,
    product: (id: string) => `${root}/products/${id}`,
    newPlan: `${root}/plans/new`,
    plan: (id: string) => `${root}/plans/${id}`,
    editPlan: (id: string) => `${root}/plans/${id}/edit`,
    addons: `${root}/addons`,
    newAddon: `${root}/addons/new`,
    addon: (id: string) => `${root}/addons/${id}`,
    editAddon: (id: string) => `${root}/addons/${id}/edit`,
    coupons: `${root}/coupons`,
    newCoupon: `${root}/coupons/new`,
    coupon: (id: string) => `${root}/coupons/${id}`,
    editCoupon: (id: string) => `${root}/coupons/${id}/edit`,
  };
}

export function useCatalogPlaces(): CatalogPlaces {
  return catalogPlaces(useOrganization().id);
}
