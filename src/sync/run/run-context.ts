import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import type { Lens } from "#sync/mapping/incoming.ts";
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
};
