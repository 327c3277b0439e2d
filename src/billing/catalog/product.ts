import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { catalogKey } from "./catalog-key.ts";
import type { ProductId, ProductRow } from "./catalog.table.ts";
import type { ProductView } from "./product.api.ts";

/** A product as it is stored. */
export type Product = Selectable<ProductRow>;

/** What a user may write of a product. */
export type ProductValues = Pick<Product, "name" | "description">;

/** What an edit gives of it: the rest stays. */
export type GivenProduct = { [Field in keyof ProductValues]?: ProductValues[Field] | undefined };

type Origin = { organizationId: OrganizationId; id: ProductId; now: Instant };

/** A new product's row. */
export function newProduct(
  { name, description }: Pick<ProductValues, "name"> & GivenProduct,
  { organizationId, id, now }: Origin,
): Product {
  return {
    organization_id: organizationId,
    id,
    name,
    sort_name: catalogKey(name),
    description: description ?? null,
    status: "active",
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

/** The row after a change, one version further. */
export function changedProduct(
  product: Product,
  change: GivenProduct & { status?: Product["status"] },
  now: Instant,
): Product {
  const { name = product.name, description = product.description, status = product.status } = change;
  return {
    ...product,
    name,
    sort_name: catalogKey(name),
    description,
    status,
    version: product.version + 1,
    updated_at: now,
  };
}

/** A product as the API shows it. */
export function productView({
  organization_id: _organization,
  sort_name: _key,
  ...shown
}: Product): ProductView {
  return shown;
}
