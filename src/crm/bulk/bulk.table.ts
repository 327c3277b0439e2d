import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ModuleName } from "#crm/field/field.ts";

export type BulkState = "ADDED" | "QUEUED" | "IN PROGRESS" | "COMPLETED" | "FAILURE";

/** What a job exports, as it was asked for. */
export type BulkQuery = {
  module: { api_name: ModuleName };
  cvid?: string;
  fields?: string[];
  criteria?: unknown;
  page?: number;
};

export type CrmBulkJobRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  module: ModuleName;
  query: ColumnType<BulkQuery, string, never>;
  state: Generated<BulkState>;
  user_id: string;
  page: number;
  /** Set where a page token was given: the page begins after this record. */
  after_id: string | null;
  /** The last record of the page. */
  last_id: string | null;
  count: number | null;
  more_records: boolean | null;
  callback: ColumnType<{ url: string; method: "post" } | null, string | null, never>;
  error: string | null;
  created_time: Generated<Instant>;
  completed_time: Instant | null;
};

export type CrmBulkChunkRow = { organization_id: OrganizationId; job_id: string; seq: number; bytes: Buffer };

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_bulk_job: CrmBulkJobRow;
    crm_bulk_chunk: CrmBulkChunkRow;
  }
}
