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
      return field.type === "lookup" ? lookedUpSql(field) : sql`${text}::bigint`;
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

/** A look-up to a deleted record is empty for as long as that record is in the recycle bin. */
function lookedUpSql({ api_name }: Field, column = sql`t.id`): RawBuilder<unknown> {
  return sql`(select ${column} from crm_record t where t.organization_id = r.organization_id
    and t.id = (r.values ->> ${api_name})::bigint and t.deleted_time is null)`;
}

/** What a reference shows: the name of the record or user it points to. */
export function referenceNameSql(field: Field): RawBuilder<unknown> {
  if (field.type === "lookup") return lookedUpSql(field, sql`t.name`);
  const id = valueSql(field);
  return sql<string>`(select btrim(u.first_name || ' ' || u.last_name) from crm_user u where u.organization_id = r.organization_id and u.id = ${id})`;
}
