import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getDocumentForUpdate, tellOfDocument } from "./document.commands.ts";
import type { CustomerDocument, Document } from "./document.ts";
import type { DocumentId } from "./document.table.ts";
import { updateDocument } from "./document.store.ts";
import type { Move, Moves } from "./move.ts";
import { takeNumber } from "./number-series.store.ts";
import { dayOf } from "./party.commands.ts";

/** A kind of document that comes before an invoice, and how it lives. */
export type Deal<Action extends string, Status extends string> = {
  kind: "estimate" | "sales_order";
  /** What is shown of it on a day. */
  statusOf: (document: Document, today: string) => Status;
  moves: Moves<Action, Status, string>;
  /** What each action is in the customer's timeline: `sent`. */
  told: Readonly<Record<Action, string>>;
};

type Moving<Action> = { id: DocumentId; action: Action; reason?: string | null };

/** Does something with a document, as the table of its kind says; refuses with `….wrong_status` and the reason in there. */
export async function moveDocument<Action extends string, Status extends string>(
  tx: Tx,
  act: Act,
  deal: Deal<Action, Status>,
  { id, action, reason = null }: Moving<Action>,
): Promise<CustomerDocument> {
  const { kind, statusOf, moves, told } = deal;
  const document = await getDocumentForUpdate(tx, { kind, id });
  const status = statusOf(document, (await dayOf(tx, act)).date);
  const next = allowed(moves[action][status], { kind, id, status });
  const isIssued = document.number === null && next !== "void";
  const moved: CustomerDocument = {
    ...document,
    status: next,
    reason,
    number: isIssued ? await takeNumber(tx, act.organizationId, kind) : document.number,
    issued_at: isIssued ? act.now : document.issued_at,
    version: document.version + 1,
    updated_at: act.now,
  };
  await updateDocument(tx, moved);
  await tellOfDocument(tx, act, moved, told[action], reason);
  return moved;
}

function allowed(
  move: Move<string>,
  { kind, id, status }: { kind: "estimate" | "sales_order"; id: DocumentId; status: string },
): string {
  if ("to" in move) return move.to;
  throw new AppError(`${kind}.wrong_status`, { [kind]: id, status, message: move.not });
}
