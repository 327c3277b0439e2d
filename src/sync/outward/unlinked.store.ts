import { sql } from "kysely";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";

export type UnlinkedPage = {
  connectionId: ConnectionId;
  runId: RunId;
  target: Target;
  after: string;
  limit: number;
};

/**
 * Billing records that no link of the connection knows and that belong into the CRM, in the order of their ids:
 * active customers, and contact persons whose customer is linked, or would be made by this preview. A closed link
 * counts: what was deleted on one side is not made again.
 */
export async function listUnlinked(tx: Tx, page: UnlinkedPage): Promise<string[]> {
  const { connectionId, runId, after, limit } = page;
  const query =
    page.target === "customer"
      ? sql<{ id: string }>`
    select c.id from customer c
     where c.status = 'active' and c.merged_into is null and c.id > ${after}
       and not exists (select from link l where l.organization_id = c.organization_id and l.customer_id = c.id
                          and l.connection_id = ${connectionId} and l.target = 'customer')
     order by c.id limit ${limit}`
      : sql<{ id: string }>`
    select p.id from contact_person p
     where p.id > ${after}
       and (exists (select from link a where a.organization_id = p.organization_id and a.customer_id = p.customer_id
                       and a.connection_id = ${connectionId} and a.target = 'customer' and a.state = 'linked')
            or exists (select from sync_planned n where n.organization_id = p.organization_id and n.run_id = ${runId}
                          and n.key = ${plannedKey} and n.customer_id = p.customer_id))
       and not exists (select from link l where l.organization_id = p.organization_id and l.contact_person_id = p.id
                          and l.connection_id = ${connectionId})
     order by p.id limit ${limit}`;
  return (await query.execute(tx)).rows.map((row) => row.id);
}

/** What a preview calls the customers that it would make in the CRM, among what it has planned. */
const plannedKey = "made in the CRM";

/** Notes the customers that a preview would make in the CRM, so that it shows their contact persons too. */
export async function rememberMade(tx: Tx, runId: RunId, customers: readonly string[]): Promise<void> {
  if (customers.length === 0) return;
  await sql`
    insert into sync_planned (organization_id, run_id, key, crm_id, customer_id)
    select current_organization(), ${runId}, ${plannedKey}, id, id from unnest(${[...customers]}::text[]) as made (id)
    on conflict do nothing`.execute(tx);
}

/** Those of the customers that this preview would make. */
export async function listMade(tx: Tx, runId: RunId, customers: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from sync_planned
     where run_id = ${runId} and key = ${plannedKey} and customer_id = any (${[...customers]}::text[])`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.customer_id));
}
