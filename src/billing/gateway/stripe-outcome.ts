import type { Stripe } from "stripe";
import type { ChargeOutcome, KeptMethod, RefundOutcome } from "./gateway.ts";

/** What a failure of Stripe is, as far as its type and codes tell: an error that its library threw. */
export type StripeFailure = Pick<
  Stripe.errors.StripeError,
  "type" | "message" | "statusCode" | "code" | "decline_code" | "payment_intent"
> & { detail?: unknown };

/** What a payment intent says of a charge. */
export function chargeOutcome(intent: Stripe.PaymentIntent): ChargeOutcome {
  const { id: payment, status, last_payment_error: error } = intent;
  if (status === "succeeded") return { kind: "succeeded", payment };
  if (status === "processing") return { kind: "unknown", reason: "The bank has not answered yet" };
  const code = error?.decline_code ?? error?.code ?? status;
  return { kind: "declined", reason: error?.message ?? words(status), code, payment };
}

/** What a failed request for a charge says of it. */
export function failedCharge(failure: StripeFailure): ChargeOutcome {
  const outage = outageOf(failure);
  if (outage !== undefined) return outage;
  const code = failure.decline_code ?? failure.code ?? "refused";
  return { kind: "declined", reason: failure.message, code, payment: failure.payment_intent?.id ?? null };
}

/** What a refund of Stripe says. */
export function refundOutcome({ id, status, failure_reason: failure }: Stripe.Refund): RefundOutcome {
  if (status === "failed" || status === "canceled")
    return { kind: "declined", reason: words(failure ?? status), code: failure ?? status, refund: id };
  // One that is pending is under way: Stripe has taken it, and tells should it fail.
  return { kind: "succeeded", refund: id };
}

/** What a failed request for a refund says of it. */
export function failedRefund(failure: StripeFailure): RefundOutcome {
  const outage = outageOf(failure);
  if (outage !== undefined) return outage;
  return { kind: "declined", reason: failure.message, code: failure.code ?? "refused", refund: null };
}

/** Errors before which nothing was sent. */
const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether a failure says nothing of what was asked: it was not taken, or its answer was lost. Undefined: it was answered. */
export function outageOf(
  failure: StripeFailure,
): { kind: "unreachable" | "unknown"; reason: string } | undefined {
  const { type, statusCode = 0, code, detail, message: reason } = failure;
  if (type === "StripeConnectionError") {
    const cause = detail instanceof Error && "code" in detail ? String(detail.code) : "";
    return { kind: notSent.has(cause) ? "unreachable" : "unknown", reason };
  }
  // A key that is refused, and requests that are too many, are refused before they are looked at.
  if ([401, 403, 429].includes(statusCode)) return { kind: "unreachable", reason };
  // Another request under the same key is under way, or was of something else: what became of it is to be looked up.
  if (statusCode >= 500 || statusCode === 409 || type === "StripeIdempotencyError" || code === "lock_timeout")
    return { kind: "unknown", reason };
  return undefined;
}

/** A payment method of Stripe as we keep it; undefined of one that belongs to nobody. */
export function keptMethod(method: Stripe.PaymentMethod): KeptMethod | undefined {
  const { id: reference, customer } = method;
  if (customer === null) return undefined;
  const gatewayCustomer = typeof customer === "string" ? customer : customer.id;
  return { reference, gatewayCustomer, ...knownBy(method) };
}

function knownBy({ type, card, sepa_debit, us_bank_account }: Stripe.PaymentMethod): {
  label: string;
  expires: string | null;
} {
  if (card)
    return {
      label: `${brand(card.brand)} ···· ${card.last4}`,
      expires: `${card.exp_year}-${String(card.exp_month).padStart(2, "0")}`,
    };
  if (sepa_debit) return { label: `SEPA ···· ${sepa_debit.last4 ?? ""}`, expires: null };
  if (us_bank_account)
    return {
      label: `${us_bank_account.bank_name ?? "Bank"} ···· ${us_bank_account.last4 ?? ""}`,
      expires: null,
    };
  return { label: words(type), expires: null };
}

const brands: Record<string, string> = {
  amex: "American Express",
  diners: "Diners Club",
  jcb: "JCB",
  mastercard: "Mastercard",
  unionpay: "UnionPay",
  visa: "Visa",
};

function brand(name: string): string {
  return brands[name] ?? words(name);
}

function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
