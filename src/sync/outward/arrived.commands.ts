import { type CrmModule, readIncoming } from "#sync/mapping/incoming.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { triesOf } from "#sync/plan/unheard.ts";
import { type FoundOut, lensFor, type RunState } from "#sync/run/advance.commands.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { TimelineEntry } from "#zoho/timeline.client.ts";
import type { Unheard } from "./pair.ts";
import { askTimeline } from "./timeline.commands.ts";

/**
 * By record, what an unheard update did write of fields that hold something else by now: somebody has changed them since,
 * and saw what we had sent. The CRM's own record of changes tells; it is asked only where the field
 * holds neither what was sent nor what was there before. Where it cannot be asked nothing is known, and the field is
 * decided as one that both sides changed.
 */
export async function findArrived(
  state: RunState,
  module: CrmModule,
  unheard: readonly Unheard[],
  records: readonly CrmRecord[],
): Promise<FoundOut["arrived"]> {
  const arrived = new Map<string, ReadonlyMap<string, Value>>();
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const { crmId, intent } of unheard) {
    const record = byId.get(crmId);
    if (!record) continue;
    const lens = lensFor(state.context, record, module);
    const { values } = readIncoming(lens, record);
    const open = Object.entries(triesOf(intent)).filter(([field, tries]) =>
      [...tries, intent.seen[field] ?? null].every((value) => values[field] !== value),
    );
    if (open.length === 0) continue;
    const entries = await askTimeline(state, module, crmId, intent.since);
    if (!entries) continue;
    const names = new Map(lens.rows.map((row) => [row.billing, row.crm]));
    const written = open.flatMap(([field, tries]) => lastWritten(entries, names.get(field), tries, field));
    arrived.set(crmId, new Map(written));
  }
  return arrived;
}

/** Which of these values the field was given last, if any. */
function lastWritten(
  timeline: readonly TimelineEntry[],
  name: string | undefined,
  tries: readonly Value[],
  field: string,
): [string, Value][] {
  const changes = timeline.flatMap((entry) => entry.changes).filter((one) => one.field === name);
  for (const change of changes) {
    const value = tries.find((one) => (one === null ? null : String(one)) === change.new);
    if (value !== undefined) return [[field, value]];
  }
  return [];
}
