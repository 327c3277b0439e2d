import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import { fieldsOf } from "#sync/read/fields-to-read.ts";
import { type RunState, takeRecords } from "#sync/run/advance.commands.ts";
import { withoutMergedAway } from "./merged-away.commands.ts";
import type { Made } from "./settle-creations.commands.ts";

/** As many values as a COQL condition takes. */
const markersAtOnce = 50;

/**
 * By billing id, the CRM records that carry it, as far as the CRM's search knows them yet. Of one that it does not know
 * the condition of the upsert tells that it is there.
 */
export async function findByMarker(
  { crm }: RunState,
  module: CrmModule,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < ids.length; at += markersAtOnce) {
    const values = ids.slice(at, at + markersAtOnce);
    const { records } = valueOf(
      await crm.coql({
        select: ["id", markerField],
        from: module,
        where: { field: markerField, is: "in", values },
      }),
    );
    for (const record of records) found.set(String(record[markerField]), record.id);
  }
  return found;
}

/**
 * Takes records that carry the marker of a billing record although billing knows of no try to make them: it has
 * forgotten, as when an older state of the database came back (docs/faults.md 69, 70). They are planned as if the CRM
 * had listed them, which links them by their marker; what the search does not know yet comes with the next run.
 */
export async function adopt(state: RunState, module: CrmModule, forgotten: readonly Made[]): Promise<void> {
  if (forgotten.length === 0) return;
  const all = forgotten.map((one) => one.creation.record_id);
  const found = await findByMarker(state, module, all);
  const ours = await withoutMergedAway(state, forgotten, found);
  const ids = ours.flatMap((one) => found.get(one.creation.record_id) ?? []);
  if (ids.length === 0) return;
  const fields = fieldsOf(state.context, module);
  const { records } = valueOf(await state.crm.recordsByIds(module, ids, fields));
  await takeRecords(state, module, records, {});
}
