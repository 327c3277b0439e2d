import { type ErrorCode, viewOf } from "#kernel/errors.ts";
import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { countOpenConflicts } from "#sync/conflict/conflict-list.store.ts";
import { livenessOf } from "#sync/live/live.ts";
import { findLive } from "#sync/live/live.store.ts";
import { listRunRows } from "#sync/run/run.store.ts";
import type { ConnectionView } from "./connection.api.ts";
import { type Connection, countLinks, findSettings, sumCredits } from "./connection.store.ts";

/** A connection as it is shown: with its configuration, last run, link counts and cost of the last 24 hours. */
export async function connectionView(
  deps: Pick<Deps, "clock" | "isLive" | "publicUrl">,
  tx: Tx,
  connection: Connection,
): Promise<ConnectionView> {
  const now = deps.clock.now();
  const { live, why } = livenessOf(connection, await findLive(tx, connection.id), deps, now);
  const settings = await findSettings(tx, connection.id, connection.config_version);
  const [last] = await listRunRows(tx, { connection: connection.id, kind: "import,auto,instant", limit: 1 });
  const dayAgo = instantFromMs(msOf(now) - 86_400_000);
  return {
    id: connection.id,
    kind: connection.kind,
    api_url: connection.api_url,
    email: connection.email,
    crm_zgid: connection.crm_zgid,
    crm_company: connection.crm_company,
    crm_currency: connection.crm_currency,
    crm_user_name: connection.crm_user_name,
    extent_allowed: connection.extent_allowed,
    state: connection.state,
    problem: problemOf(connection, now),
    consent_by: connection.consent_by,
    consent_at: connection.consent_at,
    config_version: connection.config_version,
    settings: settings ?? null,
    waits_for_approval:
      connection.config_version !== connection.approved_version || connection.mass_change !== null,
    interval_minutes: connection.interval_minutes,
    next_run_at: connection.next_run_at,
    live,
    live_why_not: why,
    last_run: last
      ? {
          id: last.id,
          kind: last.kind,
          status: last.status,
          finished_at: last.finished_at,
          counts: last.counts,
          error: last.error_code,
        }
      : null,
    counts: {
      ...(await countLinks(tx, connection.id)),
      conflicts: await countOpenConflicts(tx, connection.id),
    },
    credits_today: await sumCredits(tx, connection.id, dayAgo),
  };
}

/** What a person has to mend or to look at. What keeps the preview from its work comes before what the preview is for. */
function problemOf(
  { problem_code: code, problem, problem_since: since, mass_change: change }: Connection,
  now: Instant,
): ConnectionView["problem"] {
  if (code) return { ...viewOf(code as ErrorCode, problem ?? {}), since: since ?? now };
  return change && { ...viewOf("run.mass_change", change.facts), since: change.since };
}
