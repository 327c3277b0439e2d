import { Stripe } from "stripe";
import { AppError } from "#kernel/errors.ts";
import type { Instant } from "#kernel/time.ts";
import type { GatewayEvent } from "./gateway.ts";

/** A signature older than this is not believed: who overheard it may have kept it. */
const toleranceS = 300;

/** What Stripe told in a request, whose body is as it came; refuses one that the secret did not sign. */
export function readStripeEvent(
  body: string,
  signature: string | null,
  { secret, now }: { secret: string; now: Instant },
): GatewayEvent {
  try {
    const at = Date.parse(now);
    const event = Stripe.webhooks.constructEvent(body, signature ?? "", secret, toleranceS, undefined, at);
    return { id: event.id, type: event.type, ...aboutOf(event) };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      throw new AppError("webhook.signature_wrong");
    throw error;
  }
}

type About<Event = GatewayEvent> = Event extends unknown ? Omit<Event, "id" | "type"> : never;

function aboutOf(event: Stripe.Event): About {
  switch (event.type) {
    case "payment_intent.succeeded":
    case "payment_intent.payment_failed":
      return { about: "payment", payment: event.data.object.id };
    case "charge.refunded":
    case "refund.failed":
      return refundOf(event.data.object.payment_intent);
    case "setup_intent.succeeded":
      return { about: "setup", setupIntent: event.data.object.id };
    case "checkout.session.completed":
      return { about: "session", session: event.data.object.id };
    case "payment_method.detached":
      return { about: "method_gone", method: event.data.object.id };
    default:
      return { about: "nothing" };
  }
}

function refundOf(intent: string | Stripe.PaymentIntent | null): About {
  if (intent === null) return { about: "nothing" };
  return { about: "refund", payment: typeof intent === "string" ? intent : intent.id };
}
