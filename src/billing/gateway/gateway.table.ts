import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type PaymentGatewayRow = {
  organization_id: OrganizationId;
  gateway: "stripe";
  account: string;
  account_name: string;
  is_live: boolean;
  /** Sealed by the vault, both. */
  secret_key: string;
  webhook_secret: string;
  /** The last letters of the key. */
  key_hint: string;
  /** What the gateway calls the webhook endpoint that was made there; null where somebody made it by hand. */
  webhook_endpoint: string | null;
  created_at: Instant;
  updated_at: Instant;
};

export type GatewayCustomerRow = {
  organization_id: OrganizationId;
  customer_id: CustomerId;
  account: string;
  reference: string;
  created_at: Instant;
};

export type GatewayEventRow = {
  organization_id: OrganizationId;
  id: string;
  type: string;
  received_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    payment_gateway: PaymentGatewayRow;
    gateway_customer: GatewayCustomerRow;
    gateway_event: GatewayEventRow;
  }
}
