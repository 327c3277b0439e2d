import type { Selectable } from "kysely";
import { type Instant, instantFromMs, msOf, plusMs } from "#kernel/time.ts";
import type { ConnectionRow } from "#sync/connection/connection.table.ts";
import { stopsRuns } from "#sync/connection/failure.ts";
import { isScheduled } from "#sync/schedule/next-run.ts";
import type { Run } from "#sync/run/run.table.ts";
import { isSameHost } from "#zoho/data-centres.ts";
import type { SyncLiveRow } from "./live.table.ts";

type Connected = Pick<
  Selectable<ConnectionRow>,
  | "kind"
  | "api_url"
  | "state"
  | "interval_minutes"
  | "config_version"
  | "approved_version"
  | "mass_change"
  | "problem_code"
>;

/** What this server is, as far as live sync depends on it. `isLive` is its operator's choice. */
export type LiveServer = { isLive: boolean; publicUrl: string };

/** How long a channel is asked for; the CRM gives a week at most, and takes more for an hour. */
const channelMs = 6 * 24 * 3_600_000;

/** After a refusal the CRM is asked again so much later, so that it costs a call seldom. */
const againMs = 6 * 3_600_000;

/** Whether changes of this connection start runs: those that the schedule may start, no others. */
export function isLive(connection: Connected, server: LiveServer): boolean {
  return server.isLive && isScheduled(connection);
}

/** Whether a run of this kind brings all that changed, for good: then it stands for the hints before it. */
export function readsChanges(kind: Run["kind"]): boolean {
  return kind === "import" || kind === "auto" || kind === "instant";
}

/** The earliest next run by a hint. Zoho counts calls, two for a run that finds nothing; a CRM of our own does not. */
export function restsUntil(kind: Connected["kind"], now: Instant): Instant {
  return plusMs(now, kind === "zoho" ? 15_000 : 500);
}

const leastRestMs = 5 * 60_000;
const mostRestMs = 2 * 3_600_000;

/**
 * The same after a run that failed: what keeps one from its work mostly keeps the next one too, and the longer it has
 * lasted (`since`) the longer it will.
 */
export function restsAfterFailure(now: Instant, since: Instant): Instant {
  return plusMs(now, Math.min(Math.max(msOf(now) - msOf(since), leastRestMs), mostRestMs));
}

/** Whether the CRM can send notices to this server: it is this server or on the same machine, or our address is public. */
export function isWithinReach({ kind, api_url: crmUrl }: Connected, { publicUrl }: LiveServer): boolean {
  const isBeside =
    kind === "embedded" && (isSameHost(crmUrl, publicUrl) || (isLocal(crmUrl) && isLocal(publicUrl)));
  return isBeside || isPublic(publicUrl);
}

function isLocal(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** A name that the world may know, by https. An address in numbers, or a name without a dot, is somebody's own network. */
function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isName =
    hostname.includes(".") &&
    !/^[\d.]+$/.test(hostname) &&
    !/\.(local|localhost|internal|lan|home|test)$/.test(hostname);
  return protocol === "https:" && isName;
}

/** Until when a channel that is opened now is asked for. */
export function wantedEnd(now: Instant): Instant {
  return plusMs(now, channelMs);
}

/** When a channel with that end is said anew: at half its life, so that one missed time does no harm. */
export function renewalOf(now: Instant, expiresAt: Instant): Instant {
  return instantFromMs((msOf(now) + msOf(expiresAt)) / 2);
}

export function retryAt(now: Instant): Instant {
  return plusMs(now, againMs);
}

/** Whether changes of the CRM arrive within seconds, and if not, why, in words. */
export type Liveness = { live: boolean; why: string | null };

/** How it stands with the live sync of a connection. What it is not live for, the schedule finds. */
export function livenessOf(
  connection: Connected,
  channel: Pick<SyncLiveRow, "token" | "expires_at" | "problem"> | undefined,
  server: LiveServer,
  now: Instant,
): Liveness {
  const why = whyNotRunning(connection, server) ?? whyNotTold(connection, channel, server, now);
  return { live: why === null, why };
}

function whyNotRunning({ state, interval_minutes, ...of }: Connected, server: LiveServer): string | null {
  if (!server.isLive) return "It is off on this server (CONCORD_LIVE).";
  if (state === "disabled" || state === "paused") return `The connection is ${state}.`;
  if (state === "connected") return "The connection is not configured yet.";
  if (interval_minutes === 0) return "Auto-sync is off.";
  if (of.config_version !== of.approved_version) return "The set-up waits for approval.";
  if (of.mass_change !== null) return "Unusually many changes wait for approval.";
  if (stopsRuns(of.problem_code)) return "The last sync failed; the notice says why, and what to do.";
  return null;
}

function whyNotTold(
  connection: Connected,
  channel: Parameters<typeof livenessOf>[1],
  server: LiveServer,
  now: Instant,
): string | null {
  if (!isWithinReach(connection, server))
    return "The CRM cannot reach this server; a public https address (CONCORD_PUBLIC_URL) makes it live.";
  if (channel?.problem) return `The CRM does not tell of its changes: ${channel.problem}`;
  if (!channel?.token || !channel.expires_at) return "The next run asks the CRM to tell of its changes.";
  if (msOf(channel.expires_at) <= msOf(now))
    return "The CRM tells of changes no longer; the next run asks it again.";
  return null;
}
