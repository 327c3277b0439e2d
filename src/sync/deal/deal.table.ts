import type { ColumnType } from "kysely";
import type { ConnectionId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { DealEntity, DealKind, DealOutcome, FollowState } from "./deal.ts";
import type { MadeId } from "./record-document.table.ts";

export type DealTriggerRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  entity: DealEntity;
  /** Deals that were made, or turned, before are left as they are. By the CRM's clock. */
  since: Instant;
  /** From when deals are read next, by the CRM's clock. */
  watermark: Instant;
  read_at: Instant | null;
  /** Why the CRM's deals could not be read the last time. */
  problem: string | null;
};

export type FollowedDealRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  crm_id: string;
  entity: DealEntity;
  kind: DealKind;
  state: FollowState;
  document_id: MadeId | null;
  /** The status in which the trigger left what it made. */
  left_status: string | null;
  reason: string | null;
  updated_at: Instant;
};

export type DealLogRow = {
  organization_id: OrganizationId;
  id: Id<"dlg">;
  connection_id: ConnectionId;
  at: Instant;
  crm_id: string;
  deal_name: string;
  entity: DealEntity;
  outcome: DealOutcome;
  document_id: MadeId | null;
  document_number: string | null;
  reason: string | null;
  details: ColumnType<Record<string, unknown>, string, string>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    deal_trigger: DealTriggerRow;
    followed_deal: FollowedDealRow;
    deal_log: DealLogRow;
  }
}
