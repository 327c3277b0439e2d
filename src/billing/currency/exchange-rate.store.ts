import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ExchangeRateRow } from "./exchange-rate.table.ts";

export type ExchangeRate = Selectable<ExchangeRateRow>;

/** The rate of a currency that holds on a day: the newest of that day or before; undefined where there is none. */
export async function findRate(tx: Tx, currency: string, day: string): Promise<ExchangeRate | undefined> {
  return tx
    .selectFrom("exchange_rate")
    .selectAll()
    .where("currency_code", "=", currency)
    .where("date", "<=", day)
    .orderBy("date", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The earliest rate of a currency; undefined where it has none. */
export async function findFirstRate(tx: Tx, currency: string): Promise<ExchangeRate | undefined> {
  return tx
    .selectFrom("exchange_rate")
    .selectAll()
    .where("currency_code", "=", currency)
    .orderBy("date")
    .limit(1)
    .executeTakeFirst();
}

/** Rates by currency, the newest first; `after` is the last one seen. */
export async function listRates(
  tx: Tx,
  {
    currency,
    after,
    limit,
  }: {
    currency?: string | undefined;
    after?: Pick<ExchangeRate, "currency_code" | "date"> | undefined;
    limit: number;
  },
): Promise<ExchangeRate[]> {
  let query = tx
    .selectFrom("exchange_rate")
    .selectAll()
    .orderBy("currency_code")
    .orderBy("date", "desc")
    .limit(limit);
  if (currency !== undefined) query = query.where("currency_code", "=", currency);
  if (after !== undefined)
    query = query.where((row) =>
      row.or([
        row("currency_code", ">", after.currency_code),
        row.and([row("currency_code", "=", after.currency_code), row("date", "<", after.date)]),
      ]),
    );
  return query.execute();
}

/** Sets the rate of a currency from a day on, in place of the one that was set for that day. */
export async function saveRate(tx: Tx, { rate, updated_at, ...of }: ExchangeRate): Promise<void> {
  await tx
    .insertInto("exchange_rate")
    .values({ ...of, rate, updated_at })
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "currency_code", "date"]).doUpdateSet({ rate, updated_at }),
    )
    .execute();
}

/** Takes a rate away; false where none was set for that day. */
export async function deleteRate(
  tx: Tx,
  {
    organization_id,
    currency_code,
    date,
  }: { organization_id: OrganizationId } & Omit<ExchangeRate, "rate" | "updated_at">,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("exchange_rate")
    .where("organization_id", "=", organization_id)
    .where("currency_code", "=", currency_code)
    .where("date", "=", date)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
