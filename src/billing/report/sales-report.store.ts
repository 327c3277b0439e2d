import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import { exponentOf, exponentsBesideTwo } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";

/** By what sales are added up. */
export type SalesBy = "item" | "country" | "customer";

/** A sum of sales: before tax, minor units of the base currency; `id` of a customer or an item. */
export type SalesSum = {
  id: string | null;
  kind: string | null;
  name: string | null;
  invoices: number;
  credit_notes: number;
  amount: bigint;
};

const keys = {
  item: sql`case when l.item_kind in ('plan', 'addon') then l.item_id end as id,
    case when l.item_kind in ('plan', 'addon') then l.item_kind end as kind, coalesce(p.name, a.name) as name`,
  country: sql`null::text as id, null::text as kind, nullif(trim(d.customer_snapshot -> 'billing_address' ->> 'country'), '') as name`,
  customer: sql`d.customer_id as id, null::text as kind, c.display_name as name`,
} as const satisfies Record<SalesBy, unknown>;

/**
 * What was invoiced from one day to another less what was credited, each line in the base currency by its document's
 * rate, rounded by itself: so that the sums of all ways to add it up are the same.
 */
export async function sumSales(
  tx: Tx,
  by: SalesBy,
  { from, to, base }: { from: Day; to: Day; base: string },
): Promise<SalesSum[]> {
  const { rows } = await sql<Omit<SalesSum, "amount"> & { amount: string }>`
    with piece as (
      select organization_id, document_id, item_kind, item_id, net from document_line
      union all
      select organization_id, id, null, null, extra
        from document, lateral (
          select shipping - case when is_tax_inclusive then shipping_tax else 0 end + adjustment as extra) as of_whole
       where extra <> 0
    ), sale as (
      select ${keys[by]}, d.id as document_id, d.kind as document_kind,
             ${inBase(sql`case d.kind when 'credit_note' then -l.net else l.net end`, base)} as amount
        from document d
        join piece l on l.organization_id = d.organization_id and l.document_id = d.id
        join customer c on c.organization_id = d.organization_id and c.id = d.customer_id
        left join plan p on l.item_kind = 'plan' and p.organization_id = d.organization_id and p.id = l.item_id
        left join addon a on l.item_kind = 'addon' and a.organization_id = d.organization_id and a.id = l.item_id
       where d.kind in ('invoice', 'credit_note') and d.status not in ('draft', 'void') and d.date between ${from} and ${to}
    )
    select id, kind, name, count(distinct document_id) filter (where document_kind = 'invoice')::int as invoices,
           count(distinct document_id) filter (where document_kind = 'credit_note')::int as credit_notes,
           sum(amount)::text as amount
      from sale group by id, kind, name
     order by sum(amount) desc, name`.execute(tx);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** An amount of a document in minor units of the base currency, rounded half away from zero as `inBase` of the ledger does. */
export function inBase(amount: ReturnType<typeof sql>, base: string) {
  const others = JSON.stringify(exponentsBesideTwo);
  return sql`round(${amount} * d.exchange_rate * (10::numeric ^ (${exponentOf(base)}::int - coalesce((${others}::jsonb ->> d.currency_code)::int, 2))))`;
}
