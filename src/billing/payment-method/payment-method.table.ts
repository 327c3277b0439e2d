import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type PaymentMethodRow = {
  organization_id: OrganizationId;
  id: Id<"pmt">;
  customer_id: CustomerId;
  gateway: "stripe";
  /** The gateway's account that knows it. */
  account: string;
  /** What the gateway calls the customer, and the card or account. */
  gateway_customer: string;
  reference: string;
  /** What people know it by: `Visa ···· 4242`. */
  label: string;
  /** Year and month after which it is of no use; null where it does not expire. */
  expires: string | null;
  /** Whether what is collected by itself is collected from this one. */
  is_default: boolean;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    payment_method: PaymentMethodRow;
  }
}
