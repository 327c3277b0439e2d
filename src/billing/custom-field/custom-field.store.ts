import { type Selectable, sql } from "kysely";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CustomEntity } from "./custom-field.ts";
import type { CustomFieldRow } from "./custom-field.table.ts";

export type CustomField = Selectable<CustomFieldRow>;

/** Which field is meant: names are unique among those of one kind of record. */
export type FieldRef = Pick<CustomField, "entity" | "api_name">;

/** The organization's custom fields for a kind of record, in their order. */
export async function listCustomFields(tx: Tx, entity: CustomEntity): Promise<CustomField[]> {
  return tx
    .selectFrom("custom_field")
    .selectAll()
    .where("entity", "=", entity)
    .orderBy("position")
    .orderBy("api_name")
    .execute();
}

/** Adds a field. The database refuses an eleventh of one kind of record. */
export async function insertCustomField(tx: Tx, field: CustomField): Promise<void> {
  await tx.insertInto("custom_field").values(field).execute();
}

/** Takes a field away. Its values are cleared apart (clearCustomValues). */
export async function deleteCustomField(tx: Tx, { entity, api_name }: FieldRef): Promise<void> {
  await tx.deleteFrom("custom_field").where("entity", "=", entity).where("api_name", "=", api_name).execute();
}

/** How many records have a value in a custom field. Reads them all: for a question before a deletion, not for lists. */
export async function countCustomValues(tx: Tx, { entity, api_name }: FieldRef): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${sql.table(entity)} where custom_fields ? ${api_name}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Removes a custom field's value from every record that has one; answers how many had. */
export async function clearCustomValues(
  tx: Tx,
  { entity, api_name }: FieldRef,
  now: Instant,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update ${sql.table(entity)} set custom_fields = custom_fields - ${api_name}::text, version = version + 1, updated_at = ${now}
     where custom_fields ? ${api_name}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
