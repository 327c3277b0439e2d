import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { EstimateView } from "#billing/estimate/estimate.api.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { PurchaseOrderView } from "#billing/order/purchase-order.api.ts";
import { SalesOrderView } from "#billing/order/sales-order.api.ts";
import { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { FinanceModuleName, recordIdInput } from "#crm/finance/finance.api.ts";

const tag = "CRM finance";

const CrmRecordName = z.object({
  module: z.enum(["Accounts", "Contacts", "Deals"]),
  id: z.string(),
  name: z.string(),
});

/** Something of billing as the CRM lists it, whatever its kind. */
export const FinanceRow = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  /** Who is on the other side: the customer, or the vendor of a purchase order. */
  party: z.string(),
  /** Of a subscription, what is sold. */
  plan: z.string().nullable(),
  /** The day of the document; the first day of a subscription. */
  date: z.string(),
  /** When an invoice is due, an estimate expires, an order is delivered, a subscription is billed next. */
  next_date: z.string().nullable(),
  currency_code: z.string(),
  /** The total; of a subscription, what a term is billed at before tax. */
  amount: z.string(),
  /** What is open of an invoice; null of everything else. */
  balance: z.string().nullable(),
});
export type FinanceRow = z.output<typeof FinanceRow>;

const access = ["crm.no_seat", "finance.module_off", "finance.forbidden", "finance.not_connected"] as const;

export const listFinance = endpoint({
  method: "GET",
  path: "/crm/finance/{module}",
  summary:
    "What a module of billing has for a record of the CRM, or for all that the CRM has as customers; read from billing now",
  tag,
  access: "member",
  params: z.object({ module: FinanceModuleName }),
  query: z.object({
    /** An account, contact or deal. */
    record: recordIdInput.optional(),
    status: z.string().max(40).optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(FinanceRow), next_cursor: z.string().nullable(), read_at: z.string() }),
  refuses: [...access, "finance.record_unknown"],
});

/** One of billing's documents with all it has. */
export const FinanceDocument = z.discriminatedUnion("module", [
  z.object({
    module: z.literal("subscriptions"),
    document: SubscriptionView,
    /** What a term is billed at before tax. */
    amount: z.string(),
    /** The coupon that is applied. */
    coupon: z.object({ code: z.string(), name: z.string() }).nullable(),
    /** The newest first; null where the invoices are closed to the caller. */
    invoices: z.array(FinanceRow).nullable(),
  }),
  z.object({ module: z.literal("invoices"), document: InvoiceView }),
  z.object({ module: z.literal("estimates"), document: EstimateView }),
  z.object({ module: z.literal("sales_orders"), document: SalesOrderView }),
  z.object({ module: z.literal("purchase_orders"), document: PurchaseOrderView }),
]);
export type FinanceDocument = z.output<typeof FinanceDocument>;

export const getFinanceDocument = endpoint({
  method: "GET",
  path: "/crm/finance/{module}/{document}",
  summary: "One of them with all it has",
  tag,
  access: "member",
  params: z.object({ module: FinanceModuleName, document: z.string().max(64) }),
  reply: z.object({
    of: FinanceDocument,
    /** The records of the CRM that it is for: those of its customer, and what it was made for. */
    records: z.array(CrmRecordName),
    read_at: z.string(),
  }),
  refuses: [...access, "finance.document_unknown"],
});

const Money = z.object({
  currency_code: z.string(),
  invoiced: z.string(),
  paid: z.string(),
  /** Given back by credit notes, or written off. */
  credited: z.string(),
  outstanding: z.string(),
});

export const recordFinance = endpoint({
  method: "GET",
  path: "/crm/records/{record}/finance",
  summary:
    "What an account, contact or deal is in billing: its customer, and what was invoiced, paid and is outstanding, by currency",
  tag,
  access: "member",
  params: z.object({ record: recordIdInput }),
  reply: z.object({
    record: CrmRecordName,
    /** Null where neither the record nor its account is a customer. */
    customer: z.object({ id: z.string(), name: z.string(), currency_code: z.string() }).nullable(),
    /** Null where the invoices are closed to the caller. */
    money: z.array(Money).nullable(),
    read_at: z.string(),
  }),
  refuses: ["crm.no_seat", "finance.not_connected", "finance.record_unknown"],
});
