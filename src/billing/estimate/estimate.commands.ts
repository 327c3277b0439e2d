import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type Deal, moveDocument } from "#billing/document/deal.commands.ts";
import { addCustomerDraft, editDraft, getDraftForUpdate } from "#billing/document/document.commands.ts";
import type { Draft } from "#billing/document/document.ts";
import { listLines } from "#billing/document/document.store.ts";
import { partiesOf } from "#billing/document/party.commands.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { invoiceOf } from "#billing/invoice/invoice-of.commands.ts";
import { languageOfCustomer } from "#billing/language/customer-language.commands.ts";
import type { EstimateLineInput } from "./estimate.api.ts";
import { withOffers } from "./offer.commands.ts";
import { type EstimateAction, estimateMoves, type EstimateStatus, estimateStatus } from "./estimate.ts";

/** How estimates live. */
export const estimates: Deal<"estimate", EstimateAction, EstimateStatus> = {
  kind: "estimate",
  statusOf: estimateStatus,
  moves: estimateMoves,
  told: {
    send: "sent",
    accept: "accepted",
    decline: "declined",
    redraft: "redrafted",
    invoice: "invoiced",
    subscribe: "subscribed",
  },
};

/** An estimate as somebody writes it: its lines may name plans and addons. */
type GivenEstimate = Omit<GivenDocument, "line_items"> & { line_items: readonly EstimateLineInput[] };

/** Writes a draft for a customer. */
export async function createEstimate(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: GivenEstimate,
): Promise<Draft> {
  const { currency_code: currency } = (await partiesOf(tx, customerId)).customer;
  const { words } = await languageOfCustomer(tx, customerId);
  const line_items = await withOffers(tx, given.line_items, { currency, words });
  const whole = { ...given, line_items };
  return addCustomerDraft(tx, act, { kind: "estimate", id: act.ids("est"), customerId, given: whole });
}

/** Writes a draft anew; what it offers already keeps its price. */
export async function editEstimate(
  tx: Tx,
  act: Act,
  { id, version, given }: { id: Id<"est">; version?: number | undefined; given: GivenEstimate },
): Promise<void> {
  const which = { kind: "estimate", id } as const;
  const { currency_code: currency, customer_id } = await getDraftForUpdate(tx, which, version);
  const { words } = await languageOfCustomer(tx, customer_id);
  const before = await listLines(tx, id);
  const line_items = await withOffers(tx, given.line_items, { currency, words, before });
  await editDraft(tx, act, { ...which, version, given: { ...given, line_items } });
}

/** Does with an estimate what its life allows. */
export async function moveEstimate(
  tx: Tx,
  act: Act,
  id: Id<"est">,
  action: Exclude<EstimateAction, "invoice" | "subscribe">,
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
