import { type RawBuilder, sql } from "kysely";
import { familyOf, type Field } from "#crm/field/field.ts";

/** A field's value as a typed SQL expression over `crm_record r`; null where empty (a check box: false). */
export function valueSql(field: Field): RawBuilder<unknown> {
  if (field.column) return columnSql(field.column);
  const text = sql`(r.values ->> ${field.api_name})`;
  switch (familyOf(field)) {
    case "number":
      return sql`${text}::numeric`;
    case "date":
      return sql`${text}::date`;
    case "datetime":
      return sql`${text}::timestamptz`;
    case "boolean":
      return sql`coalesce(${text}::boolean, false)`;
    case "reference":
      return sql`${text}::bigint`;
    case "choices":
    case "tags":
      return sql`(r.values -> ${field.api_name})`;
    default:
      return text;
  }
}

function columnSql(column: NonNullable<Field["column"]>): RawBuilder<unknown> {
  return column === "name" ? sql`nullif(r.name, '')` : sql`r.${sql.ref(column)}`;
}

/** What a reference shows: the name of the record or user it points to. */
export function referenceNameSql(field: Field): RawBuilder<string> {
  const id = valueSql(field);
  if (field.type === "lookup") {
    return sql<string>`(select t.name from crm_record t where t.organization_id = r.organization_id and t.id = ${id} and t.deleted_time is null)`;
  }
  return sql<string>`(select btrim(u.first_name || ' ' || u.last_name) from crm_user u where u.organization_id = r.organization_id and u.id = ${id})`;
}
