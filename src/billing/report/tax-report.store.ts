import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { inBase } from "./sales-report.store.ts";

/** The days of a report, and the currency that it reckons in. */
type Days = { from: Day; to: Day; base: string };

/** One tax at one rate, or what bears none (`tax_id` is null). Minor units of the base currency. */
type TaxSum = { tax_id: string | null; name: string | null; percentage: string | null } & {
  invoices: number;
  credit_notes: number;
  taxable: bigint;
  tax: bigint;
};

/** One tax of one document, as it came into the books or, where the document was made void, left them. */
type TaxPiece = Omit<TaxSum, "invoices" | "credit_notes"> & {
  id: string;
  date: Day;
  number: string | null;
  kind: "invoice" | "credit_note";
  is_taken_back: boolean;
  customer_id: CustomerId;
  customer: string;
};

/** What each tax came to, the highest rate first; documents that were made void in these days are taken off. */
export async function sumTaxes(tx: Tx, days: Days): Promise<TaxSum[]> {
  const { rows } = await sql<Texts<TaxSum>>`
    with ${taxed(days)}
    select tax_id, (array_agg(name order by date desc, id desc))[1] as name, percentage::text,
           count(distinct id) filter (where kind = 'invoice')::int as invoices,
           count(distinct id) filter (where kind = 'credit_note')::int as credit_notes,
           sum(taxable)::text as taxable, sum(tax)::text as tax
      from taxed group by tax_id, percentage
     order by taxed.percentage desc nulls last, name, tax_id`.execute(tx);
  return rows.map(inMinor);
}

/** The documents that make up those sums, a row for each of their taxes, by day. */
export async function listTaxed(tx: Tx, days: Days): Promise<TaxPiece[]> {
  const { rows } = await sql<Texts<TaxPiece>>`
    with ${taxed(days)}
    select t.id, t.date, d.number, t.kind, t.is_taken_back, d.customer_id, c.display_name as customer,
           t.tax_id, t.name, t.percentage::text, t.taxable::text, t.tax::text
      from taxed t
      join document d on d.id = t.id
      join customer c on c.organization_id = d.organization_id and c.id = d.customer_id
     order by t.date, d.number, t.id, t.is_taken_back, t.percentage desc nulls last, t.name`.execute(tx);
  return rows.map(inMinor);
}

type Texts<Row> = Omit<Row, "taxable" | "tax"> & { taxable: string; tax: string };

function inMinor<Row extends { taxable: string; tax: string }>(row: Row) {
  return { ...row, taxable: BigInt(row.taxable), tax: BigInt(row.tax) };
}

/**
 * Each tax of each document on the day on which the ledger posted it, and taken off on the day on which the ledger took
 * it back: a month that was declared stays as it was. Of the parts of a void document it is the one that was dated last,
 * its own day or that of voiding. Each is reckoned by the document's rate and rounded; what the ledger posted as its tax
 * is what they come to, the largest taking what rounding leaves over.
 */
function taxed({ from, to, base }: Days) {
  return sql`event as (
      select p.organization_id, p.id as posting_id, p.document_id as id, p.kind, p.date, false as is_taken_back
        from ledger_posting p
       where p.kind in ('invoice', 'credit_note') and p.date between ${from} and ${to}
      union all
      select p.organization_id, p.id, p.document_id, p.kind, greatest(p.date, v.date), true
        from (select document_id, min(date) as date from ledger_posting where kind = 'void' group by document_id) v
        join ledger_posting p on p.document_id = v.document_id and p.kind in ('invoice', 'credit_note')
       where greatest(p.date, v.date) between ${from} and ${to}
    ), signed as (
      select *, (case kind when 'credit_note' then -1 else 1 end) * (case when is_taken_back then -1 else 1 end) as sign
        from event
    ), piece as (
      select s.*, t.id as tax_id, t.name, t.percentage,
             ${inBase(sql`s.sign * t.taxable`, base)} as taxable, ${inBase(sql`s.sign * t.amount`, base)} as reckoned
        from signed s
        join document d on d.organization_id = s.organization_id and d.id = s.id
       cross join lateral jsonb_to_recordset(d.taxes) as t(id text, name text, percentage numeric, taxable numeric, amount numeric)
      union all
      select s.*, null, null, null, ${inBase(sql`s.sign * u.untaxed`, base)}, 0
        from signed s
        join document d on d.organization_id = s.organization_id and d.id = s.id
       cross join lateral (
         select d.total - d.tax_total - coalesce(sum((t ->> 'taxable')::numeric), 0) as untaxed
           from jsonb_array_elements(d.taxes) as t) u
       where u.untaxed <> 0
    ), taxed as (
      select p.*, p.reckoned + case row_number() over (of_document order by abs(p.reckoned) desc, p.tax_id)
               when 1 then l.posted - sum(p.reckoned) over of_document else 0 end as tax
        from piece p
       cross join lateral (
         select coalesce(sum(e.base_amount), 0) * (case when p.is_taken_back then 1 else -1 end) as posted
           from ledger_entry e
          where e.organization_id = p.organization_id and e.posting_id = p.posting_id and e.account = 'tax') l
      window of_document as (partition by p.id, p.is_taken_back)
    )`;
}
