import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";

/**
 * Billing records that no link of the connection knows and that belong into the CRM, in the order of their ids:
 * active customers, and contact persons whose customer is linked. A closed link counts: what was deleted on one side
 * is not made again.
 */
export async function listUnlinked(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  after: string,
  limit: number,
): Promise<string[]> {
  const query =
    target === "customer"
      ? sql<{ id: string }>`
    select c.id from customer c
     where c.status = 'active' and c.merged_into is null and c.id > ${after}
       and not exists (select from link l where l.organization_id = c.organization_id and l.customer_id = c.id
                          and l.connection_id = ${connection} and l.target = 'customer')
     order by c.id limit ${limit}`
      : sql<{ id: string }>`
    select p.id from contact_person p
      join link a on a.organization_id = p.organization_id and a.customer_id = p.customer_id
       and a.connection_id = ${connection} and a.target = 'customer' and a.state = 'linked'
     where p.id > ${after}
       and not exists (select from link l where l.organization_id = p.organization_id and l.contact_person_id = p.id
                          and l.connection_id = ${connection})
     order by p.id limit ${limit}`;
  return (await query.execute(tx)).rows.map((row) => row.id);
}
