import type { Tx } from "#platform/db/db.ts";
import type { Document } from "./document.ts";
import type { DocumentId } from "./document.table.ts";

/** The invoices that were made of a document, the oldest first. */
export async function listInvoicesOf(
  tx: Tx,
  source: DocumentId,
): Promise<{ id: DocumentId; number: string | null; status: string }[]> {
  return tx
    .selectFrom("document")
    .select(["id", "number", "status"])
    .where("source_id", "=", source)
    .where("kind", "=", "invoice")
    .orderBy("id")
    .execute();
}

/** The invoice that a credit note was made of; undefined of every other document. */
export async function findSource(
  tx: Tx,
  { kind, source_id: id }: Pick<Document, "kind" | "source_id">,
): Promise<Pick<Document, "id" | "number" | "date"> | undefined> {
  if (kind !== "credit_note" || id === null) return undefined;
  return tx.selectFrom("document").select(["id", "number", "date"]).where("id", "=", id).executeTakeFirst();
}
