import type { ColumnType, Selectable } from "kysely";
import type { ConnectionId, ContactPersonId, CustomerId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Counts, RunView } from "./run.api.ts";

export type RunRow = {
  organization_id: OrganizationId;
  id: RunId;
  connection_id: ConnectionId;
  kind: RunView["kind"];
  mode: "full" | "incremental" | null;
  status: RunView["status"];
  config_version: number;
  approved_preview: RunId | null;
  /** CRM ids that the user took out of an approved preview. */
  excluded: ColumnType<string[], string, never>;
  /** For fetch_one: the record; for undo and its preview: the run that is taken back. */
  subject: string | null;
  /** The run that has taken this one back. */
  undone_by: RunId | null;
  started_by_kind: string;
  started_by_id: string;
  started_by_name: string;
  phase: string;
  /** bigint columns come as text. */
  expected: ColumnType<string | null, number | null, number | null>;
  done: ColumnType<string, number | undefined, number>;
  counts: ColumnType<Counts, string, string>;
  reader: ColumnType<{ reader: "pages" | "bulk"; why: string } | null, string | null, string | null>;
  api_calls: ColumnType<number, number | undefined, number>;
  api_credits: ColumnType<number, number | undefined, number>;
  checkpoint: ColumnType<Checkpoint | null, string | null, string | null>;
  cancel_requested: ColumnType<boolean, boolean | undefined, boolean>;
  error_code: string | null;
  error: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  queued_at: Instant;
  started_at: Instant | null;
  finished_at: Instant | null;
};

/** A run as it is read. */
export type Run = Selectable<RunRow>;

export type RunRecordRow = {
  organization_id: OrganizationId;
  run_id: RunId;
  seq: string;
  crm_module: string;
  crm_id: string;
  customer_id: CustomerId | null;
  contact_person_id: ContactPersonId | null;
  name: string;
  /** Where it was written. */
  side: "billing" | "crm";
  outcome: string;
  reason: string;
  /** JSON text. */
  facts: string | null;
  /** JSON text: [{field, from, to}]. */
  changes: string | null;
  plan_hash: string | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    sync_run: RunRow;
    sync_run_record: RunRecordRow;
    sync_planned: {
      organization_id: OrganizationId;
      run_id: RunId;
      key: string;
      crm_id: string;
      customer_id: CustomerId;
    };
    sync_seen: { organization_id: OrganizationId; run_id: RunId; crm_id: string };
  }
}
