import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type Deal, moveDocument } from "#billing/document/deal.commands.ts";
import { addCustomerDraft } from "#billing/document/document.commands.ts";
import type { Draft } from "#billing/document/document.ts";
import { listInvoicesOf } from "#billing/document/made-of.store.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { invoiceOf } from "#billing/invoice/invoice-of.commands.ts";
import { type SalesOrderAction, salesOrderMoves, type SalesOrderStatus } from "./sales-order.ts";

const salesOrders: Deal<"sales_order", SalesOrderAction, SalesOrderStatus> = {
  kind: "sales_order",
  statusOf: ({ status }) => status as SalesOrderStatus,
  moves: salesOrderMoves,
  told: {
    confirm: "confirmed",
    hold: "put_on_hold",
    release: "released",
    close: "closed",
    reopen: "reopened",
    void: "voided",
    invoice: "invoiced",
  },
};

/** Writes a draft for a customer. */
export async function createSalesOrder(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: GivenDocument,
): Promise<Draft> {
  return addCustomerDraft(tx, act, { kind: "sales_order", id: act.ids("sor"), customerId, given });
}

/** Does with an order what its life allows; `reason` is why it was closed, or is void. */
export async function moveSalesOrder(
  tx: Tx,
  act: Act,
  id: Id<"sor">,
  { action, reason = null }: { action: Exclude<SalesOrderAction, "invoice">; reason?: string | null },
): Promise<void> {
  await moveDocument(tx, act, salesOrders, { id, action, reason });
  if (action === "reopen") await refuseInvoiced(tx, id);
}

/** An order of which an invoice holds stays closed: it would be billed twice. */
async function refuseInvoiced(tx: Tx, id: Id<"sor">): Promise<void> {
  const held = (await listInvoicesOf(tx, id)).find(({ status }) => status !== "void");
  if (held === undefined) return;
  const message =
    held.number === null
      ? "It was invoiced by a draft: delete that first"
      : `It was invoiced by ${held.number}: void that first`;
  throw new AppError("sales_order.wrong_status", { sales_order: id, invoice: held.id, message });
}

/** Makes the invoice of an order. The order is locked and closed first, so that there is one, however often it is asked for. */
export async function invoiceSalesOrder(
  tx: Tx,
  act: Act,
  id: Id<"sor">,
  options: { send: boolean },
): Promise<Id<"inv">> {
  const order = await moveDocument(tx, act, salesOrders, { id, action: "invoice" });
  return invoiceOf(tx, act, order, options);
}
