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
  const posted = await listPostings(tx, id, ["document_id"]);
  const own = posted.filter((posting) => posting.kind === kind || posting.kind === "recognition");
  const back = own.map((one) => reversed(one, "void", one.date > day ? one.date : day));
  await post(tx, act, back, { document_id: id, customer_id });
}
