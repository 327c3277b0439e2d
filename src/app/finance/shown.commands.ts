import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findCoupon } from "#billing/catalog/coupon.store.ts";
import { wholeEstimate } from "#billing/estimate/estimate.routes.ts";
import { wholeInvoice } from "#billing/invoice/invoice.routes.ts";
import { wholePurchaseOrder } from "#billing/order/purchase-order.routes.ts";
import { wholeSalesOrder } from "#billing/order/sales-order.routes.ts";
import { termAmounts } from "#billing/subscription/recurring.commands.ts";
import { findNamedSubscription } from "#billing/subscription/subscription-list.store.ts";
import { wholeSubscription } from "#billing/subscription/subscription.routes.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import type { FinanceDocument } from "./finance-documents.api.ts";
import { financeRows } from "./rows.commands.ts";
import { scopeOfSubscription } from "./scope.store.ts";

/** Who looks: in which transaction, and whether invoices are shown to them. */
type Looking = { tx: Tx; act: Act; mayInvoices: boolean };

type Whole = (looking: Looking, id: string) => Promise<FinanceDocument>;

const wholes: Record<FinanceModule, Whole> = {
  subscriptions: (looking, id) => wholeSold(looking, id as Id<"sub">),
  invoices: async ({ tx, act }, id) => ({
    module: "invoices",
    document: await wholeInvoice(tx, act, id as InvoiceId),
  }),
  estimates: async ({ tx, act }, id) => ({
    module: "estimates",
    document: await wholeEstimate(tx, act, id as Id<"est">),
  }),
  sales_orders: async ({ tx, act }, id) => ({
    module: "sales_orders",
    document: await wholeSalesOrder(tx, act, id as Id<"sor">),
  }),
  purchase_orders: async ({ tx, act }, id) => ({
    module: "purchase_orders",
    document: await wholePurchaseOrder(tx, act, id as Id<"por">),
  }),
};

/** One of billing's documents or subscriptions with all it has. It is there: whoever asks has looked. */
export function wholeOf(looking: Looking, module: FinanceModule, id: string): Promise<FinanceDocument> {
  return wholes[module](looking, id);
}

/** Most invoices that are shown with a subscription; all of them are in billing. */
const shownInvoices = 50;

async function wholeSold({ tx, act, mayInvoices }: Looking, id: Id<"sub">): Promise<FinanceDocument> {
  const subscription = await findNamedSubscription(tx, id);
  if (!subscription) throw new AppError("finance.document_unknown", { document: id });
  const coupon = subscription.coupon_id === null ? undefined : await findCoupon(tx, subscription.coupon_id);
  const amount = (await termAmounts(tx, [subscription])).get(id) ?? 0n;
  const invoices = mayInvoices
    ? (await financeRows(tx, act, "invoices", { where: scopeOfSubscription(id), limit: shownInvoices })).items
    : null;
  return {
    module: "subscriptions",
    document: await wholeSubscription(tx, id),
    amount: amountText(amount, subscription.currency_code),
    coupon: coupon ? { code: coupon.coupon_code, name: coupon.name } : null,
    invoices,
  };
}
