import { type RawBuilder, type Selectable, sql } from "kysely";
import { isId } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Tables, Tx } from "#platform/db/db.ts";
import { catalogKey } from "./catalog-key.ts";
import "./catalog.table.ts";

/** The tables of the catalog whose rows have a name, a status and a version, and all but products a code. */
export type CatalogTable = "product" | "plan" | "addon" | "coupon";
export type CatalogRow<Table extends CatalogTable> = Selectable<Tables[Table]>;

const prefixes = { product: "prd", plan: "pln", addon: "adn", coupon: "cou" } as const;

/**
 * The query builder cannot say that four tables share columns, so that one of them stands for all here, and nowhere
 * else. Where a column is not in each of them, the functions below ask.
 */
const like = (table: CatalogTable) => table as "plan";

/** Whether a row is locked until the transaction ends: to change it, or so that nobody deletes it. */
export type Locking = { lock: boolean | "in_use" };

/** The row that an id names, or a code in whatever case; locked until the transaction ends if asked for. */
export async function findCatalogRow<Table extends CatalogTable>(
  tx: Tx,
  table: Table,
  reference: string,
  { lock = false }: Partial<Locking> = {},
): Promise<CatalogRow<Table> | undefined> {
  const isCode = table !== "product" && !isId(prefixes[table], reference);
  const query = tx
    .selectFrom(like(table))
    .selectAll()
    .where(isCode ? "code_key" : "id", "=", (isCode ? catalogKey(reference) : reference) as never);
  const locked = lock === "in_use" ? query.forKeyShare() : lock ? query.forUpdate() : query;
  return (await locked.executeTakeFirst()) as CatalogRow<Table> | undefined;
}

/** The row of a name, in whatever case; of a table whose names are unique. */
export async function findCatalogRowByName(
  tx: Tx,
  table: "product",
  name: string,
): Promise<CatalogRow<"product"> | undefined> {
  return tx.selectFrom(table).selectAll().where("sort_name", "=", catalogKey(name)).executeTakeFirst();
}

export type CatalogListRequest = {
  status?: "active" | "inactive" | undefined;
  search?: string | undefined;
  after?: Keyset | undefined;
  limit: number;
};

/** One page of rows by name; `where` are conditions of the table's own. A search finds what holds the text in its name or code. */
export async function listCatalogRows<Table extends CatalogTable>(
  tx: Tx,
  table: Table,
  { status, search = "", after, limit }: CatalogListRequest,
  where: readonly RawBuilder<boolean>[] = [],
): Promise<Page<CatalogRow<Table>>> {
  let query = tx
    .selectFrom(like(table))
    .selectAll()
    .orderBy("sort_name")
    .orderBy("id")
    .limit(limit + 1);
  for (const condition of where) query = query.where(condition);
  if (status !== undefined) query = query.where("status", "=", status);
  if (catalogKey(search) !== "") query = query.where(holds(table, catalogKey(search)));
  if (after !== undefined) query = query.where(sql<boolean>`(sort_name, id) > (${after.value}, ${after.id})`);
  const rows = await query.execute();
  return pageOf(
    rows,
    limit,
    ({ sort_name, id }) => ({ value: sort_name, id }),
    (row) => row as CatalogRow<Table>,
  );
}

function holds(table: CatalogTable, key: string): RawBuilder<boolean> {
  const inName = sql<boolean>`position(${key} in sort_name) > 0`;
  return table === "product" ? inName : sql<boolean>`(${inName} or position(${key} in code_key) > 0)`;
}

/** Adds a row. */
export async function insertCatalogRow<Table extends CatalogTable>(
  tx: Tx,
  table: Table,
  row: CatalogRow<Table>,
): Promise<void> {
  await tx
    .insertInto(like(table))
    .values(row as CatalogRow<"plan">)
    .execute();
}

/** Writes a row. It must be locked: a version that does not follow is a bug. */
export async function updateCatalogRow<Table extends CatalogTable>(
  tx: Tx,
  table: Table,
  row: CatalogRow<Table>,
): Promise<void> {
  const written = row as CatalogRow<"plan">;
  const result = await tx
    .updateTable(like(table))
    .set(written)
    .where("id", "=", written.id)
    .where("version", "=", written.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${table} ${written.id} was written without its lock`);
}

/** Takes a row away, with its prices. */
export async function deleteCatalogRow(tx: Tx, table: CatalogTable, id: string): Promise<void> {
  await tx
    .deleteFrom(like(table))
    .where("id", "=", id as never)
    .execute();
}
