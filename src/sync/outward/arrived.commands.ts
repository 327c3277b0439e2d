import { type CrmModule, readIncoming } from "#sync/mapping/incoming.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { lensFor, type RunState } from "#sync/run/advance.commands.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { TimelineEntry } from "#zoho/timeline.client.ts";
import type { Unheard } from "./pair.ts";
import { askTimeline } from "./timeline.commands.ts";

/**
 * By record, the fields that an unheard update did write although they hold something else by now: somebody has
 * changed them since, and saw what we had sent. The CRM's own record of changes tells; it is asked only where the field
 * holds neither what was sent nor what was there before. Where it cannot be asked nothing is known, and the field is
 * decided as one that both sides changed.
 */
export async function findArrived(
  state: RunState,
  module: CrmModule,
  unheard: readonly Unheard[],
  records: readonly CrmRecord[],
): Promise<Map<string, ReadonlySet<string>>> {
  const arrived = new Map<string, ReadonlySet<string>>();
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const { crmId, intent } of unheard) {
    const record = byId.get(crmId);
    if (!record) continue;
    const lens = lensFor(state.context, record, module);
    const { values } = readIncoming(lens, record);
    const open = Object.entries(intent.values).filter(
      ([field, sent]) => values[field] !== sent && values[field] !== (intent.seen[field] ?? null),
    );
    if (open.length === 0) continue;
    const entries = await askTimeline(state, module, crmId, intent.since);
    if (!entries) continue;
    const names = new Map(lens.rows.map((row) => [row.billing, row.crm]));
    const written = open.filter(([field, sent]) => holds(entries, names.get(field), sent));
    arrived.set(crmId, new Set(written.map(([field]) => field)));
  }
  return arrived;
}

/** Whether the field was given this value. */
function holds(timeline: readonly TimelineEntry[], field: string | undefined, sent: Value): boolean {
  const text = sent === null ? null : String(sent);
  return timeline.some(({ changes }) => changes.some((one) => one.field === field && one.new === text));
}
