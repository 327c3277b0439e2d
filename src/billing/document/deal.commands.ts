import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getDocumentForUpdate, tellOfDocument, type Which } from "./document.commands.ts";
import type { Document, OfKind } from "./document.ts";
import type { DocumentId } from "./document.table.ts";
import { updateDocument } from "./document.store.ts";
import type { Move, Moves } from "./move.ts";
import { takeNumber } from "./number-series.store.ts";
import { dayOf } from "./party.commands.ts";

type DealKind = "estimate" | "sales_order" | "purchase_order";

/** What an invoice is made of. */
type InvoicedKind = "estimate" | "sales_order";

/** A kind of document that comes before an invoice or a bill, and how it lives. */
export type Deal<Kind extends DealKind, Action extends string, Status extends string> = {
  kind: Kind;
  /** What is shown of it on a day. */
  statusOf: (document: Document, today: string) => Status;
  moves: Moves<Action, Status, string>;
  /** What each action is in the timeline and the audit log: `sent`. */
  told: Readonly<Record<Action, string>>;
};

type Moving<Action> = { id: DocumentId; action: Action; reason?: string | null };

/** Does something with a document, as the table of its kind says; refuses with `….wrong_status` and the reason in there. */
export async function moveDocument<Kind extends DealKind, Action extends string, Status extends string>(
  tx: Tx,
  act: Act,
  deal: Deal<Kind, Action, Status>,
  { id, action, reason = null }: Moving<Action>,
): Promise<OfKind<Kind>> {
  const { kind, statusOf, moves, told } = deal;
  const document: Document = await getDocumentForUpdate(tx, { kind, id });
  const status = statusOf(document, (await dayOf(tx, act)).date);
  const next = allowed(moves[action][status], { kind, id, status });
  const isIssued = document.number === null && next !== "void";
  const moved: Document = {
    ...document,
    status: next,
    reason,
    returns_to: action === "invoice" ? document.status : null,
    number: isIssued ? await takeNumber(tx, act.organizationId, kind) : document.number,
    issued_at: isIssued ? act.now : document.issued_at,
    version: document.version + 1,
    updated_at: act.now,
  };
  await updateDocument(tx, moved);
  await tellOfDocument(tx, act, moved, told[action], reason);
  return moved as OfKind<Kind>;
}

/** Takes back that an estimate or order was invoiced: it is again what it was before. */
export async function uninvoiced(tx: Tx, act: Act, which: Which<InvoicedKind>): Promise<void> {
  const document = await getDocumentForUpdate(tx, which);
  if (document.returns_to === null) return;
  const changed = { status: document.returns_to, returns_to: null, version: document.version + 1 };
  const next: Document = { ...document, ...changed, updated_at: act.now };
  await updateDocument(tx, next);
  await tellOfDocument(tx, act, next, "uninvoiced");
}

function allowed(
  move: Move<string>,
  { kind, id, status }: { kind: DealKind; id: DocumentId; status: string },
): string {
  if ("to" in move) return move.to;
  throw new AppError(`${kind}.wrong_status`, { [kind]: id, status, message: move.not });
}
