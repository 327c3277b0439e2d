import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { uniqueKey } from "#crm/record/draft.ts";
import { visibleIds } from "#crm/record/record.store.ts";
import { type Sight, visibleSql } from "#crm/record/visible-sql.ts";
import { findHolders } from "#crm/record/unique.store.ts";

/**
 * Records by what names them: several where it is not clear which is meant. The searches reckon what they look for
 * beforehand (`materialized`): under row-level security an index serves only bare comparisons.
 */
export type Found = ReadonlyMap<string, readonly string[]>;

/** The records of a module that a caller may see: no others are found. */
type Among = { caller: Sight; module: ModuleName };

/** Live records of a module by name, in any case of letters. Keys are `nameKey` of the wanted names. */
export async function findByName(
  tx: Tx,
  { caller, module }: Among,
  names: readonly string[],
): Promise<Found> {
  const keys = [...new Set(names.map(nameKey))];
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: string }>`
    with w as materialized (select key, lower(key) as name, left(lower(key), 200) as name_key from unnest(${keys}::text[]) u (key))
    select w.key, r.id from w
    join crm_record r on r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is null
      and ${visibleSql(caller, module)} and r.name_key collate "C" = w.name_key and lower(btrim(r.name)) = w.name
    order by r.id`.execute(tx);
  return grouped(rows);
}

/** Live records by the exact value of a field; unique fields and names in any case of letters. Keys are `valueKey`. */
export async function findByValue(
  tx: Tx,
  { caller, module }: Among,
  field: Field,
  values: readonly string[],
): Promise<Found> {
  if (field.column === "id") return new Map(values.map((value) => [value, [value]]));
  if (field.unique) {
    const holders = await findHolders(
      tx,
      module,
      values.map((value) => ({ field: field.api_name, value: uniqueKey(value) })),
    );
    const seen = await visibleIds(tx, { caller, module }, [...holders.values()]);
    return new Map(
      values.flatMap((value) => {
        const holder = holders.get(`${field.api_name} ${uniqueKey(value)}`);
        return holder === undefined || !seen.has(holder) ? [] : [[value, [holder]] as const];
      }),
    );
  }
  const { rows } = await sql<{ key: string; id: string }>`
    with w as materialized (select key, jsonb_build_object(${field.api_name}::text, ${asStored(field)}) as value from unnest(${values}::text[]) u (key))
    select w.key, r.id from w
    join crm_record r on r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is null and ${visibleSql(caller, module)} and r.values @> w.value
    order by r.id`.execute(tx);
  return grouped(rows);
}

/** Those of the texts that are ids of live records of a module. */
export async function existingIds(
  tx: Tx,
  { caller, module }: Among,
  texts: readonly string[],
): Promise<Found> {
  const ids = [...new Set(texts)].filter((text) => text.length === 19 && isRecordId(text));
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("crm_record")
    .select("id")
    .where("module", "=", module)
    .where("id", "in", ids)
    .where("deleted_time", "is", null)
    .where(visibleSql(caller, module, sql`crm_record`))
    .execute();
  return new Map(rows.map(({ id }) => [id, [id]]));
}

/** Active users by e-mail address, name and id. */
export async function findUsers(tx: Tx): Promise<Found> {
  const { rows } = await sql<{ key: string; id: string }>`
    select k.key, u.id from crm_user u,
      unnest(array[lower(u.email), lower(btrim(u.first_name || ' ' || u.last_name)), u.id::text]) k (key)
    where u.status = 'active' order by u.id`.execute(tx);
  return grouped(rows);
}

/** Names as they are compared. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

function asStored(field: Field): ReturnType<typeof sql> {
  const isNumber = ["integer", "double", "currency", "percent"].includes(field.type);
  return isNumber ? sql`key::numeric` : sql`key`;
}

function grouped(rows: readonly { key: string; id: string }[]): Found {
  const found = new Map<string, string[]>();
  for (const { key, id } of rows) found.set(key, [...(found.get(key) ?? []), id]);
  return found;
}
