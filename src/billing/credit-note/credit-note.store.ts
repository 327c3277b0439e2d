import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { DocumentWhere } from "#billing/document/document-list.store.ts";
import type { CreditNoteStatus } from "./credit-note-status.ts";
import type { Credited } from "./credited-lines.ts";

/** The open credit notes that give back something of an invoice. */
export function creditsOf(invoice: Id<"inv">): DocumentWhere {
  return (row) =>
    row.and([row("source_id", "=", invoice), row("kind", "=", "credit_note"), row("status", "=", "open")]);
}

/** What open credit notes gave back of an invoice. */
export async function creditedOf(tx: Tx, invoice: Id<"inv">): Promise<Credited> {
  const totals = await tx.selectFrom("document").select("total").where(creditsOf(invoice)).execute();
  const { rows } = await sql<{ line: number; quantity: string }>`
    select l.source_line as line, sum(l.quantity)::text as quantity
      from document d join document_line l on (l.organization_id, l.document_id) = (d.organization_id, d.id)
     where d.source_id = ${invoice} and d.kind = 'credit_note' and d.status = 'open' and l.source_line is not null
     group by l.source_line`.execute(tx);
  return {
    total: totals.reduce((sum, { total }) => sum + BigInt(total), 0n),
    quantities: new Map(rows.map(({ line, quantity }) => [line, quantity])),
  };
}

/** What each status means of the columns: it says of a row what `creditNoteStatus` says of the credit note. */
const meanings: Readonly<Record<CreditNoteStatus, DocumentWhere>> = {
  draft: (row) => row("status", "=", "draft"),
  void: (row) => row("status", "=", "void"),
  open: (row) => row.and([row("status", "=", "open"), row("balance", ">", "0")]),
  closed: (row) => row.and([row("status", "=", "open"), row("balance", "=", "0")]),
};

/** The rows that have a status. */
export function whereStatus(status: CreditNoteStatus): DocumentWhere {
  return meanings[status];
}
