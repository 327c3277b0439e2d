import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { deleteUnused, refuseOlder, refusingTaken, tellOfCatalog } from "./catalog.commands.ts";
import { findCatalogRow, insertCatalogRow, updateCatalogRow } from "./catalog-row.store.ts";
import type { ProductId } from "./catalog.table.ts";
import { changesBetween } from "./changes.ts";
import {
  changedProduct,
  type GivenProduct,
  newProduct,
  type Product,
  type ProductValues,
  productView,
} from "./product.ts";

/** Adds a product, active and without plans. */
export async function createProduct(
  tx: Tx,
  act: Act,
  given: Pick<ProductValues, "name"> & GivenProduct,
): Promise<Product> {
  const product = newProduct(given, {
    organizationId: act.organizationId,
    id: act.ids("prd"),
    now: act.now,
  });
  await refusingTaken(() => insertCatalogRow(tx, "product", product));
  await tellOfCatalog(tx, act, { kind: "product", id: product.id, action: "created", name: product.name });
  return product;
}

/** A product of the organization; refuses with `product.not_found`. */
export async function getProduct(tx: Tx, id: ProductId, options?: { lock: boolean }): Promise<Product> {
  const product = await findCatalogRow(tx, "product", id, options);
  if (product === undefined) throw new AppError("product.not_found", { product: id });
  return product;
}

/** Changes the given fields of a product. Writes nothing when nothing differs. */
export async function editProduct(
  tx: Tx,
  act: Act,
  { id, version, given }: { id: ProductId; version?: number | undefined; given: GivenProduct },
): Promise<Product> {
  const product = await getProduct(tx, id, { lock: true });
  refuseOlder(product, version);
  return write(tx, act, product, given, "changed");
}

/** Offers a product, or offers it no more. */
export async function setProductStatus(
  tx: Tx,
  act: Act,
  id: ProductId,
  status: Product["status"],
): Promise<Product> {
  const product = await getProduct(tx, id, { lock: true });
  return write(tx, act, product, { status }, status === "active" ? "activated" : "inactivated");
}

/** Deletes a product that has no plans. */
export async function deleteProduct(tx: Tx, act: Act, id: ProductId): Promise<void> {
  const { name } = await getProduct(tx, id, { lock: true });
  await deleteUnused(tx, act, { kind: "product", id, name });
}

async function write(
  tx: Tx,
  act: Act,
  product: Product,
  change: Parameters<typeof changedProduct>[1],
  action: string,
): Promise<Product> {
  const next = changedProduct(product, change, act.now);
  const changes = changesBetween(productView(product), productView(next));
  if (changes.length === 0) return product;
  await refusingTaken(() => updateCatalogRow(tx, "product", next));
  await tellOfCatalog(tx, act, { kind: "product", id: next.id, action, changes, name: next.name });
  return next;
}
