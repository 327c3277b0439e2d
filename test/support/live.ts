import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionId } from "#kernel/id.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { tokenPlace } from "#sync/live/channel.commands.ts";
import type { RunView } from "#sync/run/run.api.ts";
import { query, type Sync } from "./sync-world.ts";
import type { World } from "./world.ts";

/** Waits until something is so; answers after how many milliseconds, undefined where it never was. */
export async function until(isSo: () => Promise<boolean>, mostMs = 15_000): Promise<number | undefined> {
  const begun = performance.now();
  while (performance.now() - begun < mostMs) {
    if (await isSo()) return performance.now() - begun;
    await sleep(40);
  }
  return undefined;
}

/** All runs that nobody started by hand, the newest first. */
export async function autoRuns({ organization, connection }: Sync): Promise<RunView[]> {
  return (await organization.send(listRuns, { query: { connection, kind: "auto", limit: 200 } })).items;
}

/** Waits until no run is active and no hint waits for one; answers how many the sync has started by itself. */
export async function calm(world: World, sync: Sync): Promise<number> {
  const isCalm = async (): Promise<boolean> => {
    const [row] = await query<{ busy: boolean }>(
      world,
      `select exists (select from sync_run where connection_id = $1 and finished_at is null)
           or exists (select from sync_live where connection_id = $1 and hinted_at is not null)
           or exists (select from sync_mark where connection_id = $1 and not heard)
           or exists (select from crm_notice where organization_id = $2) as busy`,
      [sync.connection, sync.organization.id],
    );
    return row?.busy === false;
  };
  for (let calmLooks = 0; calmLooks < 12; await sleep(60)) calmLooks = (await isCalm()) ? calmLooks + 1 : 0;
  return (await autoRuns(sync)).length;
}

/** The secret of the CRM's channel, as only the CRM and the product know it. */
export async function tokenOf(world: World, { organization, connection }: Sync): Promise<string> {
  const [row] = await query<{ token: string | null }>(
    world,
    "select token from sync_live where connection_id = $1",
    [connection],
  );
  const place = tokenPlace({ organization_id: organization.id, id: connection as ConnectionId });
  return world.system.deps.vault.open(row?.token ?? "", place);
}

/** Tells of a change as a CRM does, or somebody who claims to be one; answers the status. */
export async function tellOf(
  world: World,
  { organization, connection }: Pick<Sync, "organization" | "connection">,
  notice: object,
): Promise<number> {
  const response = await fetch(`${world.url}/api/v1/hooks/crm/${organization.id}/${connection}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(notice),
  });
  await response.text();
  return response.status;
}
