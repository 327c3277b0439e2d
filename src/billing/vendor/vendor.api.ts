import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { lineInput, versionInput } from "#billing/catalog/catalog-schema.api.ts";
import { AddressInput, AddressView, pageSize } from "#billing/customer/customer-schema.api.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Vendors";

export const VendorRef = z.object({ vendor: idParam("ven") });

export const VendorView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  address: AddressView,
  currency_code: z.string(),
  payment_terms: z.number().nullable(),
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type VendorView = z.output<typeof VendorView>;

const name = lineInput("name", 200);

const vendorInput = {
  /** Parts that are not given stay. */
  address: AddressInput.optional(),
  email: z.email("Enter an e-mail address").max(254).nullable().optional(),
  currency_code: z.string().refine(isCurrency, "Choose the currency").optional(),
  payment_terms: z.int("Enter whole days").min(0).max(3650).nullable().optional(),
};

export const listVendors = endpoint({
  method: "GET",
  path: "/vendors",
  summary: "Vendors by name; a search finds names that begin with it",
  tag,
  access: "read",
  query: z.object({
    search: z.string().trim().max(200).optional(),
    cursor: z.string().max(400).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(VendorView), next_cursor: z.string().nullable() }),
});

export const getVendor = endpoint({
  method: "GET",
  path: "/vendors/{vendor}",
  summary: "One vendor",
  tag,
  access: "read",
  params: VendorRef,
  reply: VendorView,
  refuses: ["vendor.not_found"],
});

export const createVendor = endpoint({
  method: "POST",
  path: "/vendors",
  summary: "A new vendor",
  tag,
  access: "write",
  body: z.strictObject({ name, ...vendorInput }),
  reply: VendorView,
  refuses: ["vendor.name_taken"],
});

export const editVendor = endpoint({
  method: "PATCH",
  path: "/vendors/{vendor}",
  summary: "Change the given fields of a vendor; orders keep what they were written with",
  tag,
  access: "write",
  params: VendorRef,
  body: z.strictObject({ version: versionInput, name: name.optional(), ...vendorInput }),
  reply: VendorView,
  refuses: ["vendor.not_found", "vendor.changed_meanwhile", "vendor.name_taken", "vendor.currency_fixed"],
});

export const deleteVendor = endpoint({
  method: "DELETE",
  path: "/vendors/{vendor}",
  summary: "Delete a vendor from whom nothing was ordered",
  tag,
  access: "write",
  params: VendorRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["vendor.not_found", "vendor.in_use"],
});
