import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { inBase } from "./sales-report.store.ts";

/** The ages by which receivables are added up: days since they were due. */
export const ages = ["current", "days_1_30", "days_31_60", "days_61_90", "over_90"] as const;
export type Age = (typeof ages)[number];

/** What a customer owes, by age; minor units of the base currency. */
export type Owing = { customer_id: CustomerId; name: string; invoices: number } & Record<Age, bigint>;

/**
 * Invoices that were open on a day, by customer and by their age then, each by its own exchange rate; who owed most
 * first. What an invoice was open with is what it is open with now, less what the ledger has posted of it since: later
 * payments, credits, write-offs and voiding do not count, nor do invoices of a later day.
 */
export async function sumReceivables(tx: Tx, { day, base }: { day: Day; base: string }): Promise<Owing[]> {
  const { rows } = await sql<
    { customer_id: CustomerId; name: string; invoices: number } & Record<Age, string>
  >`
    with since as (
      select p.document_id, sum(e.amount) as posted
        from ledger_posting p
        join ledger_entry e on e.organization_id = p.organization_id and e.posting_id = p.id
       where p.date > ${day} and e.account = 'receivable' and p.document_id is not null
       group by 1
    ),
    standing as (
      select d.id, d.balance - coalesce(s.posted, 0) as owed
        from document d left join since s on s.document_id = d.id
       where d.kind = 'invoice' and d.status = 'sent' and d.balance > 0
       union all
      select d.id, -s.posted
        from since s join document d on d.id = s.document_id
       where d.kind = 'invoice' and not (d.status = 'sent' and d.balance > 0)
    ),
    open as (
      select d.customer_id, ${day}::date - coalesce(d.due_date, d.date) as late, ${inBase(sql`s.owed`, base)} as amount
        from standing s join document d on d.id = s.id
       where s.owed > 0
    )
    select o.customer_id, c.display_name as name, count(*)::int as invoices,
           ${within("current", sql`late <= 0`)}, ${within("days_1_30", sql`late between 1 and 30`)},
           ${within("days_31_60", sql`late between 31 and 60`)}, ${within("days_61_90", sql`late between 61 and 90`)},
           ${within("over_90", sql`late > 90`)}
      from open o join customer c on c.id = o.customer_id
     group by 1, 2
     order by sum(o.amount) desc, 2`.execute(tx);
  return rows.map((row) => ({
    ...row,
    ...(Object.fromEntries(ages.map((age) => [age, BigInt(row[age])])) as Record<Age, bigint>),
  }));
}

function within(age: Age, condition: ReturnType<typeof sql>) {
  return sql`coalesce(sum(amount) filter (where ${condition}), 0)::text as ${sql.ref(age)}`;
}
