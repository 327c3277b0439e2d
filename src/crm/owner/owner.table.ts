import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ModuleName } from "#crm/field/field.ts";

export type OwnerJobStatus = "SCHEDULED" | "RUNNING" | "COMPLETED" | "FAILED";

export type CrmOwnerJobRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  module: ModuleName;
  cvid: string;
  /** Narrows the view; as it was asked for. */
  criteria: ColumnType<object | null, string | null, never>;
  owner_id: string;
  user_id: string;
  status: Generated<OwnerJobStatus>;
  /** How many records there were to change when it was asked for; those that were gone through once it has ended. */
  total: number;
  updated: Generated<number>;
  failed: Generated<number>;
  /** The last record that was gone through. */
  after_id: string | null;
  error: string | null;
  created_time: Generated<Instant>;
  completed_time: ColumnType<Instant | null, never, unknown>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_owner_job: CrmOwnerJobRow;
  }
}
