import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Field, ModuleName } from "./field.ts";
import type { NewField } from "./new-field.ts";
import "./field.table.ts";

/** Adds a custom field; existing records get their number if it counts them. Undefined where someone else was faster with the same name. */
export async function createField(
  tx: Tx,
  made: { organizationId: OrganizationId; userId: string },
  field: NewField,
): Promise<string | undefined> {
  const row = await tx
    .insertInto("crm_field")
    .values({
      organization_id: made.organizationId,
      module: field.module,
      api_name: field.api_name,
      label: field.label,
      data_type: field.data_type,
      settings: JSON.stringify(field.settings),
      is_unique: field.is_unique,
      next_number: field.settings.autoNumber?.start ?? 1,
      created_by: made.userId,
    })
    .onConflict((conflict) => conflict.columns(["organization_id", "module", "api_name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row && field.settings.autoNumber) await numberRecords(tx, field);
  return row?.id;
}

/** Numbers the records that are there already, in the order of their making. */
async function numberRecords(tx: Tx, { module, api_name, settings }: NewField): Promise<void> {
  const { prefix, suffix, start } = settings.autoNumber ?? { prefix: "", suffix: "", start: 1 };
  const { numAffectedRows } = await sql`
    update crm_record r set values = r.values || jsonb_build_object(${api_name}::text, ${prefix}::text || (n.place + ${start}::bigint - 1) || ${suffix}::text)
    from (select id, row_number() over (order by id) as place from crm_record
      where organization_id = current_organization() and module = ${module} and deleted_time is null) n
    where r.organization_id = current_organization() and r.id = n.id`.execute(tx);
  await tx
    .updateTable("crm_field")
    .set({ next_number: start + Number(numAffectedRows ?? 0n) })
    .where("module", "=", module)
    .where("api_name", "=", api_name)
    .execute();
}

/** What may be changed of a custom field: its label, further options, whether it must be filled. */
export type FieldChange = {
  label?: string | undefined;
  options?: readonly string[] | undefined;
  mandatory?: boolean | undefined;
};

export async function changeField(
  tx: Tx,
  module: ModuleName,
  field: Field,
  change: FieldChange,
): Promise<void> {
  const { length, decimals, options, lookup, autoNumber, mandatory, external } = field;
  const settings = {
    length,
    decimals,
    options: change.options ?? options,
    lookup,
    autoNumber,
    mandatory: change.mandatory ?? mandatory,
    external,
  };
  await tx
    .updateTable("crm_field")
    .set({
      label: change.label ?? field.label,
      settings: JSON.stringify(settings),
      modified_time: sql<string>`date_trunc('second', clock_timestamp())`,
    })
    .where("module", "=", module)
    .where("api_name", "=", field.api_name)
    .execute();
}

/** Takes a custom field away with all its values: a later field of the same name begins empty. */
export async function deleteField(tx: Tx, module: ModuleName, field: Field): Promise<void> {
  await tx
    .deleteFrom("crm_field")
    .where("module", "=", module)
    .where("api_name", "=", field.api_name)
    .execute();
  await tx
    .deleteFrom("crm_unique_value")
    .where("module", "=", module)
    .where("field", "=", field.api_name)
    .execute();
  await sql`update crm_record set values = values - ${field.api_name}::text where organization_id = current_organization() and module = ${module}
    and jsonb_exists(values, ${field.api_name}::text)`.execute(tx);
}
