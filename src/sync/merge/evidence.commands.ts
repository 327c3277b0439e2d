import { type Instant, plusMs, instantFromMs, msOf } from "#kernel/time.ts";
import { readIncoming } from "#sync/mapping/incoming.ts";
import type { CrmModule, RawRecord } from "#sync/mapping/incoming.ts";
import type { RecordLink } from "#sync/link/link-list.store.ts";
import type { Values } from "#sync/plan/decision.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import { fieldsOf } from "#sync/read/fields-to-read.ts";
import { lensFor, type RunState } from "#sync/run/advance.commands.ts";
import type { DeletedRecord } from "#zoho/record.ts";
import { apartMs, type Gone, type Suspect, survivorOf, type Told } from "./survivor.ts";

/** Merged records that were merged again before anybody looked: so far a chain is followed. */
const longestChain = 5;

/** Records changed in the same seconds of which each is looked at; where there are more, none is picked out. */
const mostSuspects = 10;

/**
 * Which records took in those that were deleted, by the ids of those that went. Only records that are gone for good are
 * asked about: a merge leaves nothing in the recycle bin. Source: Zoho CRM's help on merging duplicates.
 */
export async function findSurvivors(
  state: RunState,
  module: CrmModule,
  deleted: readonly DeletedRecord[],
): Promise<Map<string, string>> {
  const { deps, context } = state;
  const final = deleted.filter(({ type }) => type === "permanent");
  if (final.length === 0) return new Map();
  const links = await deps.store.transact((tx) =>
    tx.findRecordLinks(
      context.connectionId,
      final.map(({ id }) => id),
    ),
  );
  const found = new Map<string, string>();
  for (const one of final) {
    const link = links.get(one.id);
    if (!link || (link.state !== "linked" && link.state !== "out_of_view")) continue;
    const survivor = await survivorFor(state, module, one, link);
    if (survivor !== undefined) found.set(one.id, survivor);
  }
  return found;
}

async function survivorFor(
  state: RunState,
  module: CrmModule,
  deleted: DeletedRecord,
  link: RecordLink,
): Promise<string | undefined> {
  const gone: Gone = {
    crmId: deleted.id,
    at: instantFromMs(msOf(deleted.deleted_time)),
    by: deleted.deleted_by?.id,
    recordId: link.contact_person_id ?? link.customer_id ?? "",
    base: JSON.parse(link.base) as Values,
    timeline: await timelineOf(state, module, deleted.id),
  };
  const told = survivorOf(gone, []);
  const survivor = told ?? survivorOf(gone, await suspectsOf(state, module, gone));
  return survivor && lastOf(state, module, [deleted.id, survivor.crmId]);
}

/** Where the survivor was merged away itself, the record that took that in. */
async function lastOf(state: RunState, module: CrmModule, chain: string[]): Promise<string | undefined> {
  const last = chain.at(-1) ?? "";
  const { missing } = valueOf(await state.crm.recordsByIds(module, [last], ["Modified_Time"]));
  if (missing.length === 0) return last;
  if (chain.length > longestChain) return undefined;
  const timeline = await timelineOf(state, module, last);
  const next = survivorOf(
    { crmId: last, at: instantFromMs(0), by: undefined, recordId: "", base: {}, timeline },
    [],
  );
  return next && !chain.includes(next.crmId) ? lastOf(state, module, [...chain, next.crmId]) : undefined;
}

/** What a record's timeline says; undefined where the CRM does not tell it. */
async function timelineOf(
  state: RunState,
  module: CrmModule,
  id: string,
  since?: Instant,
): Promise<Told[] | undefined> {
  const outcome = await state.crm.timeline(module, id, since);
  return outcome.ok ? outcome.value : undefined;
}

/** The records that were changed about when this one went, with what they hold and what their timelines say. */
async function suspectsOf(state: RunState, module: CrmModule, gone: Gone): Promise<Suspect[]> {
  const [from, to] = [plusMs(gone.at, -apartMs), plusMs(gone.at, apartMs)] as const;
  const where = { field: "Modified_Time", is: "between", values: [stamp(from), stamp(to)] } as const;
  const changed = await state.crm.coql({ select: ["id"], from: module, where, limit: mostSuspects + 1 });
  if (!changed.ok || changed.value.records.length > mostSuspects) return [];
  const ids = changed.value.records.map(({ id }) => id);
  if (ids.length === 0) return [];
  const fields = [...new Set([...fieldsOf(state.context, module), "Modified_By"])];
  const { records } = valueOf(await state.crm.recordsByIds(module, ids, fields));
  const suspects: Suspect[] = [];
  for (const record of records)
    suspects.push({
      ...asSuspect(state, module, record),
      timeline: await timelineOf(state, module, record.id, from),
    });
  return suspects;
}

function asSuspect(state: RunState, module: CrmModule, record: RawRecord): Omit<Suspect, "timeline"> {
  const { values, modifiedTime, madeOf } = readIncoming(lensFor(state.context, record, module), record);
  const by = record["Modified_By"];
  const id = typeof by === "object" && by !== null && "id" in by ? String(by.id) : undefined;
  return { crmId: record.id, at: modifiedTime, by: id, values, madeOf };
}

/** A time as COQL takes it: whole seconds, with an offset. */
function stamp(at: Instant): string {
  return `${at.slice(0, 19)}+00:00`;
}
