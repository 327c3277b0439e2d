import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { inBase } from "./sales-report.store.ts";

/** Payments of one mode in one currency: minor units of that, and of the base currency. */
type Received = { mode: PaymentMode; currency_code: string; amount: bigint; in_base: bigint };

/** A payment with whom it is of. */
type ReceivedOne = Received & {
  id: string;
  number: string;
  date: Day;
  customer: string;
  reference_number: string | null;
};

type Days = { from: Day; to: Day; base: string };
type Texts<Row> = Omit<Row, "amount" | "in_base"> & { amount: string; in_base: string };

/** What came in from one day to another, by mode and currency; a payment that is void never came. */
export async function sumReceived(tx: Tx, days: Days): Promise<(Received & { payments: number })[]> {
  const { rows } = await sql<Texts<Received & { payments: number }>>`
    select d.mode, d.currency_code, count(*)::int as payments, sum(d.amount)::text as amount,
           sum(${inBase(sql`d.amount`, days.base)})::text as in_base
      ${payments(days)}
     group by d.mode, d.currency_code
     order by sum(${inBase(sql`d.amount`, days.base)}) desc, d.mode, d.currency_code`.execute(tx);
  return rows.map(inMinor);
}

/** The payments that make up those sums, by day. */
export async function listReceived(tx: Tx, days: Days): Promise<ReceivedOne[]> {
  const { rows } = await sql<Texts<ReceivedOne>>`
    select d.id, d.number, d.date, c.display_name as customer, d.mode, d.reference_number, d.currency_code,
           d.amount::text, ${inBase(sql`d.amount`, days.base)}::text as in_base
      ${payments(days)}
     order by d.date, d.id`.execute(tx);
  return rows.map(inMinor);
}

/** Under the name that `inBase` looks for a rate in. */
function payments({ from, to }: Days) {
  return sql`from payment d
      join customer c on c.organization_id = d.organization_id and c.id = d.customer_id
     where d.voided_at is null and d.date between ${from} and ${to}`;
}

function inMinor<Row extends { amount: string; in_base: string }>(row: Row) {
  return { ...row, amount: BigInt(row.amount), in_base: BigInt(row.in_base) };
}
