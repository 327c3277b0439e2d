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
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    settlement: SettlementRow;
    refund: RefundRow;
  }
}
