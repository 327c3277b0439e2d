import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { few, mostNamed } from "#kernel/text.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { nameDocuments } from "#billing/document/named.store.ts";
import type { Tax } from "./tax.ts";

/** Those of the taxes that there are, by id; none of them is deleted until the transaction ends. */
export async function findTaxes(tx: Tx, ids: readonly Id<"tax">[]): Promise<Map<string, Tax>> {
  if (ids.length === 0) return new Map();
  const query = tx.selectFrom("tax").selectAll().where("id", "=", anyOf(ids));
  const rows = await query.orderBy("id").forKeyShare().execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A tax, locked until the transaction ends if asked for; undefined where the organization has none of this id. */
export async function findTax(
  tx: Tx,
  id: Id<"tax">,
  { lock = false }: { lock?: boolean } = {},
): Promise<Tax | undefined> {
  const query = tx.selectFrom("tax").selectAll().where("id", "=", id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Taxes by name. An organization has a handful of them. */
export async function listTaxes(tx: Tx, status: Tax["status"] | undefined): Promise<Tax[]> {
  const query = tx
    .selectFrom("tax")
    .selectAll()
    .orderBy(sql`lower(name)`)
    .orderBy("id");
  return (status === undefined ? query : query.where("status", "=", status)).execute();
}

/** Adds a tax. */
export async function insertTax(tx: Tx, tax: Tax): Promise<void> {
  await tx.insertInto("tax").values(tax).execute();
}

/** Writes a tax that is locked; its version must follow the one that was read. */
export async function updateTax(tx: Tx, tax: Tax): Promise<void> {
  const result = await tx
    .updateTable("tax")
    .set(tax)
    .where("id", "=", tax.id)
    .where("version", "=", tax.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${tax.id} was written without its lock`);
}

/** Takes a tax away. */
export async function deleteTax(tx: Tx, id: Id<"tax">): Promise<void> {
  await tx.deleteFrom("tax").where("id", "=", id).execute();
}

/** All that names a tax: documents by number, plans and addons by name. Empty: it may be deleted. */
export async function findTaxUses(tx: Tx, id: Id<"tax">): Promise<string[]> {
  const documents = await nameDocuments(
    tx,
    () =>
      sql<boolean>`(document.shipping_tax_id = ${id} or exists (select from document_line l where l.organization_id = document.organization_id
        and l.document_id = document.id and l.tax_id = ${id}))`,
  );
  const found = documents === undefined ? [] : [documents];
  for (const table of ["plan", "addon"] as const) {
    const { rows } = await sql<{ name: string; total: string }>`
      select name, count(*) over () as total from ${sql.table(table)} where tax_id = ${id}
       order by lower(name), id limit ${mostNamed}`.execute(tx);
    const names = rows.map(({ name }) => name);
    if (rows[0])
      found.push(`the ${table}${names.length > 1 ? "s" : ""} ${few(names, Number(rows[0].total))}`);
  }
  return found;
}
