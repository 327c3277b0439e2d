import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type Deal, moveDocument } from "#billing/document/deal.commands.ts";
import { addCustomerDraft } from "#billing/document/document.commands.ts";
import type { Draft } from "#billing/document/document.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { invoiceOf } from "#billing/invoice/invoice-of.commands.ts";
import { type EstimateAction, estimateMoves, type EstimateStatus, estimateStatus } from "./estimate.ts";

const estimates: Deal<"estimate", EstimateAction, EstimateStatus> = {
  kind: "estimate",
  statusOf: estimateStatus,
  moves: estimateMoves,
  told: {
    send: "sent",
    accept: "accepted",
    decline: "declined",
    redraft: "redrafted",
    invoice: "invoiced",
  },
};

/** Writes a draft for a customer. */
export async function createEstimate(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: GivenDocument,
): Promise<Draft> {
  return addCustomerDraft(tx, act, { kind: "estimate", id: act.ids("est"), customerId, given });
}

/** Does with an estimate what its life allows. */
export async function moveEstimate(
  tx: Tx,
  act: Act,
  id: Id<"est">,
  action: Exclude<EstimateAction, "invoice">,
): Promise<void> {
  await moveDocument(tx, act, estimates, { id, action });
}

/** Makes the invoice of an estimate. The estimate is locked and invoiced first, so that there is one, however often it is asked for. */
export async function invoiceEstimate(
  tx: Tx,
  act: Act,
  id: Id<"est">,
  options: { send: boolean },
): Promise<Id<"inv">> {
  const estimate = await moveDocument(tx, act, estimates, { id, action: "invoice" });
  return invoiceOf(tx, act, estimate, options);
}
