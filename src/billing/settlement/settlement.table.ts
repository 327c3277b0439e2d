import type { ColumnType } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";

type Minor = ColumnType<string, bigint, bigint>;

export type SettlementRow = {
  organization_id: OrganizationId;
  id: Id<"stl">;
  invoice_id: Id<"inv">;
  payment_id: Id<"pay"> | null;
  credit_note_id: Id<"crn"> | null;
  amount: Minor;
  date: string;
  created_at: Instant;
  undone_at: Instant | null;
};

export type RefundRow = {
  organization_id: OrganizationId;
  id: Id<"rfd">;
  payment_id: Id<"pay"> | null;
  credit_note_id: Id<"crn"> | null;
  amount: Minor;
  date: string;
  mode: PaymentMode;
  reference_number: string | null;
  description: string | null;
  /** Offline ones are done when they are written. */
  status: "pending" | "succeeded" | "failed";
  /** The payment that it is given back of at the gateway, and what that calls the refund; null of one made offline. */
  gateway_payment: string | null;
  gateway_refund: string | null;
  /** Why it failed; of a pending one, why it is not known yet what became of it. */
  failure: string | null;
  /** When the gateway was last asked; null before. */
  asked_at: Instant | null;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    settlement: SettlementRow;
    refund: RefundRow;
  }
}
