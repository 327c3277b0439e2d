import type { DecidedField, Decision } from "./decision.ts";

/**
 * Why fields are written, where all of them were in conflict: because a person decided, or because the later change
 * counts. Undefined where other fields are among them, or both kinds.
 */
export function decidedReason(
  changes: readonly { field: string }[],
  decided: readonly DecidedField[],
): Decision["reason"] | undefined {
  const found = changes.map(({ field }) => decided.find((one) => one.field === field));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const byPerson = found.filter((one) => one && isByPerson(one));
  if (byPerson.length === found.length) return "conflict.decided";
  return byPerson.length === 0 ? "conflict.latest" : undefined;
}

/** Whether a person decided it. */
export function isByPerson(decided: DecidedField): decided is Extract<DecidedField, { by: string }> {
  return "by" in decided;
}
