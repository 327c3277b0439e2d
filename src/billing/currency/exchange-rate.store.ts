import type { Tx } from "#platform/db/db.ts";
import "./exchange-rate.table.ts";

/** The rate of a currency that holds on a day: the newest of that day or before; undefined where there is none. */
export async function findRate(tx: Tx, currency: string, day: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("exchange_rate")
    .select("rate")
    .where("currency_code", "=", currency)
    .where("date", "<=", day)
    .orderBy("date", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.rate;
}
