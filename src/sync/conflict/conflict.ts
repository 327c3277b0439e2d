import type { ConflictId } from "#kernel/id.ts";
import type { Value } from "#sync/plan/reconcile.ts";

/** Whose value a decision takes. */
export type Side = "crm" | "billing";

/** How a person decided: a side's value, or one of their own, which billing gets and the CRM from there. */
export type Taken = Side | "value";

/** What a conflict's row tells of how it was decided. */
type Decided = { taken: Side | null; given_value: string | null };

/** How a conflict was decided, with the value where a person gave one; undefined where it was not. */
export function takenIn({ taken, given_value: given }: Decided): { take: Taken; value?: Value } | undefined {
  if (taken === null) return undefined;
  return given === null ? { take: taken } : { take: "value", value: JSON.parse(given) as Value };
}

const takenNames: Record<Taken, string> = {
  crm: "the CRM's value",
  billing: "billing's value",
  value: "a value of their own",
};

/** `the CRM's value`: what was taken, in words. */
export function takenWords(taken: Taken): string {
  return takenNames[taken];
}

/** A field that both sides changed, with what each holds; a base of null is "never agreed" or "blank", as undefined and null. */
export type Asked = { field: string; base: Value | undefined; crm: Value; billing: Value };

/** A conflict that is not settled. `decision`: whose value is to be taken, and who said so. */
export type KnownConflict = Asked & { id: ConflictId; decision: { take: Side; by: string } | undefined };

/** Why a conflict is over; the migration has the words. */
export type SettledWhy = "decided" | "alone" | "changed" | "apart";

/** What becomes of the conflicts of a pair. */
export type ConflictChange =
  | { do: "open"; asked: Asked }
  | { do: "change"; id: ConflictId; asked: Asked }
  | { do: "settle"; id: ConflictId; why: SettledWhy };

/** What a merge has found: the fields in conflict, those of which the CRM said nothing, those on their way to the CRM. */
export type Found = { asked: readonly Asked[]; silent: ReadonlySet<string>; sent: ReadonlySet<string> };

/**
 * The conflicts of a pair after a merge: one is opened where there is none for the field, changed where a side holds
 * another value by now, and settled where nothing is left to decide. The same conflict found again is no change.
 */
export function conflictChanges(known: readonly KnownConflict[], found: Found): ConflictChange[] {
  const before = new Map(known.map((one) => [one.field, one]));
  const asked = found.asked.flatMap((one) => changesFor(one, before.get(one.field)));
  const still = new Set(found.asked.map((one) => one.field));
  const over = known.filter(({ field }) => !still.has(field) && !found.silent.has(field));
  return [
    ...asked,
    ...over.flatMap(({ id, field, decision }): ConflictChange[] => {
      // What was decided for billing is over when the CRM has it.
      if (decision && found.sent.has(field)) return [];
      return [{ do: "settle", id, why: decision ? "decided" : "alone" }];
    }),
  ];
}

/** All conflicts of a pair that is not synced any more. */
export function withoutPair(known: readonly KnownConflict[]): ConflictChange[] {
  return known.map(({ id }) => ({ do: "settle", id, why: "apart" }));
}

/** Whether there is something new for a person to decide. */
export function asksAnew(changes: readonly ConflictChange[]): boolean {
  return changes.some((one) => one.do !== "settle");
}

function changesFor(asked: Asked, known: KnownConflict | undefined): ConflictChange[] {
  if (!known) return [{ do: "open", asked }];
  // The winner was to be the only side that differs from the base: if both do again, a side changed after the decision.
  if (known.decision)
    return [
      { do: "settle", id: known.id, why: "changed" },
      { do: "open", asked },
    ];
  const isSame = known.crm === asked.crm && known.billing === asked.billing && known.base === asked.base;
  return isSame ? [] : [{ do: "change", id: known.id, asked }];
}

/** The base that makes the winner the only side that has changed since: the loser's value. */
export function baseFor(take: Side, { crm, billing }: Pick<Asked, "crm" | "billing">): Value {
  return take === "crm" ? billing : crm;
}
