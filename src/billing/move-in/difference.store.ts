import { type RawBuilder, sql } from "kysely";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Difference, Missing } from "./difference.ts";
import type { MoveInId } from "./move-in.table.ts";

/** Which differences: those of one import, after one that was seen. */
export type DifferenceFilter = { moveIn?: MoveInId | undefined; after?: string | undefined; limit: number };

type Row = Omit<Difference, "stated" | "here"> & { stated: string; here: string; place: string };

/** Where what came in differs from what its file says, in the order of the files; `place` says where one stands. */
export async function listDifferences(
  tx: Tx,
  { moveIn, after, limit }: DifferenceFilter,
): Promise<(Difference & { place: string })[]> {
  const { rows } = await sql<Row>`
    select * from (${differing(moveIn)}) found
     where ${after === undefined ? sql`true` : sql`place > ${after}`}
     order by place limit ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, stated: BigInt(row.stated), here: BigInt(row.here) }));
}

/** How many of them there are. */
export async function countDifferences(tx: Tx, moveIn?: MoveInId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${differing(moveIn)}) found`.execute(tx);
  return rows[0]?.count ?? 0;
}

/**
 * What a file says holds until a later one says something of the same; previews and what was taken back say nothing. What
 * was settled, given back or written off here since explains that less is left: only what came in with its source did not.
 */
function differing(moveIn: MoveInId | undefined): RawBuilder<unknown> {
  return sql`
    with owed as (
      select customer_id, sum(balance) filter (where kind = 'invoice') as owes,
             sum(balance) filter (where kind = 'credit_note') as credit
        from document d
       where kind in ('invoice', 'credit_note') and status in ('sent', 'open') and balance > 0 and ${cameIn("d.id")}
       group by customer_id),
    unused as (
      select customer_id, sum(unused) as credit from payment p where unused > 0 and ${cameIn("p.id")} group by customer_id),
    stated as (
      select r.organization_id, r.move_in_id, r."row", r.subject, r.expected_balance, r.expected_credit, m.file_name,
             r.cells[array_position(m.fields, 'status')] as status
        from move_in_row r join move_in m on m.organization_id = r.organization_id and m.id = r.move_in_id
       where ${isStated("r", "m")} and ${moveIn === undefined ? sql`true` : sql`r.move_in_id = ${moveIn}`}
         and not exists (
           select from move_in_row l join move_in n on n.organization_id = l.organization_id and n.id = l.move_in_id
            where l.organization_id = r.organization_id and l.subject = r.subject
              and l.move_in_id > r.move_in_id and ${isStated("l", "n")})),
    customers as (
      select s.*, c.id as customer_id, c.display_name, c.currency_code, coalesce(o.owes, 0) as owes,
             coalesce(o.credit, 0) + coalesce(u.credit, 0) as credit
        from stated s
        join customer c on c.organization_id = s.organization_id and c.id = s.subject
        left join owed o on o.customer_id = c.id
        left join unused u on u.customer_id = c.id
       where c.merged_into is null
         and not exists (select from customer x where x.organization_id = c.organization_id and x.merged_into = c.id))
    select ${place("1")}, s.move_in_id as move_in, s.file_name, s."row", d.kind, 'balance' as figure, s.subject,
           coalesce(d.number, d.id) as name, c.id as customer_id, c.display_name as customer_name, d.currency_code,
           s.expected_balance as stated, d.balance as here, trim(s.status) as status
      from stated s
      join document d on d.organization_id = s.organization_id and d.id = s.subject
      join customer c on c.organization_id = d.organization_id and c.id = d.customer_id
     where d.status in ('sent', 'open') and d.balance <> s.expected_balance
       and (d.balance > s.expected_balance
            or (d.kind = 'invoice' and d.balance + ${settledHere(sql`d.id`)} < s.expected_balance))
    union all
    select ${place("1")}, s.move_in_id, s.file_name, s."row", 'customer', 'outstanding', s.subject,
           s.display_name, s.customer_id, s.display_name, s.currency_code, s.expected_balance, s.owes, null
      from customers s
     where s.owes <> s.expected_balance
       and (s.owes > s.expected_balance
            or s.owes + (select coalesce(sum(${settledHere(sql`d.id`)}), 0) from document d
                          where d.organization_id = s.organization_id and d.customer_id = s.customer_id
                            and d.kind = 'invoice' and d.status = 'sent' and ${cameIn("d.id")}) < s.expected_balance)
    union all
    select ${place("2")}, s.move_in_id, s.file_name, s."row", 'customer', 'unused_credits', s.subject,
           s.display_name, s.customer_id, s.display_name, s.currency_code, s.expected_credit, s.credit, null
      from customers s
     where s.credit <> s.expected_credit
       and (s.credit > s.expected_credit or s.credit + ${usedHere} < s.expected_credit)`;
}

/** Whether nothing is open of a document `d` by the last file that says something of it. */
export const isPaidByItsFile = sql<boolean>`coalesce((
  select r.expected_balance = 0
    from move_in_row r join move_in m on m.organization_id = r.organization_id and m.id = r.move_in_id
   where r.organization_id = d.organization_id and r.subject = d.id and ${isStated("r", "m")}
   order by r.move_in_id desc limit 1), false)`;

/** Where a difference stands among all: the rows of a file are counted in as many digits as any has. */
function place(figure: string): RawBuilder<unknown> {
  return sql`s.move_in_id || ':' || lpad(s."row"::text, 9, '0') || ':' || ${sql.lit(figure)} as place`;
}

function isStated(row: string, moveIn: string): RawBuilder<boolean> {
  const of = (column: string) => sql.ref(`${row}.${column}`);
  return sql`(${of("expected_balance")} is not null or ${of("expected_credit")} is not null)
    and ${of("outcome")} in ('created', 'updated', 'unchanged', 'skipped', 'kept')
    and ${sql.ref(`${moveIn}.status`)} in ('running', 'done', 'undoing', 'undone')`;
}

function cameIn(id: string): RawBuilder<boolean> {
  return sql`exists (select from moved_in k where k.subject = ${sql.ref(id)})`;
}

/** What settles an invoice and did not come in with its source, in the same moment; and what was written off. */
function settledHere(invoice: RawBuilder<unknown>): RawBuilder<string> {
  return sql`(d.written_off + (
    select coalesce(sum(t.amount), 0) from settlement t
      left join payment p on p.organization_id = t.organization_id and p.id = t.payment_id
      left join document n on n.organization_id = t.organization_id and n.id = t.credit_note_id
     where t.organization_id = d.organization_id and t.invoice_id = ${invoice} and t.undone_at is null
       and not (${cameIn("t.payment_id")} and t.created_at = p.created_at)
       and not (${cameIn("t.credit_note_id")} and t.created_at = n.created_at)))`;
}

/** What was used or given back here of a customer's payments and credit notes that came in. */
const usedHere = sql`(
  select coalesce(sum(t.amount), 0)
    from (select organization_id, id, created_at from payment p
           where p.organization_id = s.organization_id and p.customer_id = s.customer_id and ${cameIn("p.id")}
          union all
          select organization_id, id, created_at from document n
           where n.organization_id = s.organization_id and n.customer_id = s.customer_id and n.kind = 'credit_note'
             and n.status = 'open' and ${cameIn("n.id")}) source
    join lateral (
      select amount, created_at from settlement where organization_id = source.organization_id and undone_at is null
         and (payment_id = source.id or credit_note_id = source.id)
      union all
      select amount, created_at from refund where organization_id = source.organization_id and status <> 'failed'
         and (payment_id = source.id or credit_note_id = source.id)) t on t.created_at <> source.created_at)`;

/** Rows of payments and credit notes that were left out and name one of the numbers, by the number. */
export async function findLeftOut(
  tx: Tx,
  numbers: readonly string[],
): Promise<Map<string, NonNullable<Missing["leftOut"]>>> {
  const rows = await tx
    .selectFrom("move_in_row as r")
    .innerJoin("move_in as m", (join) =>
      join.onRef("m.organization_id", "=", "r.organization_id").onRef("m.id", "=", "r.move_in_id"),
    )
    .select(["m.file_name", "r.row"])
    .select(sql<string>`trim(r.cells[array_position(m.fields, 'invoice_number')])`.as("number"))
    .where("m.kind", "in", ["payments", "credit_notes"])
    .where("m.status", "in", ["running", "done"])
    .where("r.outcome", "=", "failed")
    .where(sql`trim(r.cells[array_position(m.fields, 'invoice_number')])`, "=", anyOf(numbers))
    .orderBy("r.move_in_id")
    .orderBy("r.row")
    .execute();
  return new Map(rows.map(({ number, ...at }) => [number, at]));
}

/** Whether a file of payments came in. */
export async function hasPayments(tx: Tx): Promise<boolean> {
  const query = tx.selectFrom("move_in").select("id").where("kind", "=", "payments");
  return (await query.where("status", "in", ["running", "done"]).limit(1).execute()).length > 0;
}
