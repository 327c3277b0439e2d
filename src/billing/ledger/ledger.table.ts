import type { ColumnType } from "kysely";
import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Account, PostingKind } from "./posting.ts";

export type LedgerPostingRow = {
  organization_id: OrganizationId;
  id: Id<"pst">;
  date: string;
  kind: PostingKind;
  document_id: string | null;
  payment_id: Id<"pay"> | null;
  /** The credit note that settles the document; null where a payment does, and of all other postings. */
  credit_note_id: Id<"crn"> | null;
  customer_id: CustomerId | null;
  currency_code: string;
  created_at: Instant;
};

export type LedgerEntryRow = {
  organization_id: OrganizationId;
  posting_id: Id<"pst">;
  position: number;
  account: Account;
  amount: ColumnType<string, bigint, never>;
  base_amount: ColumnType<string, bigint, never>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    ledger_posting: LedgerPostingRow;
    ledger_entry: LedgerEntryRow;
  }
}
