import { sql } from "kysely";
import type { CustomerId, InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";

/** An invoice of one of the demo's subscriptions that is not paid yet. */
export type OpenInvoice = {
  id: InvoiceId;
  number: string;
  customer_id: CustomerId;
  reference: string;
  date: string;
  currency_code: string;
  balance: bigint;
};

/** Whom the demo sells to: customers that came from the CRM, spread over them all, and those who pay in euros. */
export async function findBuyers(
  tx: Tx,
  { linked, euros }: { linked: number; euros: readonly string[] },
): Promise<{ linked: CustomerId[]; euro: CustomerId[] }> {
  const { rows } = await sql<{ id: CustomerId }>`
    select id from (
      select c.id, c.sort_name, row_number() over (order by c.sort_name, c.id) as at, count(*) over () as of
        from customer c
       where c.status = 'active' and c.currency_code <> 'EUR' and c.billing_country is not null
         and exists (select from link l where l.organization_id = c.organization_id and l.customer_id = c.id and l.state = 'linked')
    ) numbered
    where at % greatest(of / ${linked}, 1) = 0 order by at limit ${linked}`.execute(tx);
  const found = await tx
    .selectFrom("customer")
    .select(["id", "email"])
    .where("email", "in", [...euros])
    .orderBy("email")
    .execute();
  return { linked: rows.map(({ id }) => id), euro: found.map(({ id }) => id) };
}

/** Customers on clocks of their own to whom something is due. */
export async function listDueBuyers(tx: Tx, day: string): Promise<CustomerId[]> {
  const rows = await tx
    .selectFrom("subscription as s")
    .innerJoin("test_clock as c", (join) =>
      join.onRef("c.organization_id", "=", "s.organization_id").onRef("c.customer_id", "=", "s.customer_id"),
    )
    .select(["s.customer_id", "s.due_on"])
    .where("s.due_on", "<=", day)
    .orderBy("s.due_on")
    .orderBy("s.id")
    .execute();
  return [...new Set(rows.map(({ customer_id }) => customer_id))];
}

/** Sets the clocks of customers to a day. */
export async function moveClocks(tx: Tx, customers: readonly CustomerId[], today: string): Promise<void> {
  await tx
    .updateTable("test_clock")
    .set({ today })
    .where("customer_id", "in", [...customers])
    .execute();
}

/** Invoices of subscriptions that were written on a day. */
export async function listInvoicesOf(tx: Tx, day: string): Promise<InvoiceId[]> {
  const rows = await tx
    .selectFrom("document")
    .select("id")
    .where("kind", "=", "invoice")
    .where("status", "=", "sent")
    .where("subscription_id", "is not", null)
    .where("date", "=", day)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id as InvoiceId);
}

/** Invoices of subscriptions that are open on a day, the oldest first. */
export async function listOpenInvoices(tx: Tx, day: string): Promise<OpenInvoice[]> {
  const rows = await tx
    .selectFrom("document as d")
    .innerJoin("subscription as s", (join) =>
      join.onRef("s.organization_id", "=", "d.organization_id").onRef("s.id", "=", "d.subscription_id"),
    )
    .select(["d.id", "d.number", "d.date", "d.currency_code", "d.balance", "s.customer_id", "s.reference"])
    .where("d.kind", "=", "invoice")
    .where("d.status", "=", "sent")
    .where("d.balance", ">", "0")
    .where("d.date", "<=", day)
    .orderBy("d.date")
    .orderBy("d.id")
    .execute();
  return rows.map(({ id, number, reference, balance, ...row }) => ({
    ...row,
    id: id as InvoiceId,
    number: number ?? "",
    reference: reference ?? "",
    balance: BigInt(balance),
  }));
}
