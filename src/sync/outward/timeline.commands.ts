import type { Instant } from "#kernel/time.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import type { TimelineEntry } from "#zoho/timeline.client.ts";

/** Where there are no timelines to be had; what else fails passes, and the run tries again. */
const mayNotAsk: ReadonlySet<string> = new Set(["refused", "no_permission", "invalid_module"]);

/** What the CRM tells of a record's changes, the last first; undefined where it tells us nothing of that. */
export async function askTimeline(
  { crm }: RunState,
  module: CrmModule,
  id: string,
  since?: Instant,
): Promise<TimelineEntry[] | undefined> {
  const timeline = await crm.timeline(module, id, since);
  return !timeline.ok && mayNotAsk.has(timeline.failure.kind) ? undefined : valueOf(timeline);
}
