import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { CrmModule, Lens } from "#sync/mapping/incoming.ts";
import type { PlanRules } from "#sync/plan/plan-batch.ts";
import type { RunView } from "./run.api.ts";

/** All that stays the same during a run. */
export type RunContext = {
  organizationId: OrganizationId;
  connectionId: ConnectionId;
  runId: RunId;
  kind: RunView["kind"];
  /** The lease under which this worker writes; another worker's lease makes every further batch fail. */
  epoch: string;
  configVersion: number;
  settings: SyncSettings;
  rules: PlanRules;
  lenses: { account: Lens; contact: Lens; unassociated: Lens };
  baseCurrency: string;
  approvedPreview: RunId | undefined;
  excluded: ReadonlySet<string>;
  actor: Actor;
  /** Whether changes of billing go to the CRM. */
  pushes: boolean;
  /** Whether the CRM's modules had the marker when the run began: it is read with each record. */
  hasMarker: boolean;
  /** Whether another connection of the organization wants to hear what this run changes in billing. */
  isOverheard: boolean;
  /** Whom the records belong to that are made in the CRM (F8). */
  crmUserId: string;
  crmKind: "embedded" | "zoho";
  /** The CRM's fields by module; known once the run was checked. */
  crmFields: Record<CrmModule, readonly CrmField[]>;
};
