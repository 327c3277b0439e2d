import type { ConnectionId, RunId } from "#kernel/id.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { PlanRules } from "#sync/plan/plan-batch.ts";

/** What is being planned: some records of a run, and the rules they are planned by. */
export type Batch = {
  connectionId: ConnectionId;
  runId: RunId;
  isPreview: boolean;
  rules: PlanRules;
  incoming: readonly Incoming[];
};
