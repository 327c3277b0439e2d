import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Source, TimelineAction, ValueChange } from "./timeline.ts";

export type CrmTimelineRow = {
  organization_id: OrganizationId;
  record_id: string;
  id: Generated<string>;
  at: Instant;
  action: TimelineAction;
  source: Source;
  user_id: string;
  changes: ColumnType<ValueChange[] | null, string | null, never>;
  /** The other record of a merge. */
  related_id: string | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_timeline: CrmTimelineRow;
  }
}
