import { sql } from "kysely";
import type { CustomerId, InvoiceId, OrganizationId } from "#kernel/id.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { isPaidByItsFile } from "#billing/move-in/difference.store.ts";
import "#billing/organization/organization.table.ts";

/** An invoice of which its customer is to be reminded, so many days after it was due. */
export type Reminder = { id: InvoiceId; customer_id: CustomerId; days: number };

/** A reminder that could not be written on its day is written within a week of it, or never: old debts are nobody's news. */
const latestDays = 6;

/** As many as are written in one transaction. */
const atOnce = 200;

/** Organizations that remind their customers by themselves. */
export async function findReminding(system: Db): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("billing_organization")
    .select("organization_id")
    .where(sql<boolean>`cardinality(reminder_days) > 0`)
    .execute();
  return rows.map((row) => row.organization_id);
}

/** The organization's day and time zone, and after how many days it reminds. */
export type Reminding = { today: string; timeZone: string; days: readonly number[] };

/**
 * The reminders that are due on a day, of each invoice the last one; not those of which an equal or later one was
 * written. One whose day had come when the invoice was sent is passed over: nobody is late with what was entered just
 * now. Nor is anybody reminded of an invoice that was paid where it moved in from, while its payments are still to come.
 */
export async function listReminders(tx: Tx, { today, timeZone, days }: Reminding): Promise<Reminder[]> {
  const { rows } = await sql<Reminder>`
    select distinct on (d.id) d.id, d.customer_id, n.days
      from document d cross join unnest(${[...days]}::int[]) as n (days)
     where d.kind = 'invoice' and d.status = 'sent' and d.balance > 0 and d.customer_id is not null
       and d.due_date between ${today}::date - n.days - ${latestDays}::int and ${today}::date - n.days
       and d.due_date + n.days > (d.issued_at at time zone ${timeZone})::date
       and not exists (select from test_clock c
                        where c.organization_id = d.organization_id and c.customer_id = d.customer_id)
       and not exists (select from email e
                        where e.organization_id = d.organization_id and e.document_id = d.id
                          and e.kind = 'invoice_reminder' and e.event is not null
                          and split_part(e.event, ':', 3)::int >= n.days)
       and not ${isPaidByItsFile}
     order by d.id, n.days desc limit ${atOnce}`.execute(tx);
  return rows;
}
