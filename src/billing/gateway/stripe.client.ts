import { Stripe } from "stripe";
import { AppError } from "#kernel/errors.ts";
import { isId, type Id } from "#kernel/id.ts";
import type {
  ChargeRequest,
  Gateway,
  GatewayPayment,
  RefundRequest,
  SetupRequest,
  SetUp,
} from "./gateway.ts";
import { minorOfStripe, stripeAmount } from "./stripe-amount.ts";
import {
  chargeOutcome,
  failedCharge,
  failedRefund,
  keptMethod,
  outageOf,
  refundOutcome,
  type StripeFailure,
} from "./stripe-outcome.ts";

/** After so long an answer counts as lost. It is asked for again, by us alone, under the same key. */
const timeoutMs = 30_000;

/** What of Stripe's events we hear of. */
export const heard = [
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.refunded",
  "refund.failed",
  "setup_intent.succeeded",
  "checkout.session.completed",
  "payment_method.detached",
] as const satisfies Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** Stripe behind the port, with a secret key, at an address. */
export function stripeGateway(key: string, address: string): Gateway {
  const { protocol, hostname: host, port } = new URL(address);
  const isSecure = protocol === "https:";
  const stripe = new Stripe(key, {
    protocol: isSecure ? "https" : "http",
    host,
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { ...accountOf(stripe, key), ...moneyOf(stripe), ...methodsOf(stripe) };
}

function accountOf(stripe: Stripe, key: string): Pick<Gateway, "account" | "listen" | "unlisten"> {
  return {
    async account() {
      const account = await answered(() => stripe.accounts.retrieveCurrent());
      const { id, business_profile, settings, email } = account;
      const name = business_profile?.name ?? settings?.dashboard.display_name ?? email ?? id;
      return { account: id, name, isLive: !/^[rs]k_test_/.test(key) };
    },
    async listen(url) {
      const made = await answered(() => stripe.webhookEndpoints.create({ url, enabled_events: [...heard] }));
      return { endpoint: made.id, secret: made.secret ?? "" };
    },
    async unlisten(endpoint) {
      await unlessGone(() => stripe.webhookEndpoints.del(endpoint));
    },
  };
}

type Money = Pick<Gateway, "charge" | "findCharge" | "payment" | "refund" | "findRefund" | "refundsOf">;

function moneyOf(stripe: Stripe): Money {
  return {
    async charge(request) {
      try {
        return chargeOutcome(await stripe.paymentIntents.create(intentOf(request), underKey(request.id)));
      } catch (error) {
        return failedCharge(failureOf(error));
      }
    },
    async findCharge({ id, gatewayCustomer: customer }, since) {
      const created = { gte: Math.floor(Date.parse(since) / 1000) - clocksApartS };
      try {
        for await (const intent of stripe.paymentIntents.list({ customer, created, limit: 100 }))
          if (intent.metadata["charge_attempt"] === id) return chargeOutcome(intent);
        return undefined;
      } catch (error) {
        return { kind: "unknown", reason: failureOf(error).message };
      }
    },
    async payment(reference): Promise<GatewayPayment | undefined> {
      const intent = await unlessGone(() => stripe.paymentIntents.retrieve(reference));
      if (intent === undefined) return undefined;
      return { attempt: named("chg", intent.metadata["charge_attempt"]), outcome: chargeOutcome(intent) };
    },
    async refund(request) {
      try {
        return refundOutcome(await stripe.refunds.create(refundOf(request), underKey(request.id)));
      } catch (error) {
        return failedRefund(failureOf(error));
      }
    },
    async findRefund({ id, payment: payment_intent }) {
      try {
        for await (const refund of stripe.refunds.list({ payment_intent, limit: 100 }))
          if (refund.metadata?.["refund"] === id) return refundOutcome(refund);
        return undefined;
      } catch (error) {
        return { kind: "unknown", reason: failureOf(error).message };
      }
    },
    async refundsOf(payment_intent, currency) {
      const { data } = await answered(() => stripe.refunds.list({ payment_intent, limit: 100 }));
      return data.map((refund) => ({
        reference: refund.id,
        ours: named("rfd", refund.metadata?.["refund"]),
        amount: minorOfStripe(refund.amount, currency),
        outcome: refundOutcome(refund),
      }));
    },
  };
}

/** A charge is looked for from so long before it was written down: clocks differ. */
const clocksApartS = 600;

function intentOf(request: ChargeRequest): Stripe.PaymentIntentCreateParams {
  return {
    amount: stripeAmount(request.amount, request.currency),
    currency: request.currency.toLowerCase(),
    customer: request.gatewayCustomer,
    payment_method: request.method,
    description: request.description,
    metadata: { organization: request.organizationId, charge_attempt: request.id },
    off_session: true,
    confirm: true,
  };
}

function refundOf({
  id,
  organizationId,
  payment,
  amount,
  currency,
}: RefundRequest): Stripe.RefundCreateParams {
  return {
    payment_intent: payment,
    amount: stripeAmount(amount, currency),
    metadata: { organization: organizationId, refund: id },
  };
}

function methodsOf(
  stripe: Stripe,
): Pick<Gateway, "createCustomer" | "setUp" | "setUpOf" | "isKept" | "forget"> {
  return {
    async createCustomer({ id, name, email }) {
      const values = { name, metadata: { customer: id }, ...(email === null ? {} : { email }) };
      const made = await answered(() => stripe.customers.create(values));
      return made.id;
    },
    async setUp(request) {
      const { url } = await answered(() => stripe.checkout.sessions.create(sessionOf(request)));
      if (url === null) throw new Error("Stripe made a session without an address");
      return { url };
    },
    async setUpOf(event) {
      const intent = "session" in event ? await intentOfSession(stripe, event.session) : event.setupIntent;
      if (intent === undefined) return undefined;
      const expand = ["payment_method"];
      const found = await unlessGone(() => stripe.setupIntents.retrieve(intent, { expand }));
      return found && setUpBy(found);
    },
    async isKept(method) {
      const found = await unlessGone(() => stripe.paymentMethods.retrieve(method));
      return found !== undefined && found.customer !== null;
    },
    async forget(method) {
      await unlessGone(() => stripe.paymentMethods.detach(method));
    },
  };
}

function sessionOf(request: SetupRequest): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "setup",
    customer: request.gatewayCustomer,
    currency: request.currency.toLowerCase(),
    success_url: request.doneUrl,
    cancel_url: request.cancelUrl,
    setup_intent_data: { metadata: { organization: request.organizationId, customer: request.customerId } },
  };
}

async function intentOfSession(stripe: Stripe, id: string): Promise<string | undefined> {
  const intent = (await unlessGone(() => stripe.checkout.sessions.retrieve(id)))?.setup_intent;
  return typeof intent === "string" ? intent : intent?.id;
}

function setUpBy({ status, metadata, payment_method: method }: Stripe.SetupIntent): SetUp {
  const customerId = named("cus", metadata?.["customer"]);
  if (status !== "succeeded" || customerId === null || method === null || typeof method === "string")
    return undefined;
  const kept = keptMethod(method);
  return kept && { customerId, method: kept };
}

function named<Prefix extends string>(prefix: Prefix, text: string | undefined): Id<Prefix> | null {
  return text !== undefined && isId(prefix, text) ? text : null;
}

function underKey(idempotencyKey: string): Stripe.RequestOptions {
  return { idempotencyKey };
}

/** What Stripe answers; a failure becomes a refusal in our words. */
async function answered<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    const failure = failureOf(error);
    if (failure.statusCode === 401) throw new AppError("gateway.key_refused", { reason: failure.message });
    const code = outageOf(failure) === undefined ? "gateway.refused" : "gateway.unreachable";
    throw new AppError(code, { reason: failure.message, message: `Stripe answers: ${failure.message}` });
  }
}

/** The same, and undefined where Stripe knows nothing of it, or no more. */
async function unlessGone<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  return answered(async () => {
    try {
      return await ask();
    } catch (error) {
      const { statusCode, code, message } = failureOf(error);
      const isDetached = statusCode === 400 && /not attached/.test(message);
      if (statusCode === 404 || code === "resource_missing" || isDetached) return undefined;
      throw error;
    }
  });
}

/** The failure that Stripe's library threw; whatever else is thrown is a bug and goes on. */
function failureOf(error: unknown): StripeFailure {
  if (error instanceof Stripe.errors.StripeError) return error;
  throw error;
}
