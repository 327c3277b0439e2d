import type { Insertable, Selectable } from "kysely";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import { type Document, type DocumentLine, documentMinors, lineMinors } from "./document.ts";
import type { DocumentId, DocumentLineRow, DocumentRow } from "./document.table.ts";
import type { DocumentKind } from "./kind.ts";
import type { TaxTotal } from "./totals.ts";

/** A document of one kind, or undefined where the organization has none of this id. */
export async function findDocument(
  tx: Tx,
  kind: DocumentKind,
  id: DocumentId,
): Promise<Document | undefined> {
  const row = await documents(tx, kind).where("id", "=", id).executeTakeFirst();
  return row && documentOf(row);
}

/** The same, locked until the transaction ends. */
export async function findDocumentForUpdate(
  tx: Tx,
  kind: DocumentKind,
  id: DocumentId,
): Promise<Document | undefined> {
  const row = await documents(tx, kind).where("id", "=", id).forUpdate().executeTakeFirst();
  return row && documentOf(row);
}

/** Several documents of one kind, locked in the order of their ids, so that two who lock the same never wait for each other. */
export async function findDocumentsForUpdate(
  tx: Tx,
  kind: DocumentKind,
  ids: readonly DocumentId[],
): Promise<Document[]> {
  const rows = await documents(tx, kind).where("id", "=", anyOf(ids)).orderBy("id").forUpdate().execute();
  return rows.map(documentOf);
}

/** The document of a number; undefined where none has it. */
export async function findByNumber(
  tx: Tx,
  kind: DocumentKind,
  number: string,
): Promise<Document | undefined> {
  const row = await documents(tx, kind).where("number", "=", number).executeTakeFirst();
  return row && documentOf(row);
}

/** Takes the number of a void document from it: another one may have it. */
export async function freeNumber(tx: Tx, id: DocumentId): Promise<void> {
  await tx
    .updateTable("document")
    .set({ number: null })
    .where("id", "=", id)
    .where("status", "=", "void")
    .execute();
}

function documents(tx: Tx, kind: DocumentKind) {
  return tx.selectFrom("document").selectAll().where("kind", "=", kind);
}

/** The lines of a document, in their order. */
export async function listLines(tx: Tx, id: DocumentId): Promise<DocumentLine[]> {
  const rows = await tx
    .selectFrom("document_line")
    .selectAll()
    .where("document_id", "=", id)
    .orderBy("position")
    .execute();
  return rows.map(documentLineOf);
}

/** Adds a document with its lines, in one statement. */
export async function insertDocument(
  tx: Tx,
  document: Document,
  lines: readonly DocumentLine[],
): Promise<void> {
  if (lines.length === 0) await tx.insertInto("document").values(stored(document)).execute();
  else
    await tx
      .with("written", (cte) => cte.insertInto("document").values(stored(document)))
      .insertInto("document_line")
      .values(lines.map(storedLine))
      .execute();
}

/** Writes a document that is locked; its version must follow the one that was read. */
export async function updateDocument(tx: Tx, document: Document): Promise<void> {
  const result = await tx
    .updateTable("document")
    .set(stored(document))
    .where("id", "=", document.id)
    .where("version", "=", document.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${document.id} was written without its lock`);
}

/** Writes the lines of a document anew. */
export async function replaceLines(tx: Tx, id: DocumentId, lines: readonly DocumentLine[]): Promise<void> {
  await tx.deleteFrom("document_line").where("document_id", "=", id).execute();
  await insertLines(tx, lines);
}

/** Takes the lines of a document out of what counts as billed, or back in. */
export async function markLinesVoid(tx: Tx, id: DocumentId, isVoid: boolean): Promise<void> {
  await tx.updateTable("document_line").set({ is_void: isVoid }).where("document_id", "=", id).execute();
}

/** Takes a draft away. */
export async function deleteDocument(tx: Tx, id: DocumentId): Promise<void> {
  await tx.deleteFrom("document").where("id", "=", id).execute();
}

async function insertLines(tx: Tx, lines: readonly DocumentLine[]): Promise<void> {
  if (lines.length > 0) await tx.insertInto("document_line").values(lines.map(storedLine)).execute();
}

function storedLine({ sold_item: item, ...line }: DocumentLine): Insertable<DocumentLineRow> {
  return { ...line, sold_item: item === null ? null : jsonText(item) };
}

/** A row as rules see it. */
export function documentOf(row: Selectable<DocumentRow>): Document {
  const minors = Object.fromEntries(documentMinors.map((column) => [column, BigInt(row[column])]));
  const taxes = row.taxes.map(({ taxable, amount, ...tax }): TaxTotal => ({
    ...tax,
    taxable: BigInt(taxable),
    amount: BigInt(amount),
  }));
  return { ...row, ...(minors as Pick<Document, (typeof documentMinors)[number]>), taxes };
}

function stored({
  balance: _balance,
  taxes,
  customer_snapshot,
  ...document
}: Document): Insertable<DocumentRow> {
  const sums = taxes.map(({ taxable, amount, ...tax }) => ({
    ...tax,
    taxable: taxable.toString(),
    amount: amount.toString(),
  }));
  return { ...document, taxes: jsonText(sums), customer_snapshot: jsonText(customer_snapshot) };
}

/** A line as rules see it. */
export function documentLineOf({
  ratio_part: part,
  ratio_whole: whole,
  ...row
}: Selectable<DocumentLineRow>): DocumentLine {
  const minors = Object.fromEntries(lineMinors.map((column) => [column, BigInt(row[column])]));
  return {
    ...row,
    ...(minors as Pick<DocumentLine, (typeof lineMinors)[number]>),
    ratio_part: part === null ? null : BigInt(part),
    ratio_whole: whole === null ? null : BigInt(whole),
  };
}
