import { sql } from "kysely";
import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";

type Place = { organizationId: OrganizationId; connectionId: ConnectionId; runId: RunId };

/** How many records of a module are linked; counts to `atMost` where more than that would say nothing else. */
export async function countLinked(
  tx: Tx,
  connection: ConnectionId,
  module: CrmModule,
  atMost?: number,
): Promise<number> {
  const linked = tx
    .selectFrom("link")
    .select("crm_id")
    .where("connection_id", "=", connection)
    .where("crm_module", "=", module)
    .where("state", "=", "linked");
  const { n } = await tx
    .selectFrom((atMost === undefined ? linked : linked.limit(atMost)).as("some"))
    .select((of) => of.fn.countAll<string>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Notes that a complete listing showed these records. */
export async function noteSeen(
  tx: Tx,
  { organizationId, runId }: Place,
  crmIds: readonly string[],
): Promise<void> {
  await sql`
    insert into sync_seen (organization_id, run_id, crm_id)
    select ${organizationId}, ${runId}, id from unnest(${[...crmIds]}::text[]) as listed (id) on conflict do nothing`.execute(
    tx,
  );
}

/** Linked records that the listing did not show, in the order of their ids. */
export async function listUnseen(
  tx: Tx,
  { connectionId, runId }: Place,
  module: CrmModule,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom("link")
    .select("crm_id")
    .where("connection_id", "=", connectionId)
    .where("crm_module", "=", module)
    .where("state", "=", "linked")
    .where("crm_id", ">", after)
    .where((link) =>
      link.not(
        link.exists(
          link
            .selectFrom("sync_seen")
            .select("sync_seen.crm_id")
            .whereRef("sync_seen.organization_id", "=", "link.organization_id")
            .where("sync_seen.run_id", "=", runId)
            .whereRef("sync_seen.crm_id", "=", "link.crm_id"),
        ),
      ),
    )
    .orderBy("crm_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.crm_id);
}
