import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import type { Field, ModuleName } from "./field.ts";
import type { FieldChange } from "./field-change.ts";
import type { NewField } from "./new-field.ts";
import "./field.table.ts";

/** Adds a custom field; existing records get their number if it counts them. Undefined where someone else was faster with the same name. */
export async function createField(context: SetupContext, field: NewField): Promise<string | undefined> {
  const { tx, caller } = context;
  const row = await tx
    .insertInto("crm_field")
    .values({
      organization_id: caller.organization.organization_id,
      module: field.module,
      api_name: field.api_name,
      label: field.label,
      data_type: field.data_type,
      settings: JSON.stringify(field.settings),
      is_unique: field.is_unique,
      next_number: field.settings.autoNumber?.start ?? 1,
      created_by: caller.user.id,
    })
    .onConflict((conflict) => conflict.columns(["organization_id", "module", "api_name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!row) return undefined;
  if (field.settings.autoNumber) await numberRecords(tx, field);
  await audit(context, "crm.field_created", field.module, { ...field, id: row.id });
  return row.id;
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

export async function changeField(
  context: SetupContext,
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
    mandatory,
    external,
  };
  await context.tx
    .updateTable("crm_field")
    .set({
      label: change.label ?? field.label,
      settings: JSON.stringify(settings),
      modified_time: sql<string>`date_trunc('second', clock_timestamp())`,
    })
    .where("module", "=", module)
    .where("api_name", "=", field.api_name)
    .execute();
  await audit(context, "crm.field_changed", module, { ...field, label: change.label ?? field.label });
}

/** Takes a custom field away with all its values, and what profiles may do with it: a later field of the same name begins anew. */
export async function deleteField(context: SetupContext, module: ModuleName, field: Field): Promise<void> {
  const { tx } = context;
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
  await sql`update crm_profile set permissions = permissions #- array['fields', ${module}::text, ${field.api_name}::text]
    where organization_id = current_organization() and jsonb_exists(permissions, 'fields')`.execute(tx);
  await sql`update crm_record set values = values - ${field.api_name}::text where organization_id = current_organization() and module = ${module}
    and jsonb_exists(values, ${field.api_name}::text)`.execute(tx);
  await audit(context, "crm.field_deleted", module, field);
}

async function audit(
  context: SetupContext,
  action: `crm.field_${string}`,
  module: ModuleName,
  { id, api_name, label }: Pick<Field, "id" | "api_name" | "label">,
): Promise<void> {
  await auditSetup(context, action, { kind: "crm_field", id }, { module, api_name, label });
}
