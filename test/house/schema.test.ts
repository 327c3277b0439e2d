import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmbedded, type Embedded } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { parse, sourcesBelow } from "./source.ts";
import { declaredTables } from "./tables.ts";

type Column = { table: string; column: string; nullable: boolean; type: string; generated: boolean };

/** Tables of the database that no code of ours reads by a row type: the list of migrations that ran. */
const untyped = ["migration"];
/** Schemas whose tables are not ours to shape. */
const foreign = ["pg_catalog", "information_schema", "pgboss"];

const dataDir = mkdtempSync(join(tmpdir(), "concord-schema-"));
let server: Embedded | undefined;
let client: pg.Client;
let columns: Column[] = [];
let tenantTables: string[] = [];

beforeAll(async () => {
  server = await startEmbedded({ dataDir });
  await migrate(server.url);
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
  columns = await rows<Column>(
    `select case table_schema when 'public' then '' else table_schema || '.' end || table_name as table, column_name as column,
            is_nullable = 'YES' as nullable, udt_name as type, is_generated = 'ALWAYS' or identity_generation is not null as generated
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_type = 'BASE TABLE' and table_schema <> all ($1)`,
    [foreign],
  );
  tenantTables = columns
    .filter(({ table, column }) => column === "organization_id" && !table.includes("."))
    .map(({ table }) => table);
});

afterAll(async () => {
  await client?.end();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await client.query(text, values)).rows as Row[];
}

describe("row types", () => {
  const declared = declaredTables(sourcesBelow("src").filter(({ path }) => path.endsWith(".table.ts")));

  test("given a migrated database, its columns are those of the row types, null where they say so", () => {
    const inCode = declared.flatMap(({ name, columns: fields }) =>
      [...fields].map(([field, { nullable }]) => `${name}.${field}${nullable ? " null" : ""}`),
    );
    const names = new Set(declared.map(({ name }) => name));
    // Of better-auth's tables, which have a schema of their own, only what we read is declared.
    const isRead = ({ table, column }: Column): boolean =>
      !table.includes(".") ||
      declared.some(({ name, columns: fields }) => name === table && fields.has(column));
    const inDatabase = columns.filter((column) => names.has(column.table) && isRead(column));
    console.log(`schema: compared ${names.size} tables with ${inCode.length} columns`);
    expect(names.size).toBeGreaterThanOrEqual(3);
    expect(inCode.length).toBeGreaterThanOrEqual(25);
    expect(inCode.toSorted()).toEqual(
      inDatabase
        .map(({ table, column, nullable }) => `${table}.${column}${nullable ? " null" : ""}`)
        .toSorted(),
    );
  });

  test("given the tables of the public schema, each has a row type", () => {
    const typed = [...declared.map(({ name }) => name), ...untyped];
    const all = new Set(columns.map(({ table }) => table).filter((table) => !table.includes(".")));
    expect([...all].filter((table) => !typed.includes(table))).toEqual([]);
  });

  test("given the forms a column's type takes, what may be null is known", () => {
    const text = `type A = "x" | null; type Base = { id: string };
      export type Row = Base & { a: A; b: ColumnType<string | null, string>; c: Generated<number>; d: Record<string, null> };
      declare module "m" { interface Tables { "auth.t": Row } }`;
    const [table] = declaredTables([parse("a.table.ts", text)]);
    expect(table?.name).toBe("auth.t");
    expect([...(table?.columns ?? [])].map(([name, { nullable }]) => [name, nullable])).toEqual([
      ...[
        ["id", false],
        ["a", true],
        ["b", true],
      ],
      ...[
        ["c", false],
        ["d", false],
      ],
    ]);
  });
});

describe("tenancy", () => {
  test("given every table with an organization, row-level security is on, forced, and has a policy", async () => {
    console.log(`schema: checked row-level security of ${tenantTables.length} tables`);
    expect(tenantTables.length).toBeGreaterThanOrEqual(3);
    const open = await rows(
      `select relname as table, relrowsecurity as enabled, relforcerowsecurity as forced,
              (select count(*)::int from pg_policy where polrelid = pg_class.oid) as policies
         from pg_class where oid = any ($1::regclass[])
          and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid))`,
      [tenantTables],
    );
    expect(open).toEqual([]);
  });

  test("given every table of the public schema, it belongs to an organization unless it is known not to", () => {
    const all = new Set(columns.map(({ table }) => table).filter((table) => !table.includes(".")));
    expect([...all].filter((table) => !tenantTables.includes(table)).toSorted()).toEqual(untyped);
  });

  test("given their primary keys and unique indexes, organization_id comes first, so that none tells of another's rows", async () => {
    const wrong = await rows(
      `select i.indexrelid::regclass::text as index from pg_index i
         left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = any ($1::regclass[]) and (i.indisunique or i.indisprimary) and a.attname is distinct from 'organization_id'`,
      [tenantTables],
    );
    expect(wrong).toEqual([]);
    const keyless = await rows(
      `select relname as table from pg_class where oid = any ($1::regclass[])
          and not exists (select from pg_index where indrelid = pg_class.oid and indisprimary)`,
      [tenantTables],
    );
    expect(keyless).toEqual([]);
  });

  test("given foreign keys between them, which no policy guards, both sides name the organization", async () => {
    const wrong = await rows(
      `select conrelid::regclass::text as table, conname as key from pg_constraint
        where contype = 'f' and conrelid = any ($1::regclass[]) and confrelid = any ($1::regclass[])
          and not exists (
            select from unnest(conkey, confkey) as pair (here, there)
              join pg_attribute a on a.attrelid = conrelid and a.attnum = here and a.attname = 'organization_id'
              join pg_attribute b on b.attrelid = confrelid and b.attnum = there and b.attname = 'organization_id')`,
      [tenantTables],
    );
    expect(wrong).toEqual([]);
  });

  test("given the role of tenants, it is no superuser, bypasses nothing and owns nothing", async () => {
    const roles = await rows(
      `select rolname as role, rolsuper as super, rolbypassrls as bypass, rolcreaterole as roles, rolcreatedb as databases,
              (select count(*)::int from pg_class where relowner = r.oid) as owned
         from pg_roles r where rolname in ('concord_app', 'concord_search', 'concord_system') order by 1`,
    );
    const nothing = { super: false, bypass: false, roles: false, databases: false, owned: 0 };
    expect(roles).toEqual([
      { role: "concord_app", ...nothing },
      { role: "concord_search", ...nothing },
      { role: "concord_system", ...nothing },
    ]);
  });

  test("given views, each looks with the rights of who asks", async () => {
    const wrong = await rows(
      `select oid::regclass::text as view from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace
          and not coalesce(reloptions @> '{security_invoker=true}' or reloptions @> '{security_invoker=on}', false)`,
    );
    expect(wrong).toEqual([]);
  });

  test("given a row in each of them, the role of tenants sees and changes it in its own organization only", async () => {
    const seen: string[] = [];
    for (const table of tenantTables) seen.push(...(await seenWrongly(table)));
    expect(seen).toEqual([]);
  });
});

/** Puts a row of one organization into a table and tells who sees it that shouldn't, or doesn't that should. */
async function seenWrongly(table: string): Promise<string[]> {
  await client.query("begin");
  try {
    await insertAnyRow(table, "org_a");
    const wrong: string[] = [];
    await client.query("set local role concord_app");
    for (const [organization, expected] of [
      ["", 0],
      ["org_b", 0],
      ["org_a", 1],
    ] as const) {
      await client.query("select set_config('concord.organization_id', $1, true)", [organization]);
      const count = await countRows(table);
      // What the role has no right to read at all is hidden well enough.
      if (count !== "denied" && count !== expected)
        wrong.push(`${table} as ${organization || "nobody"}: ${count} rows`);
    }
    await client.query("select set_config('concord.organization_id', 'org_a', true)");
    const moved = await attempt(`update ${table} set organization_id = 'org_b'`);
    if (moved === "done") wrong.push(`${table}: a row can be moved to another organization`);
    return wrong;
  } finally {
    await client.query("rollback");
  }
}

async function countRows(table: string): Promise<number | "denied"> {
  const result = await attempt(`select count(*)::int as count from ${table}`);
  if (result === "refused") return "denied";
  const [row] = await rows<{ count: number }>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

/** Runs a statement and takes back what it did when it is refused, so that the transaction goes on. */
async function attempt(text: string): Promise<"done" | "refused"> {
  await client.query("savepoint before");
  try {
    await client.query(text);
    return "done";
  } catch {
    await client.query("rollback to before");
    return "refused";
  }
}

/** A row of plain values. Checks, references and triggers are put aside: what is tested is who sees it. */
async function insertAnyRow(table: string, organization: string): Promise<void> {
  const checks = await rows<{ name: string }>(
    "select quote_ident(conname) as name from pg_constraint where contype = 'c' and conrelid = $1::regclass",
    [table],
  );
  for (const { name } of checks) await client.query(`alter table ${table} drop constraint ${name}`);
  await client.query("set local session_replication_role = replica");
  const own = columns.filter((column) => column.table === table && !column.generated);
  const values = own.map(({ column, type }) =>
    column === "organization_id" ? `'${organization}'` : valueOf(type),
  );
  await client.query(
    `insert into ${table} (${own.map(({ column }) => `"${column}"`).join(", ")}) values (${values.join(", ")})`,
  );
}

function valueOf(type: string): string {
  if (type.startsWith("_")) return "'{}'";
  if (type.endsWith("range")) return "'empty'";
  if (/^(int|float|numeric)/.test(type)) return "1";
  if (/^(timestamp|date)/.test(type)) return "now()";
  return (
    { bool: "false", json: "'{}'", jsonb: "'{}'", bytea: "''", uuid: "gen_random_uuid()" }[type] ?? "'x'"
  );
}
