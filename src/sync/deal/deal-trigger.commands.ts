import { AppError } from "#kernel/errors.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { audit, getConnectionRow } from "#sync/connection/connection.commands.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import { openConnection, withRefusals } from "#sync/connection/options.commands.ts";
import { addHint, renewSoon } from "#sync/live/live.store.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import { countFollowed, deleteDealTrigger, findDealTrigger, saveDealTrigger } from "./deal.store.ts";
import type { DealEntity } from "./deal.ts";
import type { DealTriggerView } from "./deal-trigger.api.ts";

type Call = { deps: Deps; member: Member };

/** What a connection makes of deals, and how far it is. */
export async function viewDealTrigger(tx: Tx, connection: Connection): Promise<DealTriggerView> {
  const trigger = await findDealTrigger(tx, connection.id);
  if (!trigger) return { entity: "none", since: null, read_at: null, problem: null, followed: 0, waiting: 0 };
  const { entity, since, read_at, problem } = trigger;
  return { entity, since, read_at, problem, ...(await countFollowed(tx, connection.id, entity)) };
}

/**
 * Chooses what is made of deals. The CRM is asked for its deals first, which tells whether the connection's user may read
 * them, and its time, from which on deals count. What is chosen already stays as it is.
 */
export async function chooseDealTrigger(
  call: Call,
  id: string,
  entity: DealEntity | "none",
): Promise<DealTriggerView> {
  const { connection, crm } = await openConnection(call, id);
  if (connection.state === "disabled") throw new AppError("connection.disabled");
  if (connection.config_version === 0) throw new AppError("connection.not_configured");
  const since =
    entity === "none"
      ? undefined
      : await withRefusals(async () => {
          const counted = await crm.count("Deals");
          if (!counted.ok) throw new CrmTrouble(counted.failure);
          return counted.serverTime ?? call.deps.clock.now();
        });
  return inOrganization(call.deps.db, call.member.organizationId, async (tx) => {
    const before = (await findDealTrigger(tx, connection.id))?.entity ?? "none";
    if (before !== entity) {
      if (entity === "none" || since === undefined) await deleteDealTrigger(tx, connection.id);
      else
        await saveDealTrigger(tx, {
          organization_id: call.member.organizationId,
          connection_id: connection.id,
          entity,
          since,
          watermark: since,
          read_at: null,
          problem: null,
        });
      // The CRM is asked to tell of deals, or no longer.
      await renewSoon(tx, connection.id);
      // Where the sync runs by itself it does so now, so that the deals of this minute are not told late.
      if (entity !== "none") await addHint(tx, connection.id, call.deps.clock.now());
      await audit(tx, call, "connection.trigger_changed", connection.id, { from: before, to: entity });
    }
    return viewDealTrigger(tx, await getConnectionRow(tx, id));
  });
}
