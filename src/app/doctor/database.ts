import pg from "pg";
import type { Config } from "#platform/config/config.ts";
import { migrationHashes } from "#platform/db/migrate.ts";
import { findMasterKey } from "#platform/secrets/master-key.ts";
import { createVault } from "#platform/secrets/secrets.ts";
import { secretPlace } from "#sync/connection/credential.ts";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { type Check, failed, ok, warned } from "./check.ts";

/** What the database tells; it is only read. */
export async function checkDatabase(url: string, config: Config): Promise<Check[]> {
  const client = new pg.Client({ connectionString: url, application_name: "concord-doctor" });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    const reached = ok("database", `PostgreSQL ${rows[0]?.server_version} answers`);
    const schema = await checkSchema(client);
    if (schema.state !== "ok") return [reached, schema];
    return [
      reached,
      schema,
      await checkRoles(client),
      await checkJobs(client),
      await checkAudit(client),
      await checkSecrets(client, config),
    ];
  } finally {
    await client.end();
  }
}

async function checkSchema(client: pg.Client): Promise<Check> {
  const { rows: found } = await client.query<{ found: boolean }>(
    "select to_regclass('public.migration') is not null as found",
  );
  const { rows } = found[0]?.found
    ? await client.query<{ name: string; hash: string }>("select name, hash from public.migration")
    : { rows: [] };
  const done = new Map(rows.map(({ name, hash }) => [name, hash]));
  const wanted = [...migrationHashes()];
  const missing = wanted.filter(([name]) => !done.has(name)).map(([name]) => name);
  const changed = wanted
    .filter(([name, hash]) => done.has(name) && done.get(name) !== hash)
    .map(([name]) => name);
  if (changed.length > 0)
    return failed(
      "schema",
      `${changed.join(", ")} was changed after it had run`,
      "put the file back as it was",
    );
  if (missing.length > 0)
    return failed(
      "schema",
      `${missing.join(", ")} has not run`,
      "start Concord: it brings the schema up to date",
    );
  return ok("schema", `all ${wanted.length} migrations have run`);
}

/** Row-level security holds for a role only that is neither owner nor superuser. */
async function checkRoles(client: pg.Client): Promise<Check> {
  const { rows } = await client.query<{ name: string }>(
    "select rolname as name from pg_roles where rolname in ('concord_app', 'concord_system') and (rolsuper or rolbypassrls)",
  );
  const { rows: open } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`,
  );
  if (rows.length > 0)
    return failed(
      "roles",
      `${rows.map(({ name }) => name).join(", ")} sees all organizations`,
      "alter role … nosuperuser nobypassrls",
    );
  return open.length === 0
    ? ok("roles", "no organization sees another's rows")
    : failed(
        "roles",
        `row-level security is off for ${open.map(({ name }) => name).join(", ")}`,
        "restore the schema from a backup",
      );
}

async function checkJobs(client: pg.Client): Promise<Check> {
  const { rows: found } = await client.query<{ found: boolean }>(
    "select to_regclass('pgboss.job') is not null as found",
  );
  if (!found[0]?.found) return failed("jobs", "the job engine is not set up", "start Concord once");
  const { rows } = await client.query<{ waiting: number }>(
    `select count(*)::int as waiting from pgboss.job
      where name not like '\\_\\_%' and state in ('created', 'retry') and start_after < now() - interval '5 minutes'`,
  );
  const waiting = rows[0]?.waiting ?? 0;
  return waiting === 0
    ? ok("jobs", "no job waits for longer than five minutes")
    : warned(
        "jobs",
        `${waiting} jobs have waited for more than five minutes`,
        "start a worker with concord worker",
      );
}

async function checkAudit(client: pg.Client): Promise<Check> {
  const { rows } = await client.query<{ organization_id: string; seq: string }>(
    `select organization_id, min(seq)::text as seq from (
       select organization_id, seq, hash <> audit_hash(entry) or previous_hash <> coalesce(lag(hash) over log, '')
         or seq <> row_number() over log as broken
       from audit_log entry window log as (partition by organization_id order by seq)) as chain
     where broken group by organization_id order by 1`,
  );
  return rows.length === 0
    ? ok("audit", "every entry of the audit logs is as it was written")
    : failed(
        "audit",
        `the audit log was changed: ${rows.map(({ organization_id, seq }) => `${organization_id} from entry ${seq} on`).join(", ")}`,
        "compare it with a backup",
      );
}

async function checkSecrets(client: pg.Client, config: Config): Promise<Check> {
  const { rows } = await client.query<{
    organization_id: OrganizationId;
    id: ConnectionId;
    credential: string;
  }>("select organization_id, id, credential from connection");
  if (rows.length === 0) return ok("secrets", "there are no credentials of a CRM yet");
  const masterKey = findMasterKey(config);
  if (masterKey === undefined)
    return failed(
      "secrets",
      "the master key is missing, without which no CRM can be reached",
      `put master.key back into ${config.dataDir}, or set CONCORD_MASTER_KEY`,
    );
  const vault = createVault(masterKey);
  const closed = rows.filter(({ organization_id, id, credential }) => {
    try {
      vault.open(credential, secretPlace(organization_id, id, "credential"));
      return false;
    } catch {
      return true;
    }
  });
  return closed.length === 0
    ? ok(
        "secrets",
        `the master key opens the credentials of ${rows.length === 1 ? "the connection" : `all ${rows.length} connections`}`,
      )
    : failed(
        "secrets",
        `the master key does not open the credentials of ${closed.map(({ id }) => id).join(", ")}`,
        "put the old master.key or CONCORD_MASTER_KEY back, or enter the credentials again",
      );
}
