import { AppError } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import { cursorOf, type Page } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type DocumentWhere, listDocuments } from "#billing/document/document-list.store.ts";
import { whereStored } from "#billing/document/document.routes.ts";
import { shownBalance } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { whereStatus as whereEstimate } from "#billing/estimate/estimate-filter.store.ts";
import { estimateStatus, estimateStatuses } from "#billing/estimate/estimate.ts";
import { whereStatus as whereInvoice } from "#billing/invoice/invoice-filter.store.ts";
import { invoiceStatuses } from "#billing/invoice/invoice-status.ts";
import { invoiceStatus } from "#billing/invoice/invoice.ts";
import { purchaseOrderStatuses } from "#billing/order/purchase-order.ts";
import { salesOrderStatuses } from "#billing/order/sales-order.ts";
import { termAmounts } from "#billing/subscription/recurring.commands.ts";
import { listSubscriptions } from "#billing/subscription/subscription-list.store.ts";
import { subscriptionStatuses } from "#billing/subscription/transitions.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import type { RawBuilder } from "kysely";
import type { FinanceRow } from "./finance-documents.api.ts";
import { type DocumentModule, kindOf } from "./kinds.ts";

/** Which rows of a module: those of a condition on its table, of a status, that a search finds. */
export type RowQuery = {
  where: RawBuilder<boolean>;
  status?: string | undefined;
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** How the statuses of a kind are told, and what one means in SQL. */
type Statuses = {
  all: readonly string[];
  where: (status: string, today: string) => DocumentWhere;
  of: (document: Document, today: string) => string;
};

const stored = ({ status }: Document): string => status;

const statuses: Record<DocumentModule, Statuses> = {
  invoices: {
    all: [...invoiceStatuses, "unpaid"],
    where: (status, today) => whereInvoice(status as Parameters<typeof whereInvoice>[0], today),
    of: invoiceStatus,
  },
  estimates: {
    all: estimateStatuses,
    where: (status, today) => whereEstimate(status as Parameters<typeof whereEstimate>[0], today),
    of: estimateStatus,
  },
  sales_orders: { all: salesOrderStatuses, where: whereStored, of: stored },
  purchase_orders: { all: purchaseOrderStatuses, where: whereStored, of: stored },
};

/** One page of a module's rows, the newest first. */
export async function financeRows(
  tx: Tx,
  act: Act,
  module: FinanceModule,
  query: RowQuery,
): Promise<Page<FinanceRow>> {
  return module === "subscriptions"
    ? subscriptionRows(tx, query)
    : documentRows(tx, act, { ...query, module });
}

async function documentRows(
  tx: Tx,
  act: Act,
  { module, where, status, search, cursor, limit }: RowQuery & { module: DocumentModule },
): Promise<Page<FinanceRow>> {
  const { all, where: whereStatus, of } = statuses[module];
  refuseUnknown(all, status);
  const { date: today } = await dayOf(tx, act);
  const page = await listDocuments(tx, {
    kind: kindOf[module],
    search,
    limit,
    after: cursorOf(cursor),
    where: (row) => (status === undefined ? where : row.and([where, whereStatus(status, today)(row)])),
  });
  return { ...page, items: page.items.map((document) => documentRow(document, of(document, today))) };
}

function documentRow(document: Document, status: string): FinanceRow {
  const { currency_code } = document;
  return {
    id: document.id,
    number: document.number,
    status,
    party: document.customer_snapshot.display_name,
    plan: null,
    date: document.date,
    next_date: document.due_date,
    currency_code,
    amount: amountText(document.total, currency_code),
    balance: document.kind === "invoice" ? amountText(shownBalance(document), currency_code) : null,
  };
}

async function subscriptionRows(
  tx: Tx,
  { where, status, search, cursor, limit }: RowQuery,
): Promise<Page<FinanceRow>> {
  refuseUnknown(subscriptionStatuses, status);
  const page = await listSubscriptions(tx, {
    where,
    search,
    limit,
    after: cursorOf(cursor),
    status: subscriptionStatuses.find((one) => one === status),
  });
  const amounts = await termAmounts(tx, page.items);
  const items = page.items.map((one): FinanceRow => ({
    id: one.id,
    number: one.number,
    status: one.status,
    party: one.customer_name,
    plan: one.plan_name,
    date: one.starts_at,
    next_date: one.due_on,
    currency_code: one.currency_code,
    amount: amountText(amounts.get(one.id) ?? 0n, one.currency_code),
    balance: null,
  }));
  return { ...page, items };
}

function refuseUnknown(all: readonly string[], status: string | undefined): void {
  if (status === undefined || all.includes(status)) return;
  throw new AppError("request.invalid", {
    part: "query",
    fields: [{ path: "status", problem: `must be one of ${all.join(", ")}` }],
  });
}
