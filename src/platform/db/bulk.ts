import type pg from "pg";
import { copyRows } from "./copy.ts";
import type { CopyValue } from "./copy-text.ts";

/**
 * A tenant's table that takes bulk writes: its columns without organization_id, which is the transaction's; those of
 * type jsonb are named apart. A column that is null, `{}` or `[]` in every row is left out and gets the table's default.
 */
export type BulkTable = { name: string; columns: readonly string[]; jsonColumns?: readonly string[] };

type Row = Readonly<Record<string, unknown>>;

/** Inserts rows in the caller's transaction, whose organization they get. Fails as a whole on the first bad row. */
export async function insertByCopy(
  client: pg.ClientBase,
  table: BulkTable,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = table.columns.filter((column) => rows.some((row) => !isEmpty(row[column])));
  const incoming = await fill(client, table, columns, rows);
  const list = quoted(columns);
  await client.query(
    `insert into "${table.name}" (organization_id, ${list}) select current_organization(), ${list} from ${incoming}`,
  );
}

/** A row as it was read, and as it is to be; `version` is what guards it. */
export type BulkChange = { from: Row; to: Row };

/**
 * Updates rows that still have the version they were read with, in the caller's transaction; answers the ids of those
 * that have not. Only columns that differ in some pair are written.
 */
export async function updateByCopy(
  client: pg.ClientBase,
  table: BulkTable,
  changes: readonly BulkChange[],
): Promise<string[]> {
  const columns = table.columns.filter(
    (column) => isWritable(column) && changes.some(({ from, to }) => differ(from[column], to[column])),
  );
  if (changes.length === 0 || columns.length === 0) return [];
  const rows = changes.map(({ from, to }) => ({ ...to, version: from["version"] }));
  const incoming = await fill(client, table, ["id", "version", ...columns], rows);
  const sets = columns.map((column) => `"${column}" = i."${column}"`).join(", ");
  const { rows: done } = await client.query<{ id: string }>(
    `update "${table.name}" t set ${sets}, version = t.version + 1 from ${incoming} i
      where t.organization_id = current_organization() and t.id = i.id and t.version = i.version returning t.id`,
  );
  if (done.length === changes.length) return [];
  const written = new Set(done.map(({ id }) => id));
  return changes.map(({ to }) => String(to["id"])).filter((id) => !written.has(id));
}

/** Puts rows into the session's temporary table of this kind, empty at the end of each transaction; answers its name. */
async function fill(
  client: pg.ClientBase,
  table: BulkTable,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<string> {
  const incoming = `pg_temp.incoming_${table.name}`;
  const name = `incoming_${table.name}`;
  await client.query(
    `create temporary table if not exists ${name} on commit delete rows as select * from "${table.name}" where false; truncate ${incoming}`,
  );
  await copyRows(client, incoming, columns, lines(table, rows, columns));
  return incoming;
}

function* lines(
  { jsonColumns = [] }: BulkTable,
  rows: readonly Row[],
  columns: readonly string[],
): Generator<CopyValue[]> {
  const isJson = columns.map((column) => jsonColumns.includes(column));
  for (const row of rows)
    yield columns.map((column, at) => (isJson[at] ? jsonText(row[column]) : (row[column] as CopyValue)));
}

function jsonText(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function isWritable(column: string): boolean {
  return column !== "id" && column !== "version" && column !== "created_at";
}

function differ(from: unknown, to: unknown): boolean {
  if (from === to) return false;
  return typeof from === "object" || typeof to === "object"
    ? JSON.stringify(from) !== JSON.stringify(to)
    : true;
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}
