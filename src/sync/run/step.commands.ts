import { push, takeUnlinked } from "#sync/outward/push.commands.ts";
import { readAll } from "#sync/read/read-all.commands.ts";
import { readChanges } from "#sync/read/read-changes.commands.ts";
import { readDeleted, readMerged } from "#sync/read/read-deleted.commands.ts";
import { readContactsOfAccounts } from "#sync/read/read-contacts.commands.ts";
import { readOne } from "#sync/read/read-one.commands.ts";
import { sweep } from "#sync/read/sweep.commands.ts";
import { undoRecords } from "#sync/undo/undo.commands.ts";
import type { Step } from "./checkpoint.ts";
import { phaseOf } from "./run-plan.ts";
import type { RunState } from "./advance.commands.ts";

/** Does one step of a run. */
export async function doStep(state: RunState, step: Step): Promise<void> {
  switch (step.do) {
    case "read_all":
      return readAll(state, step.module, phaseOf(step));
    case "read_changes":
      return readChanges(state, step.module, step.since);
    case "read_contacts_of_accounts":
      return readContactsOfAccounts(state);
    case "read_deleted":
      return readDeleted(state, step.module, step.since);
    case "read_merged":
      return readMerged(state, step.module, step.since);
    case "sweep":
      return sweep(state, step.module);
    case "take_unlinked":
      return takeUnlinked(state, step.target);
    case "push":
      return push(state, step.target, phaseOf(step));
    case "read_one":
      return readOne(state, step.module, step.crmId);
    case "undo":
      return undoRecords(state, step.run, step.target);
  }
}
