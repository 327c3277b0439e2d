import type { Selectable } from "kysely";
import { definedOf } from "#billing/catalog/changes.ts";
import type { AddressInput, AddressView } from "#billing/customer/customer-schema.api.ts";
import type { VendorView } from "./vendor.api.ts";
import type { VendorRow } from "./vendor.table.ts";

/** Whom the organization buys from. */
export type Vendor = Selectable<VendorRow>;

/** What is written of a vendor. */
export type VendorValues = Pick<Vendor, "name" | "email" | "currency_code" | "payment_terms">;

export type GivenVendor = { [Field in keyof VendorValues]?: VendorValues[Field] | undefined } & {
  address?: AddressInput | undefined;
};

/** An address with the parts that are given; the others stay. */
export function addressWith(before: AddressView, given: AddressInput | undefined): AddressView {
  return { ...before, ...definedOf(given ?? {}) };
}

/** Where a vendor is of whom nothing is known yet. */
export const nowhere: AddressView = {
  ...{ attention: null, street: null, city: null, state: null },
  ...{ zip: null, country: null, phone: null },
};

/** A vendor as the API shows it. */
export function vendorView({ organization_id: _organization, ...vendor }: Vendor): VendorView {
  return vendor;
}
