import type { Tx } from "#platform/db/db.ts";
import type { MadeKind, RecordDocumentRow } from "./record-document.table.ts";

/** Whether a trigger made something of this kind for a record before, under whatever connection. */
export async function wasMadeByTrigger(tx: Tx, crmId: string, kind: MadeKind): Promise<boolean> {
  const row = await tx
    .selectFrom("record_document")
    .select("document_id")
    .where("crm_id", "=", crmId)
    .where("kind", "=", kind)
    .where("made_by", "=", "trigger")
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes for which record of the CRM something was made, in the transaction that makes it. */
export async function insertRecordDocument(tx: Tx, row: RecordDocumentRow): Promise<void> {
  await tx.insertInto("record_document").values(row).execute();
}
