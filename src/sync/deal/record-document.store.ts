import type { Tx } from "#platform/db/db.ts";
import type { RecordDocumentRow } from "./record-document.table.ts";

/** Notes for which record of the CRM something was made, in the transaction that makes it. */
export async function insertRecordDocument(tx: Tx, row: RecordDocumentRow): Promise<void> {
  await tx.insertInto("record_document").values(row).execute();
}
