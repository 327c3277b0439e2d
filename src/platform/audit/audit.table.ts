import type { ColumnType } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";

export type AuditRow = {
  organization_id: OrganizationId;
  /** Given by the database, with the two hashes that chain the rows. */
  seq: ColumnType<string, never, never>;
  at: Instant;
  actor_kind: Actor["kind"];
  actor_id: string;
  actor_name: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  details: ColumnType<Record<string, unknown>, string, never>;
  previous_hash: ColumnType<string, never, never>;
  hash: ColumnType<string, never, never>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    audit_log: AuditRow;
  }
}
