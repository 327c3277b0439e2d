import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Db, Tx } from "#platform/db/db.ts";

/** Organizations in which somebody wants to be told of invoices that become overdue. */
export async function findWhoWantsOverdue(system: Db): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("webhook")
    .select("organization_id")
    .distinct()
    .where("enabled", "=", true)
    .where(sql<boolean>`'invoice.overdue' = any (events)`)
    .execute();
  return rows.map((row) => row.organization_id);
}

/**
 * Tells of each invoice that has become overdue by a day and was not told of yet. What was overdue before anybody
 * wanted to know is not told.
 */
export async function tellOfOverdue(tx: Tx, today: string): Promise<void> {
  await sql`
    select tell_webhooks(array_agg('invoice.overdue'::text), array_agg('invoice'::text), array_agg(d.id order by d.due_date, d.id))
      from document d
     where d.organization_id = current_organization() and d.kind = 'invoice' and d.status in ('sent', 'open') and d.balance > 0
       and d.due_date < ${today}
       and d.due_date >= (select min(w.created_at)::date from webhook w
                           where w.organization_id = current_organization() and w.enabled and 'invoice.overdue' = any (w.events)) - 1
       and not exists (select from webhook_message m
                        where m.organization_id = d.organization_id and m.subject_id = d.id and m.type = 'invoice.overdue')`.execute(
    tx,
  );
}
