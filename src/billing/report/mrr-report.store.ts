import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import type { MrrKind } from "#billing/subscription/mrr.ts";
import type { SubscriptionStatus } from "#billing/subscription/transitions.ts";
import type { MrrOutcome } from "./churn-months.ts";
import { beforeAll, type MrrSum } from "./mrr-months.ts";

/** The changes of recurring revenue until a day by month, currency and kind; those before a day as one. */
export async function sumMrrChanges(tx: Tx, { from, to }: { from: Day; to: Day }): Promise<MrrSum[]> {
  const { rows } = await sql<{
    month: string;
    currency_code: string;
    kind: MrrKind;
    amount: string;
    count: number;
  }>`
    select case when on_day < ${from} then ${beforeAll} else to_char(on_day, 'YYYY-MM') end as month,
           currency_code, kind, sum(after - before)::text as amount, count(*)::int as count
      from mrr_change where on_day <= ${to}
     group by 1, 2, 3`.execute(tx);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** What subscriptions that brought something when a month began bring less and more when it ends, by month and currency. */
export async function sumMrrOutcomes(tx: Tx, { from, to }: { from: Day; to: Day }): Promise<MrrOutcome[]> {
  const { rows } = await sql<Record<"month" | "currency_code" | "less" | "more", string>>`
    with outcome as (
      select to_char(on_day, 'YYYY-MM') as month, currency_code, (array_agg(before order by id))[1] as start,
             sum(after - before) as moved
        from mrr_change where on_day between ${from} and ${to}
       group by 1, 2, subscription_id
    )
    select month, currency_code, sum(greatest(-moved, 0))::text as less, sum(greatest(moved, 0))::text as more
      from outcome where start > 0
     group by 1, 2`.execute(tx);
  return rows.map(({ less, more, ...row }) => ({ ...row, less: BigInt(less), more: BigInt(more) }));
}

/** How many customers brought something for the first time or again, and how many nothing any more, by month until a day. */
export async function countCustomerMoves(
  tx: Tx,
  { from, to }: { from: Day; to: Day },
): Promise<{ month: string; gained: number; lost: number }[]> {
  const { rows } = await sql<{ month: string; gained: number; lost: number }>`
    with moved as (
      select s.customer_id, case when c.on_day < ${from} then ${beforeAll} else to_char(c.on_day, 'YYYY-MM') end as month,
             min(c.on_day) as on_day, sum(c.after - c.before) as amount
        from mrr_change c
        join subscription s on s.organization_id = c.organization_id and s.id = c.subscription_id
       where c.on_day <= ${to}
       group by 1, 2
    ), running as (
      select month, amount, sum(amount) over (partition by customer_id order by on_day) as after from moved
    )
    select month, count(*) filter (where after > 0 and after = amount)::int as gained,
           count(*) filter (where after = 0 and amount < 0)::int as lost
      from running group by month`.execute(tx);
  return rows;
}

/** Subscriptions by the status that they had on a day, with what they brought a month, by currency. */
export async function countByStatus(
  tx: Tx,
  day: Day,
): Promise<{ status: SubscriptionStatus; currency_code: string; count: number; amount: bigint }[]> {
  const { rows } = await sql<{
    status: SubscriptionStatus;
    currency_code: string;
    count: number;
    amount: string;
  }>`
    with standing as (
      select distinct on (subscription_id) subscription_id, to_status
        from subscription_event where on_day <= ${day}
       order by subscription_id, id desc
    ), bringing as (
      select subscription_id, sum(after - before) as amount from mrr_change where on_day <= ${day} group by 1
    )
    select e.to_status as status, s.currency_code, count(*)::int as count, coalesce(sum(b.amount), 0)::text as amount
      from standing e
      join subscription s on s.id = e.subscription_id
      left join bringing b on b.subscription_id = e.subscription_id
     group by 1, 2`.execute(tx);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

/** What was begun and ended between two days, by month. */
export async function countSignUps(
  tx: Tx,
  { from, to, ended }: { from: Day; to: Day; ended: readonly SubscriptionStatus[] },
): Promise<{ month: string; sold: number; trials: number; ended: number }[]> {
  const { rows } = await sql<{ month: string; sold: number; trials: number; ended: number }>`
    select to_char(on_day, 'YYYY-MM') as month,
           count(*) filter (where event = 'created')::int as sold,
           count(*) filter (where event = 'start_trial')::int as trials,
           count(*) filter (where to_status = any (${ended}) and from_status is distinct from to_status)::int as ended
      from subscription_event where on_day between ${from} and ${to}
     group by 1`.execute(tx);
  return rows;
}
