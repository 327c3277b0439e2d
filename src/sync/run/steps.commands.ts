import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import { explain } from "#zoho/failure.ts";
import { enterPhase, moveCheckpoint, type RunState } from "./advance.commands.ts";
import { checkAgain } from "./check.commands.ts";
import type { Step } from "./checkpoint.ts";
import { afterTrouble } from "./patience.ts";
import { isUndo, phaseOf } from "./run-plan.ts";
import { doStep } from "./step.commands.ts";

/** Somebody takes away one field after the other; after so many a step gives up. */
const mostChecks = 3;

/** Does the steps of a run from where it stands. */
export async function doSteps(state: RunState): Promise<void> {
  const { pushes, hasMarker, kind } = state.context;
  // What was made in the CRM is known by its marker, so that comes before the first reading.
  if (pushes && !hasMarker && kind !== "preview" && !isUndo(kind)) await state.check(state);
  for (let at = state.progress.checkpoint.at; at < state.progress.checkpoint.steps.length; at += 1) {
    const step = state.progress.checkpoint.steps[at];
    if (!step) break;
    await doPatiently(state, step);
    await moveCheckpoint(state, { at: at + 1, position: undefined, read: 0 });
  }
}

/**
 * Does a step. Where the CRM is away, or between us and it something spoils its answers, the run says so, waits, and
 * goes on from its checkpoint; where a field of the mapping is gone, the step is done without it.
 */
async function doPatiently(state: RunState, step: Step): Promise<void> {
  let doneBefore = state.progress.done;
  for (let waits = 0, checks = 0; ;) {
    await enterPhase(state, phaseOf(step), { expected: null, reader: null });
    try {
      return await doStep(state, step);
    } catch (error) {
      if (!(error instanceof CrmTrouble)) throw error;
      if (checks < mostChecks && (await checkAgain(state, error.failure))) {
        checks += 1;
        continue;
      }
      if (state.progress.done > doneBefore) waits = 0;
      doneBefore = state.progress.done;
      const next = afterTrouble(error.failure, waits, state.deps.clock.now());
      if (!next.again) throw error;
      waits += 1;
      const { message } = explain(error.failure);
      state.deps.log.warn({ run_id: state.context.runId, wait_ms: next.waitMs }, message);
      await enterPhase(state, `Waiting: ${message}`, { expected: null, reader: null });
      await state.deps.sleep(next.waitMs, state.signal);
    }
  }
}
