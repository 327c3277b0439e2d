import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

/** What makes a connection's changes arrive within seconds; made with its first hint or channel. */
export type SyncLiveRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  /** Since when a hint waits for a run to begin. */
  hinted_at: Instant | null;
  /** No hint starts a run before. */
  rests_until: Instant | null;
  /** Sealed by the vault; null where the CRM has no channel to us. */
  token: string | null;
  expires_at: Instant | null;
  /** When the channel is opened anew, or tried again after a refusal. */
  renews_at: Instant | null;
  problem: string | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    sync_live: SyncLiveRow;
  }
}
