import type { Tx } from "#platform/db/db.ts";
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
