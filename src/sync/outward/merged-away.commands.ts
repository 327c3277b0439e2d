import type { RunState } from "#sync/run/advance.commands.ts";
import type { Made } from "./settle-creations.commands.ts";
import { doAndTell, type Told } from "./tell.commands.ts";

/**
 * Those that may be linked with the CRM records that carry their markers (`found`, by billing id). People merge records
 * before the link of a new one is there, and the marker may come over to the record of another customer: that keeps its
 * link, and the creation ends here, told once. Else each run would try to make the record again, and find it there.
 */
export async function withoutMergedAway(
  state: RunState,
  made: readonly Made[],
  found: ReadonlyMap<string, string>,
): Promise<Made[]> {
  if (made.length === 0) return [];
  const { connectionId } = state.context;
  const ofOthers = await state.deps.store.transact((tx) =>
    tx.findRecordLinks(connectionId, [...found.values()]),
  );
  const isAway = ({ creation: { record_id: id } }: Made): boolean => {
    const link = ofOthers.get(found.get(id) ?? "");
    return link?.state === "linked" && (link.contact_person_id ?? link.customer_id) !== id;
  };
  const away = made.filter(isAway);
  const [first] = away;
  if (first) {
    const told = away.map(({ create: { record, module } }): Told => ({
      ...{ record, module, outcome: "skipped", reason: "billing.merged_away", changes: [] },
    }));
    await doAndTell(state, told, async (tx) => {
      await tx.deleteCreations(
        connectionId,
        away.map((one) => one.creation.record_id),
      );
      const marks = away.map((one) => one.create.mark);
      await tx.dropMarks(connectionId, first.create.record.target, marks);
    });
  }
  return made.filter((one) => !away.includes(one));
}
