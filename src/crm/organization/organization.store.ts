import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Currency } from "./currency.ts";
import "./organization.table.ts";

/** The currencies, base first; times in the organization's zone. */
export async function listCurrencies(tx: Tx): Promise<Currency[]> {
  const { rows } = await sql<Currency>`
    select id, iso_code, exchange_rate::text, is_base, is_active, to_json(created_time) #>> '{}' as created_time, to_json(modified_time) #>> '{}' as modified_time
    from crm_currency order by is_base desc, iso_code`.execute(tx);
  return rows;
}

/** Active users, and when the CRM was made (in its zone). */
export async function organizationFacts(tx: Tx): Promise<{ users: number; createdTime: string }> {
  const { rows } = await sql<{ users: number; createdTime: string }>`
    select (select count(*)::int from crm_user where status = 'active') as users, to_json(created_time) #>> '{}' as "createdTime" from crm_organization`.execute(
    tx,
  );
  return rows[0] ?? { users: 0, createdTime: "" };
}

/** Says which modules' records are seen by their owners and those above them alone. */
export async function setPrivateModules(tx: Tx, modules: readonly ModuleName[]): Promise<void> {
  await tx
    .updateTable("crm_organization")
    .set({ private_modules: [...modules] })
    .execute();
}
