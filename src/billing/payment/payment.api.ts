import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { booleanFlag, pageSize } from "#billing/customer/customer-schema.api.ts";
import { rateInput } from "#billing/document/amount.api.ts";
import { amountFilter, filterQuery, listFilter } from "#billing/listing/list-filter.api.ts";
import { idParam } from "#billing/id-param.ts";
import {
  applicationsInput,
  ApplyInput,
  moneyInput,
  PaymentMode,
  RefundInput,
  spendingView,
  UnapplyInput,
} from "#billing/settlement/settlement-schema.api.ts";

const tag = "Payments";

export const PaymentRef = z.object({ payment: idParam("pay") });

/** A payment in a list. */
export const PaymentListItem = z.object({
  id: z.string(),
  number: z.string(),
  customer_id: z.string(),
  customer_name: z.string(),
  date: z.string(),
  mode: PaymentMode,
  reference_number: z.string().nullable(),
  description: z.string().nullable(),
  currency_code: z.string(),
  exchange_rate: z.string(),
  amount: z.string(),
  applied: z.string(),
  refunded: z.string(),
  /** What settles nothing and was not given back: the customer's credit. */
  unused: z.string(),
  status: z.enum(["received", "void"]),
  /** Why it is void, where somebody said. */
  void_reason: z.string().nullable(),
  created_at: z.string(),
});
export type PaymentListItem = z.output<typeof PaymentListItem>;

/** A payment with what it settles and what was given back of it. */
export const PaymentView = PaymentListItem.extend(spendingView);
export type PaymentView = z.output<typeof PaymentView>;

const narrowing = { customer_id: idParam("cus").optional(), ...listFilter, ...amountFilter };

export const listPayments = endpoint({
  method: "GET",
  path: "/payments",
  summary:
    "Payments, newest first; a search finds those whose number, or a word of their customer's name, begins with it, or whose reference it is",
  tag,
  access: "read",
  query: filterQuery({ ...narrowing, cursor: z.string().max(200).optional(), limit: pageSize }),
  reply: z.object({ items: z.array(PaymentListItem), next_cursor: z.string().nullable() }),
});

export const exportPayments = endpoint({
  method: "GET",
  path: "/payments/export",
  summary: "Payments as a CSV file: all that the list shows",
  tag,
  access: "read",
  costly: true,
  stream: "text/csv",
  query: filterQuery({ ...narrowing, bom: booleanFlag.optional() }),
  reply: z.string(),
});

export const getPayment = endpoint({
  method: "GET",
  path: "/payments/{payment}",
  summary: "One payment, with what it settles",
  tag,
  access: "read",
  params: PaymentRef,
  reply: PaymentView,
  refuses: ["payment.not_found"],
});

export const recordPayment = endpoint({
  method: "POST",
  path: "/payments",
  summary: "Record money that came in; what settles no invoice is the customer's credit",
  tag,
  access: "write",
  body: z.strictObject({
    customer_id: idParam("cus"),
    ...moneyInput,
    exchange_rate: rateInput.optional(),
    invoices: applicationsInput.default([]),
  }),
  reply: PaymentView,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "invoice.not_found",
    "invoice.not_open",
    "payment.other_customer",
    "payment.exceeds_balance",
    "payment.exceeds_amount",
    "exchange_rate.missing",
  ],
});

export const applyPayment = endpoint({
  method: "POST",
  path: "/payments/{payment}/actions/apply",
  summary: "Settle invoices with what a payment has left",
  tag,
  access: "write",
  params: PaymentRef,
  body: ApplyInput,
  reply: PaymentView,
  refuses: [
    "payment.not_found",
    "invoice.not_found",
    "invoice.not_open",
    "payment.other_customer",
    "payment.exceeds_balance",
    "payment.exceeds_amount",
  ],
});

export const unapplyPayment = endpoint({
  method: "POST",
  path: "/payments/{payment}/actions/unapply",
  summary: "Take back what a payment settles of an invoice",
  tag,
  access: "write",
  params: PaymentRef,
  body: UnapplyInput,
  reply: PaymentView,
  refuses: ["payment.not_found", "settlement.not_found"],
});

export const refundPayment = endpoint({
  method: "POST",
  path: "/payments/{payment}/actions/refund",
  summary: "Give back of what a payment has left; by `card` through the gateway, where that charged it",
  tag,
  access: "write",
  params: PaymentRef,
  body: RefundInput,
  reply: PaymentView,
  refuses: ["payment.not_found", "payment.exceeds_amount", "refund.exceeds_charge"],
});

export const voidPayment = endpoint({
  method: "POST",
  path: "/payments/{payment}/actions/void",
  summary: "Void a payment that was recorded by mistake; its invoices are open again",
  tag,
  access: "write",
  params: PaymentRef,
  body: z.strictObject({ reason: z.string().trim().max(500).nullable().default(null) }),
  reply: PaymentView,
  refuses: ["payment.not_found", "payment.already_void", "payment.charged", "payment.in_use"],
});
