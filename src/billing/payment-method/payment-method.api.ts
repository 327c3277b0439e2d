import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Payment methods";

const CustomerRef = z.object({ customer: idParam("cus") });
const MethodRef = z.object({ payment_method: idParam("pmt") });

/** A card or account that a customer's money is collected from; the gateway keeps it, here is what it is known by. */
export const PaymentMethodView = z.object({
  id: z.string(),
  label: z.string(),
  /** Year and month after which it is of no use: `2028-04`. */
  expires: z.string().nullable(),
  is_expired: z.boolean(),
  is_default: z.boolean(),
  created_at: z.string(),
});
export type PaymentMethodView = z.output<typeof PaymentMethodView>;

const MethodList = z.object({ items: z.array(PaymentMethodView) });

export const listPaymentMethods = endpoint({
  method: "GET",
  path: "/customers/{customer}/payment-methods",
  summary: "Cards and accounts of a customer, the default one first",
  tag,
  access: "read",
  params: CustomerRef,
  reply: MethodList,
  refuses: ["customer.not_found"],
});

export const setUpPaymentMethod = endpoint({
  method: "POST",
  path: "/customers/{customer}/payment-methods/setup",
  summary: "A page of the gateway where the customer gives a card or account; it is listed once that is done",
  tag,
  access: "write",
  params: CustomerRef,
  costly: true,
  /** The address is good for a day, and for one use. */
  reply: z.object({ url: z.string() }),
  refuses: ["customer.not_found", "gateway.not_connected", "gateway.unreachable", "gateway.refused"],
});

export const makePaymentMethodDefault = endpoint({
  method: "POST",
  path: "/payment-methods/{payment_method}/actions/make-default",
  summary: "Collect from this one from now on",
  tag,
  access: "write",
  params: MethodRef,
  reply: MethodList,
  refuses: ["payment_method.not_found"],
});

export const removePaymentMethod = endpoint({
  method: "DELETE",
  path: "/payment-methods/{payment_method}",
  summary: "Forget a card or account, here and at the gateway",
  tag,
  access: "write",
  params: MethodRef,
  reply: MethodList,
  refuses: ["payment_method.not_found", "gateway.unreachable", "gateway.refused"],
});
