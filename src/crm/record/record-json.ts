import { type RawBuilder, sql } from "kysely";
import type { Field } from "#crm/field/field.ts";

/**
 * A record's JSON as one SQL text, built of the wanted fields of `crm_record r`: PostgreSQL writes what goes over the
 * wire, and this process only joins the texts. Concatenation rather than json_build_object, which takes 100 arguments
 * at most and is half as fast. Date-times come out in the transaction's time zone.
 */
export function recordJson(fields: readonly Field[]): RawBuilder<string> {
  const named = fields.filter((field) => field.column !== "id");
  const parts = named.map(
    (field) =>
      sql`${`,"${field.api_name}":`}::text || ${joinedPeople[field.column ?? "id"] ? personJson(joinedPeople[field.column ?? "id"]) : fieldJson(field)}`,
  );
  const wanted = [...parts, ...(named.length < fields.length ? [sql`',"id":"' || r.id || '"'`] : [])];
  if (wanted.length === 0) return sql<string>`'{}'`;
  return sql<string>`'{' || substr(${sql.join(wanted, sql` || `)}, 2) || '}'`;
}

/** Users whom records name by a column: under these aliases once recordPeople has joined them. */
const joinedPeople: Partial<Record<NonNullable<Field["column"]>, RawBuilder<unknown>>> = {
  owner_id: sql`owner_user`,
  created_by: sql`creator_user`,
  modified_by: sql`modifier_user`,
};

/**
 * The joins that recordJson needs for its fields. A join, because PostgreSQL then remembers the few users that all
 * records name; a subquery would look each of them up again.
 */
export function recordPeople(fields: readonly Field[]): RawBuilder<unknown> {
  const joins = fields.flatMap(({ column }) => {
    const alias = column && joinedPeople[column];
    return alias
      ? [
          sql`left join crm_user ${alias} on ${alias}.organization_id = r.organization_id and ${alias}.id = r.${sql.ref(column)}`,
        ]
      : [];
  });
  return joins.length === 0 ? sql`` : sql.join(joins, sql` `);
}

function personJson(alias: RawBuilder<unknown> | undefined): RawBuilder<string> {
  return sql<string>`coalesce('{"name":' || to_json(btrim(${alias}.first_name || ' ' || ${alias}.last_name))::text || ',"id":"' || ${alias}.id || '","email":' || to_json(${alias}.email)::text || '}', 'null')`;
}

/** One field of `crm_record r` as a JSON text, never null. */
export function fieldJson(field: Field): RawBuilder<string> {
  switch (field.column) {
    case "id":
      return sql<string>`'"' || r.id || '"'`;
    case "owner_id":
      return userJson(sql`r.owner_id`, true);
    case "created_by":
      return userJson(sql`r.created_by`, true);
    case "modified_by":
      return userJson(sql`r.modified_by`, true);
    case "created_time":
      return sql<string>`to_json(r.created_time)::text`;
    case "modified_time":
      return sql<string>`to_json(r.modified_time)::text`;
    case "last_activity_time":
      return sql<string>`coalesce(to_json(r.last_activity_time)::text, 'null')`;
    case "name":
      return sql<string>`to_json(r.name)::text`;
    default:
      return valueJson(field);
  }
}

function valueJson({ api_name, type }: Field): RawBuilder<string> {
  switch (type) {
    case "lookup":
      return sql<string>`coalesce((select '{"name":' || to_json(t.name)::text || ',"id":"' || t.id || '"}' from crm_record t
        where t.organization_id = r.organization_id and t.id = (r.values ->> ${api_name})::bigint and t.deleted_time is null), 'null')`;
    case "userlookup":
      return userJson(sql`(r.values ->> ${api_name})::bigint`, false);
    case "datetime":
      return sql<string>`coalesce(to_json((r.values ->> ${api_name})::timestamptz)::text, 'null')`;
    case "boolean":
      return sql<string>`coalesce((r.values -> ${api_name})::text, 'false')`;
    case "tags":
      return sql<string>`coalesce((r.values -> ${api_name})::text, '[]')`;
    default:
      return sql<string>`coalesce((r.values -> ${api_name})::text, 'null')`;
  }
}

function userJson(id: RawBuilder<unknown>, withEmail: boolean): RawBuilder<string> {
  const email = withEmail ? sql` || ',"email":' || to_json(u.email)::text` : sql``;
  return sql<string>`coalesce((select '{"name":' || to_json(btrim(u.first_name || ' ' || u.last_name))::text || ',"id":"' || u.id || '"'${email} || '}'
    from crm_user u where u.organization_id = r.organization_id and u.id = ${id}), 'null')`;
}
