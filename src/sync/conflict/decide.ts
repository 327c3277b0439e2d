import { AppError } from "#kernel/errors.ts";
import { type Taken, takenIn, takenWords } from "./conflict.ts";
import type { Conflict } from "./conflict.table.ts";

/** Whose value is to be taken, or which one; `version` is that of the values that were seen. */
export type Choice = { conflict: string; take: Taken; value?: unknown; version: number };

/**
 * Refuses the whole of what was chosen where a part of it cannot be done: a conflict that there is not, that was decided
 * or settled before, or of which a side has changed since it was seen. `stale` are those whose value in billing is
 * another one than the conflict tells. Fields are called as `labelOf` says.
 */
export function refuseChoices(
  choices: readonly Choice[],
  found: ReadonlyMap<string, Conflict>,
  stale: ReadonlySet<string>,
  labelOf: (conflict: Conflict) => string,
): void {
  const missing = choices.filter(({ conflict }) => !found.has(conflict));
  if (missing.length > 0) throw new AppError("conflict.not_found", { conflicts: idsOf(missing) });
  const seen = choices.flatMap((choice) => {
    const row = found.get(choice.conflict);
    return row ? [{ ...choice, row }] : [];
  });
  const over = seen.filter(({ row }) => row.state !== "open");
  const [first] = over;
  if (first)
    throw new AppError("conflict.decided", {
      message: overWords(first.row, labelOf(first.row)),
      conflicts: idsOf(over),
    });
  const changed = seen.filter(({ row, version }) => stale.has(row.id) || row.version !== version);
  const [one] = changed;
  if (!one) return;
  const message = `A side of ${labelOf(one.row)} of ${one.row.name} has changed since it was seen`;
  throw new AppError("conflict.changed", { message, conflicts: idsOf(changed) });
}

function idsOf(choices: readonly Choice[]): string[] {
  return choices.map(({ conflict }) => conflict);
}

function overWords(conflict: Conflict, label: string): string {
  const { name, decided_by_name } = conflict;
  const what = `${label} of ${name}`;
  const taken = takenIn(conflict);
  if (taken)
    return `${decided_by_name ?? "Somebody"} has decided ${what} already: ${takenWords(taken.take)} is taken`;
  return `There is nothing left to decide about ${what}`;
}
