import type { ColumnType } from "kysely";
import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { SyncSettings } from "./settings.api.ts";

/** By CRM module, the server time from which the next incremental read asks for changes. */
export type Watermarks = Partial<Record<"Accounts" | "Contacts", Instant>>;

/** What a run that nobody had approved stopped at (sync/guard): until a preview of it is approved no run begins unasked. */
export type MassChange = { run: RunId; since: Instant; facts: Record<string, unknown> };

export type ConnectionRow = {
  organization_id: OrganizationId;
  id: ConnectionId;
  kind: "embedded" | "zoho";
  accounts_url: string;
  api_url: string;
  email: string;
  /** Sealed by the vault: JSON of the credential. */
  credential: string;
  /** Sealed by the vault. */
  access_token: string | null;
  access_token_expires_at: Instant | null;
  token_refused_until: Instant | null;
  crm_zgid: string;
  crm_company: string;
  crm_currency: string;
  crm_user_id: string;
  crm_user_name: string;
  extent_allowed: "two-way" | "one-way";
  state: "connected" | "active" | "paused" | "disabled";
  problem_code: string | null;
  problem: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  problem_since: Instant | null;
  mass_change: ColumnType<MassChange | null, string | null, string | null>;
  consent_by: string;
  consent_at: Instant;
  /** Whether changes of billing go to this CRM. */
  pushes: ColumnType<boolean, boolean | undefined, boolean>;
  /** Whether the CRM's modules have the field that records made from billing are known by. */
  has_marker: ColumnType<boolean, boolean | undefined, boolean>;
  config_version: number;
  approved_version: number;
  interval_minutes: number;
  next_run_at: Instant | null;
  /** Grows with each lease; every write of a run checks it. A bigint as text. */
  lease_epoch: ColumnType<string, string | undefined, string>;
  lease_owner: string | null;
  lease_expires_at: Instant | null;
  watermarks: ColumnType<Watermarks, string, string>;
  last_full_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
};

export type SyncConfigRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  version: number;
  settings: ColumnType<SyncSettings, string, never>;
  created_by: string;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    connection: ConnectionRow;
    sync_config: SyncConfigRow;
  }
}
