import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Payment gateway";

/** The account that the organization collects through; null where it is paid offline. */
const AccountView = z.object({
  gateway: z.literal("stripe"),
  account: z.string(),
  account_name: z.string(),
  /** Whether real money moves; false of a test key. */
  is_live: z.boolean(),
  /** The last letters of the secret key. */
  key_hint: z.string(),
  /** Whether Concord made the webhook endpoint at the gateway, or somebody gave its secret. */
  webhook: z.enum(["made", "given"]),
  connected_at: z.string(),
});

export const GatewayView = z.object({
  account: AccountView.nullable(),
  /** Where the gateway tells of what happened there. */
  webhook_url: z.string(),
});
export type GatewayView = z.output<typeof GatewayView>;

export const getGateway = endpoint({
  method: "GET",
  path: "/payment-gateway",
  summary: "The payment gateway that money is collected through",
  tag,
  access: "read",
  reply: GatewayView,
});

export const connectGateway = endpoint({
  method: "PUT",
  path: "/payment-gateway",
  summary: "Connect a Stripe account by its secret key, or give another key of it",
  tag,
  access: "admin",
  body: z.strictObject({
    secret_key: z
      .string()
      .trim()
      .regex(/^[rs]k_(test|live)_\w{8,250}$/, "Enter the secret key: it begins with sk_ or rk_"),
    /** Of an endpoint that somebody made; where it is not given, one is made. */
    webhook_secret: z
      .string()
      .trim()
      .regex(/^whsec_\S{8,250}$/, "Enter the signing secret: it begins with whsec_")
      .optional(),
  }),
  costly: true,
  reply: GatewayView,
  refuses: [
    "gateway.key_refused",
    "gateway.unreachable",
    "gateway.refused",
    "gateway.webhook_needed",
    "gateway.in_use",
  ],
});

export const disconnectGateway = endpoint({
  method: "DELETE",
  path: "/payment-gateway",
  summary: "Disconnect the payment gateway: money is collected offline again",
  tag,
  access: "admin",
  reply: GatewayView,
  refuses: ["gateway.not_connected", "gateway.in_use"],
});
