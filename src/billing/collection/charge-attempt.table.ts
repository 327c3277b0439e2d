import type { ColumnType } from "kysely";
import type { Id, InvoiceId, OrganizationId, PaymentId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";

export type ChargeAttemptRow = {
  organization_id: OrganizationId;
  id: Id<"chg">;
  invoice_id: InvoiceId;
  subscription_id: SubscriptionId | null;
  kind: "renewal" | "retry" | "manual";
  /** What the gateway is asked for; what of the invoice it cannot charge is left out. */
  amount: ColumnType<string, bigint, never>;
  on_day: string;
  /** What it is collected from, all null where the customer had nothing. */
  method_label: string | null;
  method_reference: string | null;
  gateway_customer: string | null;
  status: "pending" | "succeeded" | "failed";
  /** When the gateway was last asked; null before. */
  asked_at: Instant | null;
  /** Why it failed; of a pending one, why it is not known yet what became of it. */
  failure: string | null;
  failure_code: string | null;
  /** What the gateway calls the payment. */
  gateway_payment: string | null;
  payment_id: PaymentId | null;
  created_at: Instant;
  settled_at: Instant | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    charge_attempt: ChargeAttemptRow;
  }
}
