import pg from "pg";

type Named = { name: string; sql: string };
/** A table's parts, each as SQL, in a fixed order. */
type Table = { name: string; columns: string[]; constraints: string[]; after: string[] };

const schemas = ["auth", "public"];

/**
 * A migrated database as SQL, for review: what all migrations together have made. Written from the catalogs, because
 * the embedded server has no pg_dump; the same text comes from every PostgreSQL from 15 on.
 */
export async function dumpSchema(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // With an empty path every name is printed with its schema.
    await client.query("set search_path = ''");
    const functions = await readFunctions(client);
    const sequences = await readSequences(client);
    const tables = await readTables(client);
    return [
      "-- The schema that the migrations lead to, for review. Printed by `npm run reference`; nothing runs this file.\n",
      ...[...functions, ...sequences].map(({ sql }) => `${sql}\n`),
      ...tables.map(tableText),
    ].join("\n");
  } finally {
    await client.end();
  }
}

function tableText({ name, columns, constraints, after }: Table): string {
  const lines = [...columns, ...constraints].map((line) => `  ${line}`).join(",\n");
  return `create table ${name} (\n${lines}\n);\n${after.map((line) => `${line};\n`).join("")}`;
}

async function rows<Row>(client: pg.Client, text: string): Promise<Row[]> {
  return (await client.query(text, [schemas])).rows as Row[];
}

function readFunctions(client: pg.Client): Promise<Named[]> {
  return rows(
    client,
    `select p.oid::regprocedure::text as name, rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' ||
            case when p.proacl is not null and not exists (select from aclexplode(p.proacl) where grantee = 0)
                 then format(E'\\nrevoke all on function %s from public;', p.oid::regprocedure) else '' end ||
            coalesce((select string_agg(format(E'\\ngrant execute on function %s to %s;', p.oid::regprocedure, grantee::regrole), '' order by grantee::regrole::text)
                        from aclexplode(p.proacl) where grantee not in (0, p.proowner)), '') as sql
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any ($1) and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by 1`,
  );
}

function readSequences(client: pg.Client): Promise<Named[]> {
  return rows(
    client,
    `select s.seqrelid::regclass::text as name,
            format('create sequence %s start with %s;', s.seqrelid::regclass, s.seqstart) ||
            coalesce((select string_agg(format(E'\\ngrant %s on sequence %s to %s;', lower(privilege_type), s.seqrelid::regclass, grantee::regrole), '' order by grantee::regrole::text, privilege_type)
                        from aclexplode(c.relacl) where grantee <> c.relowner), '') as sql
       from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any ($1) order by 1`,
  );
}

async function readTables(client: pg.Client): Promise<Table[]> {
  const names = await rows<{ name: string }>(
    client,
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = any ($1) order by n.nspname, c.relname`,
  );
  const tables: Table[] = [];
  for (const { name } of names) {
    const read = async (text: string): Promise<string[]> =>
      (await client.query<{ sql: string }>(text, [name])).rows.map(({ sql }) => sql);
    tables.push({
      name,
      columns: await read(columnsQuery),
      constraints: await read(constraintsQuery),
      after: [
        ...(await read(indexesQuery)),
        ...(await read(securityQuery)),
        ...(await read(grantsQuery)),
        ...(await read(triggersQuery)),
      ],
    });
  }
  return tables;
}

const columnsQuery = `
  select concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation then 'collate ' || quote_ident(l.collname) end,
      case a.attstorage when t.typstorage then null when 'e' then 'storage external' end,
      case when a.attgenerated = 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
           when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
      case when a.attnotnull then 'not null' end) as sql
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_collation l on l.oid = a.attcollation
   where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

// Since PostgreSQL 18 "not null" is a constraint too ('n'); it is told with its column.
const constraintsQuery = `
  select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as sql
    from pg_constraint where conrelid = $1::text::regclass and contype in ('p', 'u', 'c', 'f')
   order by array_position(array['p', 'u', 'c', 'f'], contype::text), conname`;

const indexesQuery = `
  select pg_get_indexdef(i.indexrelid) as sql from pg_index i
   where i.indrelid = $1::text::regclass and not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u'))
   order by i.indexrelid::regclass::text`;

const securityQuery = `
  select format('alter table %s enable row level security', $1::text) as sql, 0 as at, '' as name from pg_class where oid = $1::text::regclass and relrowsecurity
  union all
  select format('alter table %s force row level security', $1::text), 1, '' from pg_class where oid = $1::text::regclass and relforcerowsecurity
  union all
  select concat_ws(' ', format('create policy %I on %s for %s to %s', p.polname, $1::text,
      case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
      (select string_agg(r::regrole::text, ', ' order by r::regrole::text) from unnest(p.polroles) r)),
      'using (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'), 2, p.polname
    from pg_policy p where p.polrelid = $1::text::regclass
   order by at, name`;

const grantsQuery = `
  select format('grant %s on %s to %s', string_agg(lower(privilege), ', ' order by place), $1::text, grantee) as sql from (
    select privilege_type as privilege, grantee::regrole::text as grantee, array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type) as place
      from pg_class c, aclexplode(c.relacl) where c.oid = $1::text::regclass and grantee <> c.relowner
    union all
    select format('%s (%I)', privilege_type, a.attname), grantee::regrole::text, 100 + a.attnum
      from pg_attribute a, aclexplode(a.attacl) where a.attrelid = $1::text::regclass and a.attacl is not null) granted
   group by grantee order by grantee`;

const triggersQuery = `
  select pg_get_triggerdef(oid) as sql from pg_trigger where tgrelid = $1::text::regclass and not tgisinternal order by tgname`;
