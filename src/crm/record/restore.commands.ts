import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { lockDeleted, restoreRecords } from "./delete.store.ts";
import { uniqueValues } from "./draft.ts";
import { tellEvents, type WriteContext } from "./event.commands.ts";
import { type Claim, claimValues, freeValues } from "./unique.store.ts";

/** A record that stays in the recycle bin, and why. */
export type NotRestored = { id: string; problem: string; field: string | null; holder: string | null };

export type Restored = { restored: string[]; refused: NotRestored[] };

/** Brings records back from the recycle bin; one that is refused keeps none of the others there. */
export async function restoreDeleted(context: WriteContext, ids: readonly string[]): Promise<Restored> {
  const { tx, caller, module } = context;
  const fields = caller.wholeFields[module];
  const deleted = await lockDeleted(tx, context, [...new Set(ids)]);
  const claims = deleted.flatMap(({ id, values }): Claim[] =>
    [...uniqueValues(fields, values)].map(([field, value]) => ({ field, value, record_id: id })),
  );
  const taken = await claimValues(tx, module, claims);
  const refused = new Map(
    taken.map(({ claim, holder }) => [claim.record_id, takenBy({ fields, module }, claim, holder)]),
  );
  // A record that stays in the bin holds none of its values, not even those that were free.
  await freeValues(tx, [...refused.keys()]);
  const free = deleted.map(({ id }) => id).filter((id) => !refused.has(id));
  const restored = await restoreRecords(tx, module, caller.user.id, free);
  await tellEvents(
    context,
    "restored",
    restored.map(({ id, at }) => ({ id, at, changes: [] })),
  );
  const found = new Set(deleted.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id)).map(notInBin);
  return { restored: restored.map(({ id }) => id), refused: [...refused.values(), ...missing] };
}

function takenBy(
  { fields, module }: { fields: FieldMap; module: ModuleName },
  claim: Claim,
  holder: string,
): NotRestored {
  const label = fields.get(claim.field)?.label ?? claim.field;
  return {
    id: claim.record_id,
    problem: `${label} must be different for each record, and ${module} record ${holder} has "${claim.value}" now; change it there first`,
    field: claim.field,
    holder,
  };
}

function notInBin(id: string): NotRestored {
  return {
    id,
    problem: "It is not in the recycle bin; somebody may have restored it",
    field: null,
    holder: null,
  };
}
