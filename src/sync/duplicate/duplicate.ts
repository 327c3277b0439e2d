import type { DuplicatePair } from "./duplicate.table.ts";

/** Whether a decision can be taken back: a merge in the CRM cannot. */
export function isUndoable({ state, merge_id }: Pick<DuplicatePair, "state" | "merge_id">): boolean {
  return state === "linked" || state === "dismissed" || (state === "merged" && merge_id !== null);
}
