import type { Selectable } from "kysely";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { ConnectionRow } from "#sync/connection/connection.table.ts";

type Scheduled = Pick<
  Selectable<ConnectionRow>,
  "state" | "interval_minutes" | "config_version" | "approved_version" | "mass_change"
>;

/**
 * Whether the connection syncs by itself: it is active, its schedule is on, a person has run or approved its present
 * configuration, and no mass change waits. What nobody has seen the effect of is never applied by a timer (B1, B11).
 */
export function isScheduled(connection: Scheduled): boolean {
  const {
    state,
    interval_minutes: minutes,
    config_version: version,
    approved_version: approved,
    mass_change: waits,
  } = connection;
  return state === "active" && minutes > 0 && version === approved && waits === null;
}

/** When auto-sync runs next, one interval from now; null while it does not. */
export function nextRunAt(connection: Scheduled, now: Instant): Instant | null {
  return isScheduled(connection) ? plusMs(now, connection.interval_minutes * 60_000) : null;
}
