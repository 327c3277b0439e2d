import { type Selectable, sql } from "kysely";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CustomerFieldRow } from "./customer.table.ts";

export type CustomerField = Selectable<CustomerFieldRow>;

/** The organization's custom fields for customers, in their order. */
export async function listCustomerFields(tx: Tx): Promise<CustomerField[]> {
  return tx.selectFrom("customer_field").selectAll().orderBy("position").orderBy("api_name").execute();
}

/** Adds a field. The database refuses an eleventh. */
export async function insertCustomerField(tx: Tx, field: CustomerField): Promise<void> {
  await tx.insertInto("customer_field").values(field).execute();
}

/** Takes a field away. Its values are cleared apart (clearCustomerFieldValues). */
export async function deleteCustomerField(tx: Tx, apiName: CustomerField["api_name"]): Promise<void> {
  await tx.deleteFrom("customer_field").where("api_name", "=", apiName).execute();
}

/** How many customers have a value in a custom field. Reads them all: for a question before a deletion, not for lists. */
export async function countCustomerFieldValues(tx: Tx, apiName: CustomerField["api_name"]): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from customer where custom_fields ? ${apiName}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Removes a custom field's value from every customer that has one; answers how many had. */
export async function clearCustomerFieldValues(
  tx: Tx,
  apiName: CustomerField["api_name"],
  now: Instant,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update customer set custom_fields = custom_fields - ${apiName}::text, version = version + 1, updated_at = ${now}
     where custom_fields ? ${apiName}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
