import { sql } from "kysely";
import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import type { CurrencyInput } from "./currency.ts";
import "./organization.table.ts";

/** Turns several currencies on. The records there are become records in the base currency. Its id. */
export async function enableCurrencies(context: SetupContext): Promise<string> {
  const { tx, caller } = context;
  const { organization_id, multi_currency, currency } = caller.organization;
  if (!multi_currency) {
    await tx.updateTable("crm_organization").set({ multi_currency: true }).execute();
    await sql`update crm_record set values = jsonb_build_object('Exchange_Rate', 1) || values || jsonb_build_object('Currency', ${currency}::text)
      where organization_id = current_organization() and not jsonb_exists(values, 'Currency')`.execute(tx);
    await auditSetup(context, "crm.currencies_enabled", { kind: "crm_organization", id: organization_id });
  }
  const base = await tx
    .selectFrom("crm_currency")
    .select("id")
    .where("is_base", "=", true)
    .executeTakeFirstOrThrow();
  return base.id;
}

/** Adds a currency, or changes the rate and activity of one. Its id. */
export async function putCurrency(context: SetupContext, wanted: CurrencyInput): Promise<string> {
  const { tx, caller } = context;
  const { iso_code, exchange_rate, is_active } = wanted;
  const { id } = await tx
    .insertInto("crm_currency")
    .values({
      organization_id: caller.organization.organization_id,
      iso_code,
      exchange_rate,
      is_base: false,
      is_active,
    })
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "iso_code"]).doUpdateSet({
        exchange_rate,
        is_active,
        modified_time: sql<string>`clock_timestamp()`,
      }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  await auditSetup(context, "crm.currency_set", { kind: "crm_currency", id }, wanted);
  return id;
}
