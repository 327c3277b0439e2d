import type { Selectable } from "kysely";
import type { VendorView } from "./vendor.api.ts";
import type { VendorRow } from "./vendor.table.ts";

/** Whom the organization buys from. */
export type Vendor = Selectable<VendorRow>;

/** What is written of a vendor. */
export type VendorValues = Pick<Vendor, "name" | "email" | "currency_code" | "payment_terms">;

export type GivenVendor = { [Field in keyof VendorValues]?: VendorValues[Field] | undefined };

/** A vendor as the API shows it. */
export function vendorView({ organization_id: _organization, ...vendor }: Vendor): VendorView {
  return vendor;
}
