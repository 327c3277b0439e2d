import type { Generated } from "kysely";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Target } from "#sync/mapping/incoming.ts";

/** A billing record that changed and has not been taken to the CRM since. */
export type MarkRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  target: Target;
  record_id: string;
  /** Grows with each change. A bigint as text. */
  mark: Generated<string>;
  marked_at: Generated<Instant>;
  /** Whether it has been a hint that started a run already (sync/live). */
  heard: Generated<boolean>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    sync_mark: MarkRow;
  }
}
