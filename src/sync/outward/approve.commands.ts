import { sha256 } from "#platform/secrets/secrets.ts";
import { outwardText } from "#sync/history/record.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import type { Create } from "./push-new.commands.ts";
import { doAndTell, type Told } from "./tell.commands.ts";

/** A record that would be made, and of which values. */
export type Planned = { create: Create; values: Values };

/** How making a record is told. */
export function toldCreation({ create, values }: Planned, crmId?: string): Told {
  return {
    record: create.record,
    module: create.module,
    crmId,
    outcome: "created",
    reason: "billing.new",
    changes: Object.entries(values).map(([field, to]) => ({ field, from: null, to })),
  };
}

/** Of the records to be made, in a run from an approved preview, those that it showed just so. The others wait, and are told. */
export async function onlyApproved<One extends Planned>(
  state: RunState,
  planned: readonly One[],
): Promise<One[]> {
  const { deps, context } = state;
  const { approvedPreview: preview } = context;
  if (!preview || planned.length === 0) return [...planned];
  const ids = planned.map((one) => one.create.record.id);
  const shown = await deps.store.transact((tx) => tx.findApprovedCreations(preview, ids));
  const isExcluded = ({ create }: Planned): boolean => context.excluded.has(create.record.id);
  const isShown = (one: Planned): boolean =>
    shown.get(one.create.record.id) === sha256(outwardText(toldCreation(one)));
  const held = planned.filter((one) => isExcluded(one) || !isShown(one));
  if (held.length === 0) return [...planned];
  const told = held.map((one): Told => {
    const base = { ...toldCreation(one), changes: [] };
    if (isExcluded(one)) return { ...base, outcome: "skipped", reason: "preview.excluded" };
    const reason = shown.has(one.create.record.id) ? "preview.differs" : "preview.new_since";
    return { ...base, outcome: "held", reason };
  });
  await doAndTell(state, told, () => Promise.resolve());
  return planned.filter((one) => !held.includes(one));
}
