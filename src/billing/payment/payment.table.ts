import type { ColumnType, GeneratedAlways } from "kysely";
import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { PaymentMode } from "./payment-mode.ts";

type Minor = ColumnType<string, bigint, bigint>;

export type PaymentRow = {
  organization_id: OrganizationId;
  id: Id<"pay">;
  number: string;
  customer_id: CustomerId;
  date: string;
  mode: PaymentMode;
  reference_number: string | null;
  description: string | null;
  currency_code: string;
  exchange_rate: string;
  amount: Minor;
  applied: Minor;
  refunded: Minor;
  unused: GeneratedAlways<string>;
  /** When it was said to be a mistake; nothing of it is used then, and nothing left. */
  voided_at: Instant | null;
  void_reason: string | null;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    payment: PaymentRow;
  }
}
