import type pg from "pg";
import { copyPieces, copyText } from "./copy.ts";
import type { CopyValue } from "./copy-text.ts";

/**
 * A tenant's table that takes bulk writes: its columns without organization_id, which is the transaction's; those of
 * type jsonb are named apart. A column that is null, `{}` or `[]` in every row is left out and gets the table's default.
 */
export type BulkTable = { name: string; columns: readonly string[]; jsonColumns?: readonly string[] };

type Row = Readonly<Record<string, unknown>>;

/** Rows to insert: the columns that any of them fills, and their text. Without rows there are no columns. */
export type Load = { name: string; columns: readonly string[]; pieces: Iterable<string> };

/** A load whose text is made while it is sent. */
export function loadOf(table: BulkTable, rows: readonly Row[]): Load {
  const columns = table.columns.filter((column) => rows.some((row) => !isEmpty(row[column])));
  return { name: table.name, columns, pieces: copyText(lines(table, rows, columns)) };
}

/** A load whose text is made at once: for the time in which the database is busy with another one. */
export function readyLoad(table: BulkTable, rows: readonly Row[]): Load {
  const load = loadOf(table, rows);
  return { ...load, pieces: [...load.pieces] };
}

/**
 * Inserts a load in the caller's transaction, whose organization its rows get. Fails as a whole on the first bad row.
 * What is to be done `meanwhile` is done while the database works on the insert; it must not use the client.
 */
export async function insertLoad(
  client: pg.ClientBase,
  { name, columns, pieces }: Load,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  if (columns.length === 0) return;
  const incoming = await fill(client, name, columns, pieces);
  const list = quoted(columns);
  const inserted = client.query(
    `insert into "${name}" (organization_id, ${list}) select current_organization(), ${list} from ${incoming}`,
  );
  // It is awaited below, whatever becomes of the other work.
  inserted.catch(() => undefined);
  try {
    meanwhile();
  } finally {
    await inserted;
  }
}

/** Inserts rows in the caller's transaction, whose organization they get. Fails as a whole on the first bad row. */
export async function insertByCopy(
  client: pg.ClientBase,
  table: BulkTable,
  rows: readonly Row[],
): Promise<void> {
  await insertLoad(client, loadOf(table, rows));
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
  const all = ["id", "version", ...columns];
  const incoming = await fill(client, table.name, all, copyText(lines(table, rows, all)));
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
  table: string,
  columns: readonly string[],
  pieces: Iterable<string>,
): Promise<string> {
  const incoming = `pg_temp.incoming_${table}`;
  const name = `incoming_${table}`;
  await client.query(
    `create temporary table if not exists ${name} on commit delete rows as select * from "${table}" where false; truncate ${incoming}`,
  );
  await copyPieces(client, incoming, columns, pieces);
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
