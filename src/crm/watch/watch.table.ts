import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Condition, NoticeRecord, Operation, WatchEvent } from "./watch.ts";

export type CrmChannelRow = {
  organization_id: OrganizationId;
  user_id: string;
  channel_id: string;
  events: WatchEvent[];
  notify_url: string;
  token: string | null;
  conditions: ColumnType<Condition[] | null, string | null, string | null>;
  on_related: boolean;
  expires_at: Instant;
  failures: Generated<number>;
  rests_until: Instant | null;
  sent_at: Instant | null;
  failed_at: Instant | null;
  problem: string | null;
};

export type CrmNoticeRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  at: Generated<Instant>;
  module: ModuleName;
  operation: Operation;
  records: ColumnType<NoticeRecord[], string, never>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_channel: CrmChannelRow;
    crm_notice: CrmNoticeRow;
  }
}
