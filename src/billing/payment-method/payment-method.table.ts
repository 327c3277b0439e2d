import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type PaymentMethodRow = {
  organization_id: OrganizationId;
  id: Id<"pmt">;
  customer_id: CustomerId;
  gateway: "stripe";
  /** What the gateway calls the customer, and the card or account. */
  gateway_customer: string;
  reference: string;
  /** What people know it by: `Visa ···· 4242`. */
  label: string;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    payment_method: PaymentMethodRow;
  }
}
