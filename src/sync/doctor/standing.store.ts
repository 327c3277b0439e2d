import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { findActiveRun, listRunRows } from "#sync/run/run.store.ts";
import type { Standing, Waiting } from "./own-findings.ts";

/** As many runs as tell how it has gone lately. */
const recentRuns = 10;

/** Links that count, of this connection. */
const live = sql`l.state not in ('duplicate', 'closed')`;

/** How it stands with a connection, as far as our own database tells. */
export async function findStanding(tx: Tx, connection: ConnectionId): Promise<Standing> {
  const runs = await listRunRows(tx, { connection, kind: "import,auto,instant", limit: recentRuns });
  const { tries, ...creations } = await findCreationsWaiting(tx, connection);
  return {
    runs: runs.map(({ id, status, error_code }) => ({ id, status, error_code })),
    hasActiveRun: (await findActiveRun(tx, connection)) !== undefined,
    marks: await findWaiting(
      tx,
      sql`select count(*) as count, min(marked_at) as oldest from sync_mark where connection_id = ${connection}`,
    ),
    creations: { ...creations, tries },
    conflicts: await findWaiting(
      tx,
      sql`select count(*) as count, min(opened_at) as oldest from sync_conflict
           where connection_id = ${connection} and state = 'open'`,
    ),
    ...(await findLinkCounts(tx, connection)),
    merged: await findMergedAway(tx, connection),
    twice: await findLinkedTwice(tx, connection),
  };
}

/** Some links, taken by chance, whose CRM records should be there. */
export async function sampleLinks(
  tx: Tx,
  connection: ConnectionId,
  limit: number,
): Promise<{ crm_id: string; crm_module: CrmModule }[]> {
  return tx
    .selectFrom("link")
    .select(["crm_id", "crm_module"])
    .where("connection_id", "=", connection)
    .where("state", "in", ["linked", "out_of_view"])
    .where("customer_id", "is not", null)
    .orderBy(sql`random()`)
    .limit(limit)
    .execute();
}

type WaitingRow = { count: string; oldest: Instant | null };

async function findWaiting(tx: Tx, query: ReturnType<typeof sql>): Promise<Waiting> {
  const { rows } = await sql<WaitingRow>`${query}`.execute(tx);
  return { count: Number(rows[0]?.count ?? 0), oldest: rows[0]?.oldest ?? null };
}

async function findCreationsWaiting(tx: Tx, connection: ConnectionId): Promise<Standing["creations"]> {
  const { rows } = await sql<WaitingRow & { tries: number }>`
    select count(*) as count, min(started_at) as oldest, coalesce(max(tries), 0)::int as tries
      from crm_creation where connection_id = ${connection}`.execute(tx);
  const [row] = rows;
  return { count: Number(row?.count ?? 0), oldest: row?.oldest ?? null, tries: row?.tries ?? 0 };
}

/** A full run closes or parks what it meets; a link of a person that left or was deleted in the CRM is over anyway. */
async function findLinkCounts(tx: Tx, connection: ConnectionId): Promise<Pick<Standing, "gone" | "linked">> {
  const { rows } = await sql<Record<"customers" | "persons" | "linked", number>>`
    select count(*) filter (where l.customer_id is null)::int as customers,
           count(*) filter (where l.customer_id is not null and l.target = 'contact_person' and p.id is null
                                  and l.state = 'linked')::int as persons,
           count(*) filter (where l.state = 'linked')::int as linked
      from link l
      left join contact_person p on p.organization_id = l.organization_id and p.id = l.contact_person_id
     where l.connection_id = ${connection} and ${live}`.execute(tx);
  const { customers = 0, persons = 0, linked = 0 } = rows[0] ?? {};
  return { gone: { customers, persons }, linked };
}

async function findMergedAway(tx: Tx, connection: ConnectionId): Promise<string[]> {
  const { rows } = await sql<{ crm_id: string }>`
    select l.crm_id from link l
      join customer u on u.organization_id = l.organization_id and u.id = l.customer_id
     where l.connection_id = ${connection} and l.target = 'customer' and l.state = 'linked' and u.merged_into is not null
     order by 1`.execute(tx);
  return rows.map((row) => row.crm_id);
}

async function findLinkedTwice(tx: Tx, connection: ConnectionId): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`
    select l.customer_id from link l
     where l.connection_id = ${connection} and l.target = 'customer' and l.customer_id is not null and ${live}
     group by l.customer_id having count(*) > 1 order by 1 limit 50`.execute(tx);
  return rows.map((row) => row.customer_id);
}
