import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import { descriptionInput, lineInput, listQuery, OfferStatus, versionInput } from "./catalog-schema.api.ts";

const tag = "Products";

export const ProductRef = z.object({ product: idParam("prd") });

export const ProductView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status: OfferStatus,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type ProductView = z.output<typeof ProductView>;

const name = lineInput("name", 200);

export const listProducts = endpoint({
  method: "GET",
  path: "/products",
  summary: "Products by name",
  tag,
  access: "read",
  query: z.object({ status: OfferStatus.optional(), ...listQuery }),
  reply: z.object({ items: z.array(ProductView), next_cursor: z.string().nullable() }),
});

export const getProduct = endpoint({
  method: "GET",
  path: "/products/{product}",
  summary: "One product",
  tag,
  access: "read",
  params: ProductRef,
  reply: ProductView,
  refuses: ["product.not_found"],
});

export const createProduct = endpoint({
  method: "POST",
  path: "/products",
  summary: "A new product",
  tag,
  access: "write",
  body: z.strictObject({ name, description: descriptionInput.optional() }),
  reply: ProductView,
  refuses: ["catalog.name_taken"],
});

export const editProduct = endpoint({
  method: "PATCH",
  path: "/products/{product}",
  summary: "Change the given fields of a product",
  tag,
  access: "write",
  params: ProductRef,
  body: z.strictObject({
    version: versionInput,
    name: name.optional(),
    description: descriptionInput.optional(),
  }),
  reply: ProductView,
  refuses: ["product.not_found", "catalog.changed_meanwhile", "catalog.name_taken"],
});

export const activateProduct = endpoint({
  method: "POST",
  path: "/products/{product}/actions/mark-as-active",
  summary: "Offer a product again",
  tag,
  access: "write",
  params: ProductRef,
  reply: ProductView,
  refuses: ["product.not_found"],
});

export const inactivateProduct = endpoint({
  method: "POST",
  path: "/products/{product}/actions/mark-as-inactive",
  summary: "Offer a product and its plans no more; what was sold goes on",
  tag,
  access: "write",
  params: ProductRef,
  reply: ProductView,
  refuses: ["product.not_found"],
});

export const deleteProduct = endpoint({
  method: "DELETE",
  path: "/products/{product}",
  summary: "Delete a product without plans",
  tag,
  access: "write",
  params: ProductRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["product.not_found", "catalog.in_use"],
});
