import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { listPostings, post } from "./ledger.store.ts";
import { type PostingKind, reversed } from "./posting.ts";

/**
 * Takes back what a document that is void had posted by itself, on the day of that; what was dated later is taken back
 * on its own day, so that it never counts.
 */
export async function takeBack(
  tx: Tx,
  act: Act,
  { id, customer_id }: CustomerDocument,
  kind: PostingKind,
  day: string,
): Promise<void> {
  for (const posting of await listPostings(tx, { document_id: id })) {
    if (posting.kind !== kind && posting.kind !== "recognition") continue;
    const date = posting.date > day ? posting.date : day;
    await post(tx, act, reversed(posting, "void", date), { document_id: id, customer_id });
  }
}
