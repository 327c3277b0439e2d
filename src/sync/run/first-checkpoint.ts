import type { RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Selectable } from "kysely";
import type { ConnectionRow } from "#sync/connection/connection.table.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { RunContext } from "./run-context.ts";
import { isUndo, modeOf, stepsOf, undoSteps } from "./run-plan.ts";
import type { Run } from "./run.table.ts";

type Situation = Pick<
  Selectable<ConnectionRow>,
  "approved_version" | "config_version" | "mass_change" | "state" | "watermarks" | "last_full_at"
>;

/** Where a run begins: its steps, by what it is and by what was read before. */
export function firstCheckpoint(
  run: Pick<Run, "kind" | "subject" | "mode">,
  connection: Situation,
  { settings: { module }, pushes }: Pick<RunContext, "settings" | "pushes">,
  now: Instant,
): Checkpoint {
  const start = { at: 0, position: undefined, read: 0, startedAt: {}, seen: {}, seq: 1 };
  if (run.kind === "fetch_one" && run.subject) {
    const [crmModule, crmId] = run.subject.split(":") as ["Accounts" | "Contacts", string];
    return { ...start, steps: [{ do: "read_one", module: crmModule, crmId }] };
  }
  if (isUndo(run.kind) && run.subject) {
    // What waits for approval is not sent behind anybody's back, and what is paused rests.
    const isApproved =
      connection.approved_version === connection.config_version && connection.mass_change === null;
    const sends = pushes && run.kind === "undo" && connection.state === "active" && isApproved;
    return { ...start, steps: undoSteps(run.subject as RunId, module, sends) };
  }
  const { watermarks, last_full_at: lastFullAt } = connection;
  const mode = modeOf({ module, watermarks, lastFullAt, askedForFull: run.mode === "full", now });
  const steps = stepsOf({ mode, module, watermarks, pushes, isPreview: run.kind === "preview" });
  return { ...start, steps };
}
