import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

/** Called by Stripe, which proves itself by its signature of the body: that is read as it came, not as JSON. */
export const hearStripe = endpoint({
  method: "POST",
  path: "/gateways/stripe/webhooks/{organization}",
  summary: "Stripe tells of a payment, a refund or a payment method; what it is now is read from Stripe",
  tag: "Payment gateway",
  access: "public",
  params: z.object({ organization: z.string().max(60) }),
  // Stripe's own limit is 256 kB.
  maxBodyBytes: 300_000,
  reply: z.object({
    /** False of an event that was heard before, or is about nothing that is kept here. */
    taken: z.boolean(),
  }),
  refuses: ["webhook.signature_wrong", "gateway.unreachable"],
});
