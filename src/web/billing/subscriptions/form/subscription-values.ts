import type { createSubscription } from "#billing/subscription/subscription.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import type { Call } from "#platform/http/endpoint.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import {
  saleBody,
  saleProblems,
  type SaleValues,
  saleValues,
} from "#web/billing/subscriptions/sale/sale-values.ts";

/** A sale as its form holds it: empty is what the plan or the customer has. */
export type SubscriptionValues = SaleValues & {
  customer: Picked | null;
  coupon: string;
  starts_at: string;
  trial_days: string;
  billing_cycles: string;
  collect: "invoice" | "auto";
  payment_terms: string;
  reference: string;
  notes: string;
};

/** What the form begins with. */
export function newValues(customer: Picked | null): SubscriptionValues {
  return {
    ...saleValues(),
    customer,
    coupon: "",
    starts_at: "",
    trial_days: "",
    billing_cycles: "",
    collect: "invoice",
    payment_terms: "",
    reference: "",
    notes: "",
  };
}

type Body = Call<typeof createSubscription>["body"];

/** The sale as the API takes it. */
export function bodyOf(values: SubscriptionValues): Body {
  const { customer, coupon, starts_at, trial_days, billing_cycles, payment_terms, reference, notes } = values;
  const whole = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: Number(text) });
  const words = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });
  return {
    customer_id: customer?.id ?? "",
    ...saleBody(values),
    auto_collect: values.collect === "auto",
    ...words("coupon", coupon),
    ...words("starts_at", starts_at),
    ...words("reference", reference),
    ...words("notes", notes),
    ...whole("trial_days", trial_days),
    ...whole("billing_cycles", billing_cycles),
    ...(values.collect === "auto" ? {} : whole("payment_terms", payment_terms)),
  };
}

/** What can be said of a sale before it is sent. */
export function problemsOf(values: SubscriptionValues): FieldProblem[] {
  const numbers = (["trial_days", "billing_cycles", "payment_terms"] as const).flatMap((path) =>
    /^\d{0,4}$/.test(values[path].trim()) ? [] : [{ path, problem: "must be a whole number" }],
  );
  return [
    ...(values.customer === null ? [{ path: "customer", problem: "Choose the customer" }] : []),
    ...saleProblems(values),
    ...numbers,
  ];
}
