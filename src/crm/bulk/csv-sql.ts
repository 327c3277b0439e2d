import { type RawBuilder, sql } from "kysely";
import { familyOf, type Field } from "#crm/field/field.ts";
import { valueSql } from "#crm/record/field-sql.ts";

/** Column titles of an export: a reference is exported as its id. */
export function csvHeader(fields: readonly Field[]): string {
  return fields
    .map((field) =>
      familyOf(field) === "reference" && field.column !== "id" ? `${field.api_name}.id` : field.api_name,
    )
    .join(",");
}

/** A record of `crm_record r` as one line of CSV with its line end, RFC 4180. Date-times are in the transaction's zone. */
export function csvLine(fields: readonly Field[]): RawBuilder<string> {
  return sql<string>`${sql.join(fields.map(csvCell), sql` || ',' || `)} || E'\n'`;
}

function csvCell(field: Field): RawBuilder<string> {
  const value = valueSql(field);
  switch (familyOf(field)) {
    case "text":
    case "choice":
      return quoted(value);
    case "datetime":
      return sql<string>`coalesce(to_json(${value}) #>> '{}', '')`;
    case "choices":
      return quoted(sql`(select string_agg(x, ';') from jsonb_array_elements_text(${value}) x)`);
    case "tags":
      return quoted(sql`(select string_agg(x ->> 'name', ',') from jsonb_array_elements(${value}) x)`);
    default:
      return sql<string>`coalesce(${value}::text, '')`;
  }
}

function quoted(value: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce('"' || replace(${value}, '"', '""') || '"', '')`;
}
