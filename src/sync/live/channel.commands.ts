import type { ConnectionId } from "#kernel/id.ts";
import { msOf } from "#kernel/time.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { randomSecret, sha256 } from "#platform/secrets/secrets.ts";
import { type Connection, findConnection } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { findDealTrigger } from "#sync/deal/deal.store.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import { explain } from "#zoho/failure.ts";
import { isLive, isWithinReach, renewalOf, retryAt, wantedEnd } from "./live.ts";
import { findLive, type Live, saveChannel } from "./live.store.ts";

/** How long a disable waits for the CRM to close the channel. Without its token nothing comes in by it anyway. */
const closeMs = 3000;

/**
 * Sees to it that the CRM tells of its changes: opens the channel where there is none, and says it anew at half its life.
 * One call then, none otherwise. A refusal is noted and never fails the run, which finds all changes by itself.
 */
export async function keepChannel({
  deps,
  context,
  crm,
  signal,
}: Pick<RunState, "context" | "crm" | "signal"> & { deps: Deps }): Promise<void> {
  const { organizationId, connectionId } = context;
  const now = deps.clock.now();
  const { connection, before, trigger } = await inOrganization(deps.db, organizationId, async (tx) => ({
    connection: await findConnection(tx, connectionId),
    before: await findLive(tx, connectionId),
    trigger: await findDealTrigger(tx, connectionId),
  }));
  if (!connection || !isLive(connection, deps) || !isWithinReach(connection, deps)) return;
  if (before?.renews_at && msOf(before.renews_at) > msOf(now)) return;
  const place = tokenPlace(connection);
  const token = before?.token ? deps.vault.open(before.token, place) : randomSecret();
  const sealed = before?.token ?? deps.vault.seal(token, place);
  const note = (channel: Pick<Live, "expires_at" | "renews_at" | "problem">): Promise<void> =>
    inOrganization(deps.db, organizationId, (tx) =>
      saveChannel(tx, connectionId, { ...channel, token: sealed }),
    );
  // Before the CRM knows the token, so that its first notice is believed.
  if (!before?.token) await note({ expires_at: null, renews_at: null, problem: null });
  const opened = await crm.watch({
    channelId: channelIdOf(connectionId),
    events: [...modulesOf(context.settings.module), ...(trigger ? ["Deals"] : [])].map(
      (module) => `${module}.all`,
    ),
    notifyUrl: `${deps.publicUrl}/api/v1/hooks/crm/${organizationId}/${connectionId}`,
    token,
    expiresAt: wantedEnd(now),
  });
  if (signal.aborted) return;
  if (opened.ok) {
    const { expiresAt } = opened.value;
    await note({ expires_at: expiresAt, renews_at: renewalOf(now, expiresAt), problem: null });
    return;
  }
  const { message } = explain(opened.failure);
  deps.log.warn({ connection_id: connectionId }, `the CRM opens no channel: ${message}`);
  await note({ expires_at: before?.expires_at ?? null, renews_at: retryAt(now), problem: message });
}

/** Forgets the channel, so that no notice is believed any more, and asks the CRM to close it. */
export async function closeChannel(deps: Deps, connection: Connection): Promise<void> {
  const had = await inOrganization(deps.db, connection.organization_id, async (tx) => {
    const live = await findLive(tx, connection.id);
    if (!live?.token) return false;
    await saveChannel(tx, connection.id, { token: null, expires_at: null, renews_at: null, problem: null });
    return true;
  });
  if (!had) return;
  const closed = await openCrm(deps, connection, AbortSignal.timeout(closeMs))
    .unwatch(channelIdOf(connection.id))
    .catch(() => undefined);
  if (!closed?.ok)
    deps.log.warn(
      { connection_id: connection.id },
      "the CRM's channel could not be closed; it ends by itself",
    );
}

/** Where the token is sealed. */
export function tokenPlace({
  organization_id,
  id,
}: Pick<Connection, "organization_id" | "id">): Parameters<Deps["vault"]["seal"]>[1] {
  return { organization: organization_id, table: "sync_live", column: "token", row: id };
}

/** The channel's number, which is ours to choose: always the same one for a connection, so that it never has two. */
export function channelIdOf(connection: ConnectionId): string {
  return String(BigInt(`0x${sha256(connection).slice(0, 15)}`) + 1n);
}
