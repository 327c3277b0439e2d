import pg from "pg";
import { AppError } from "#kernel/errors.ts";

/** A table of ours: all of schemas public and auth but the list of migrations. The job engine's tables are not ours. */
export type Table = { schema: string; name: string; columns: string[] };

const schemas = ["public", "auth"];

/** Tables in the order of their names; generated columns are left out, the database makes them again. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name,
       (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = any($1) and (n.nspname, c.relname) <> ('public', 'migration')
     order by 1, 2`,
    [schemas],
  );
  return rows;
}

/** Sequences with the last value they gave. Numbers given while a backup is made are skipped after its restore, as after a rollback. */
export async function listSequences(
  client: pg.Client,
): Promise<{ schema: string; name: string; last_value: string | null }[]> {
  const { rows } = await client.query<{ schema: string; name: string; last_value: string | null }>(
    `select schemaname as schema, sequencename as name, last_value::text from pg_sequences where schemaname = any($1) order by 1, 2`,
    [schemas],
  );
  return rows;
}

/** The migrations that the database has run; undefined where it has none of our tables. */
export async function listMigrations(
  client: pg.Client,
): Promise<{ name: string; hash: string }[] | undefined> {
  const { rows: found } = await client.query<{ found: boolean }>(
    "select to_regclass('public.migration') is not null as found",
  );
  if (!found[0]?.found) return undefined;
  const { rows } = await client.query<{ name: string; hash: string }>(
    "select name, hash from public.migration order by name",
  );
  return rows.length === 0 ? undefined : rows;
}

/**
 * Refuses a database user who would not see every row (row-level security is forced on tenants' tables) or, to
 * restore, could not load without triggers, whose work is in the saved rows already.
 */
export async function refuseWeakRole(client: pg.Client, purpose: "backup" | "restore"): Promise<void> {
  const { rows } = await client.query<{ name: string; sees_all: boolean; is_super: boolean }>(
    "select rolname as name, rolsuper or rolbypassrls as sees_all, rolsuper as is_super from pg_roles where rolname = current_user",
  );
  const role = rows[0];
  if (!role?.sees_all)
    throw new AppError("backup.role_too_weak", {
      message: `The database user ${role?.name} does not see the rows of all organizations`,
      remedy: "Use a superuser, or one with BYPASSRLS, in DATABASE_URL for this command.",
    });
  if (purpose === "restore" && !role.is_super && !(await maySetReplicationRole(client)))
    throw new AppError("backup.role_too_weak", {
      message: `The database user ${role.name} may not load rows without triggers`,
      remedy: `Use a superuser for this command, or let one run: grant set on parameter session_replication_role to "${role.name}"`,
    });
}

/** The settings under which COPY's text means the same wherever it is written or read. */
export async function settleText(client: pg.Client): Promise<void> {
  await client.query(
    "set client_encoding = 'UTF8'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1; set row_security = off; set statement_timeout = 0",
  );
}

/** A table's name as SQL. */
export function tableName({ schema, name }: Pick<Table, "schema" | "name">): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** A list of columns as SQL. */
export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(", ");
}

async function maySetReplicationRole(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    "select has_parameter_privilege('session_replication_role', 'SET') as may",
  );
  return rows[0]?.may ?? false;
}
