import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Keyset } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Vendor } from "./vendor.ts";

/** A vendor, locked until the transaction ends if asked for; undefined where the organization has none of this id. */
export async function findVendor(
  tx: Tx,
  id: Id<"ven">,
  { lock = false }: { lock?: boolean } = {},
): Promise<Vendor | undefined> {
  const query = tx.selectFrom("vendor").selectAll().where("id", "=", id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Vendors by name, those that begin with the search; `after` is the last one seen. */
export async function listVendors(
  tx: Tx,
  { search, after, limit }: { search: string; after: Keyset | undefined; limit: number },
): Promise<Vendor[]> {
  let query = tx
    .selectFrom("vendor")
    .selectAll()
    .orderBy(sql`lower(name)`)
    .orderBy("id")
    .limit(limit);
  if (search !== "") query = query.where(isNamed(search));
  if (after !== undefined)
    query = query.where(sql<boolean>`(lower(name), id) > (lower(${after.value}), ${after.id})`);
  return query.execute();
}

/** Whether a row of a table that has vendor_id is of a vendor whose name begins with the text. */
export function ofVendorsNamed(text: string, table: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${table}.vendor_id`)} in (select id from vendor where ${isNamed(text)})`;
}

function isNamed(text: string): RawBuilder<boolean> {
  return sql<boolean>`starts_with(lower(name), lower(${text}))`;
}

/** Adds a vendor. */
export async function insertVendor(tx: Tx, vendor: Vendor): Promise<void> {
  await tx.insertInto("vendor").values(stored(vendor)).execute();
}

/** Writes a vendor that is locked; its version must follow the one that was read. */
export async function updateVendor(tx: Tx, vendor: Vendor): Promise<void> {
  const result = await tx
    .updateTable("vendor")
    .set(stored(vendor))
    .where("id", "=", vendor.id)
    .where("version", "=", vendor.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${vendor.id} was written without its lock`);
}

function stored(vendor: Vendor): Omit<Vendor, "address"> & { address: string } {
  return { ...vendor, address: JSON.stringify(vendor.address) };
}

/** Takes a vendor away. */
export async function deleteVendor(tx: Tx, id: Id<"ven">): Promise<void> {
  await tx.deleteFrom("vendor").where("id", "=", id).execute();
}
