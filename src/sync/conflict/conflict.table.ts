import type { Generated, Selectable } from "kysely";
import type { ConflictId, ConnectionId, CustomerId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";
import type { Side } from "./conflict.ts";

/** A field of a linked pair that both sides changed. */
export type ConflictRow = {
  organization_id: OrganizationId;
  id: ConflictId;
  connection_id: ConnectionId;
  crm_module: CrmModule;
  crm_id: string;
  target: Target;
  record_id: string;
  customer_id: CustomerId;
  /** How the CRM called the record. */
  name: string;
  field: string;
  /** JSON text of the value that both sides last agreed on; null where they never did. */
  base: string | null;
  /** JSON texts. */
  crm_value: string;
  billing_value: string;
  crm_modified_at: Instant;
  crm_modified_by: string | null;
  /** Grows whenever a side's value changes. */
  version: Generated<number>;
  opened_by: RunId;
  opened_at: Instant;
  changed_at: Instant;
  state: Generated<"open" | "decided" | "settled">;
  taken: Side | null;
  /** JSON text of the value that the person gave who decided; taken is then billing. */
  given_value: string | null;
  decided_by_kind: string | null;
  decided_by_id: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  settled_why: "decided" | "alone" | "changed" | "apart" | null;
  settled_at: Instant | null;
};

/** A conflict as it is read. */
export type Conflict = Selectable<ConflictRow>;

/** A conflict with what a list shows beside it: its CRM, and who gave billing its value. */
export type ListedConflict = Conflict & {
  crm_company: string;
  api_url: string;
  kind: "embedded" | "zoho";
  billing_at: Instant | null;
  billing_by: string | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    sync_conflict: ConflictRow;
  }
}
