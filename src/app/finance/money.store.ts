import { type RawBuilder, sql } from "kysely";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import "#billing/document/document.table.ts";

/** What was invoiced in one currency; what of it was paid, credited or written off; and what is open. They add up. */
export type MoneyInFinance = {
  currency_code: string;
  invoiced: string;
  paid: string;
  credited: string;
  outstanding: string;
};

/** The sums of the invoices of a condition, by currency: those that were sent out and hold. */
export async function sumInvoices(tx: Tx, where: RawBuilder<boolean>): Promise<MoneyInFinance[]> {
  const { rows } = await sql<Record<"currency_code" | "invoiced" | "paid" | "credited" | "open", string>>`
    select currency_code, sum(total)::text as invoiced, sum(paid)::text as paid,
      sum(credited + written_off)::text as credited, sum(balance)::text as open
    from document where kind = 'invoice' and status not in ('draft', 'void') and ${where}
    group by currency_code order by currency_code`.execute(tx);
  return rows.map(({ currency_code, invoiced, paid, credited, open }) => ({
    currency_code,
    invoiced: amountText(BigInt(invoiced), currency_code),
    paid: amountText(BigInt(paid), currency_code),
    credited: amountText(BigInt(credited), currency_code),
    outstanding: amountText(BigInt(open), currency_code),
  }));
}
