import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type Deal, moveDocument } from "#billing/document/deal.commands.ts";
import { addDraft, getDraftForUpdate, refuseUntil, writeDraft } from "#billing/document/document.commands.ts";
import { listLines } from "#billing/document/document.store.ts";
import { changedDraft, newDraftFor } from "#billing/document/document.ts";
import { type GivenDocument, resolveDocument } from "#billing/document/resolve.commands.ts";
import type { CustomerSnapshot } from "#billing/document/snapshot.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { getVendor } from "#billing/vendor/vendor.commands.ts";
import { nowhere, type Vendor } from "#billing/vendor/vendor.ts";
import { type PurchaseOrderAction, purchaseOrderMoves, type PurchaseOrderStatus } from "./purchase-order.ts";

type OrderId = Id<"por">;

const purchaseOrders: Deal<"purchase_order", PurchaseOrderAction, PurchaseOrderStatus> = {
  kind: "purchase_order",
  statusOf: ({ status }) => status as PurchaseOrderStatus,
  moves: purchaseOrderMoves,
  told: {
    issue: "issued",
    bill_part: "partially_billed",
    bill: "billed",
    close: "closed",
    cancel: "cancelled",
  },
};

/** Writes a draft for a vendor, in its currency. */
export async function createPurchaseOrder(
  tx: Tx,
  act: Act,
  vendorId: Id<"ven">,
  given: GivenDocument,
): Promise<OrderId> {
  // Locked, so that it is not deleted or given another currency while its first order is written.
  const vendor = await getVendor(tx, vendorId, { lock: true });
  const organization = await getBillingOrganization(tx);
  const { values, lines } = await resolveDocument(tx, act, { customer: vendor, organization }, given);
  refuseUntil("purchase_order", values);
  const { id: vendor_id, currency_code, payment_terms } = vendor;
  const party = { customer_id: null, vendor_id, currency_code, snapshot: snapshotOf(vendor) };
  const id = act.ids("por");
  const origin = { organizationId: act.organizationId, id, kind: "purchase_order", now: act.now } as const;
  const whole = { ...values, payment_terms: values.payment_terms ?? payment_terms };
  await addDraft(tx, act, newDraftFor(party, whole, lines, origin));
  return id;
}

/** Writes a draft anew; the version says on which state that was decided. */
export async function editPurchaseOrder(
  tx: Tx,
  act: Act,
  { id, version, given }: { id: OrderId; version?: number | undefined; given: GivenDocument },
): Promise<void> {
  const document = await getDraftForUpdate(tx, { kind: "purchase_order", id }, version);
  const organization = await getBillingOrganization(tx);
  const parties = { customer: document, organization };
  const { values, lines } = await resolveDocument(tx, act, parties, given, await listLines(tx, id));
  refuseUntil("purchase_order", values);
  const { payment_terms } = document;
  await writeDraft(tx, act, changedDraft(document, { ...values, payment_terms }, lines, act.now));
}

/** Does with an order what its life allows; `reason` is why it was closed or cancelled. */
export async function movePurchaseOrder(
  tx: Tx,
  act: Act,
  id: OrderId,
  { action, reason = null }: { action: PurchaseOrderAction; reason?: string | null },
): Promise<void> {
  await moveDocument(tx, act, purchaseOrders, { id, action, reason });
}

/** The vendor as an order keeps it. */
function snapshotOf({ name, email, address }: Vendor): CustomerSnapshot {
  return {
    ...{ display_name: name, company_name: name, email },
    billing_address: address,
    shipping_address: nowhere,
  };
}
