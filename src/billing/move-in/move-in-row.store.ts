import { sql } from "kysely";
import type pg from "pg";
import { type Page, pageOf, type Keyset } from "#kernel/page.ts";
import { insertByCopy } from "#platform/db/bulk.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { FieldChange } from "#billing/customer/customer.ts";
import type { RecordOutcome } from "./move-in-kind.ts";
import type { MoveInLine } from "./move-in.ts";
import type { MoveInId } from "./move-in.table.ts";
import type { KeptRow, RowProblem } from "./record.ts";

/** Keeps rows of a file, many at a time. */
export async function insertRowsByCopy(
  client: pg.ClientBase,
  moveIn: MoveInId,
  rows: readonly KeptRow[],
): Promise<void> {
  const table = { name: "move_in_row", columns: ["move_in_id", "row", "cells", "fault"] };
  await insertByCopy(
    client,
    table,
    rows.map((row) => ({ ...row, move_in_id: moveIn })),
  );
}

/** The first rows of a file, to be looked at. */
export async function listFirstRows(tx: Tx, moveIn: MoveInId, limit: number): Promise<MoveInLine[]> {
  return listRowsAfter(tx, moveIn, 0, limit);
}

/** Rows after one, in the order of the file. */
export async function listRowsAfter(
  tx: Tx,
  moveIn: MoveInId,
  after: number,
  limit: number,
): Promise<MoveInLine[]> {
  return ofImport(tx, moveIn).where("row", ">", after).orderBy("row").limit(limit).execute();
}

function ofImport(tx: Tx, moveIn: MoveInId) {
  return tx.selectFrom("move_in_row").selectAll().where("move_in_id", "=", moveIn);
}

const noEnd = { outcome: null, problems: "[]", changes: "[]", note: null, name: null, subject: null };
const noFacts = { version: null, expected_balance: null, expected_credit: null };

/** Forgets what was found out of the rows before, and how they were grouped. */
export async function clearRows(tx: Tx, moveIn: MoveInId): Promise<void> {
  await tx
    .updateTable("move_in_row")
    .set({ ...noEnd, ...noFacts, key: null, record: null })
    .where("move_in_id", "=", moveIn)
    .execute();
}

/** Forgets what a preview said of the rows. */
export async function clearEnds(tx: Tx, moveIn: MoveInId): Promise<void> {
  await tx
    .updateTable("move_in_row")
    .set({ ...noEnd, ...noFacts })
    .where("move_in_id", "=", moveIn)
    .execute();
}

/** Writes by which key each row is grouped. */
export async function writeKeys(
  tx: Tx,
  moveIn: MoveInId,
  keys: readonly { row: number; key: string | null }[],
): Promise<void> {
  await sql`
    update move_in_row r set key = k.key
      from unnest(${keys.map(({ row }) => row)}::int[], ${keys.map(({ key }) => key)}::text[]) as k(row, key)
     where r.move_in_id = ${moveIn} and r."row" = k.row`.execute(tx);
}

/** Makes records of the rows: those of one key, and each one that has none. Answers how many there are. */
export async function groupRows(tx: Tx, moveIn: MoveInId): Promise<number> {
  // The rows are new: the database has not counted them yet, takes them for few, and would compare each with each.
  await sql`set local enable_nestloop = off`.execute(tx);
  await sql`
    update move_in_row r set record = coalesce(g.first, r."row")
      from (select "row", min("row") over (partition by coalesce(key, "row"::text || ':')) as first
              from move_in_row where move_in_id = ${moveIn}) g
     where r.move_in_id = ${moveIn} and r."row" = g."row"`.execute(tx);
  await sql`set local enable_nestloop to default`.execute(tx);
  const { count } = await tx
    .selectFrom("move_in_row")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("move_in_id", "=", moveIn)
    .whereRef("row", "=", "record")
    .executeTakeFirstOrThrow();
  return count;
}

/** The rows of the next records after one, grouped; in the order of the file. */
export async function listRecordsAfter(
  tx: Tx,
  moveIn: MoveInId,
  after: number,
  limit: number,
): Promise<MoveInLine[][]> {
  const records = await tx
    .selectFrom("move_in_row")
    .select("row")
    .where("move_in_id", "=", moveIn)
    .where("row", ">", after)
    .whereRef("row", "=", "record")
    .orderBy("row")
    .limit(limit)
    .execute();
  const first = records.map(({ row }) => row);
  if (first.length === 0) return [];
  const rows = await ofImport(tx, moveIn).where("record", "in", first).orderBy("row").execute();
  const grouped = Map.groupBy(rows, ({ record }) => record ?? 0);
  return first.map((record) => grouped.get(record) ?? []);
}

/** Records that an import made or changed, before one, the last first: how it is taken back. */
export async function listWrittenBefore(
  tx: Tx,
  moveIn: MoveInId,
  before: number,
  limit: number,
): Promise<MoveInLine[]> {
  return ofImport(tx, moveIn)
    .where("outcome", "in", ["created", "updated", "kept"])
    .whereRef("row", "=", "record")
    .where("row", "<", before)
    .orderBy("row", "desc")
    .limit(limit)
    .execute();
}

/** What became of a record, for all of its rows. */
export type RecordEnd = {
  record: number;
  outcome: RecordOutcome;
  problems: readonly RowProblem[];
  note: string | null;
  name: string | null;
  subject: string | null;
  version: number | null;
  changes: readonly FieldChange[];
  expected_balance: bigint | null;
  expected_credit: bigint | null;
};

/** Writes what became of records: the first row of each has the facts, each row its own problems. */
export async function writeEnds(tx: Tx, moveIn: MoveInId, ends: readonly RecordEnd[]): Promise<void> {
  const facts = ends.map(({ problems: _problems, changes, expected_balance, expected_credit, ...end }) => ({
    ...end,
    changes,
    expected_balance: expected_balance?.toString() ?? null,
    expected_credit: expected_credit?.toString() ?? null,
  }));
  await sql`
    update move_in_row r set outcome = e.outcome, note = e.note, problems = '[]',
           name = case when r."row" = e.record then e.name else r.name end,
           subject = case when r."row" = e.record then e.subject else r.subject end,
           version = case when r."row" = e.record then e.version else r.version end,
           changes = case when r."row" = e.record then e.changes else r.changes end,
           expected_balance = case when r."row" = e.record then e.expected_balance else r.expected_balance end,
           expected_credit = case when r."row" = e.record then e.expected_credit else r.expected_credit end
      from jsonb_to_recordset(${jsonText(facts)}::jsonb) as e(
           record int, outcome text, note text, name text, subject text, version int, changes jsonb,
           expected_balance bigint, expected_credit bigint)
     where r.move_in_id = ${moveIn} and r.record = e.record`.execute(tx);
  const rows = Map.groupBy(
    ends.flatMap(({ problems }) => problems),
    ({ row }) => row,
  );
  if (rows.size === 0) return;
  const told = [...rows].map(([row, problems]) => ({ row, problems }));
  await sql`
    update move_in_row r set problems = e.problems
      from jsonb_to_recordset(${jsonText(told)}::jsonb) as e("row" int, problems jsonb)
     where r.move_in_id = ${moveIn} and r."row" = e."row"`.execute(tx);
}

export type RowFilter = { outcome?: RecordOutcome | undefined; after: Keyset | undefined; limit: number };

/** Rows of an import with what became of them, in the order of the file. */
export async function listRows(
  tx: Tx,
  moveIn: MoveInId,
  { outcome, after, limit }: RowFilter,
): Promise<Page<MoveInLine>> {
  let query = ofImport(tx, moveIn)
    .orderBy("row")
    .limit(limit + 1);
  if (outcome !== undefined) query = query.where("outcome", "=", outcome);
  if (after !== undefined) query = query.where("row", ">", Number(after.id) || 0);
  return pageOf(
    await query.execute(),
    limit,
    ({ row }) => ({ value: null, id: String(row) }),
    (row) => row,
  );
}
