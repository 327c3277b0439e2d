import type { Generated } from "kysely";
import type { ConnectionId, CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";

/** A record that is being made in the CRM. */
export type CreationRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  target: Target;
  record_id: string;
  customer_id: CustomerId;
  crm_module: CrmModule;
  /** JSON text: the values it is made of, by billing field. They never change. */
  values: string;
  /** JSON text: the CRM's row made of them. */
  payload: string;
  tries: Generated<number>;
  started_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_creation: CreationRow;
  }
}
