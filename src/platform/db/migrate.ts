import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { sha256 } from "#platform/secrets/secrets.ts";

const folder = join(import.meta.dirname, "../../../migrations");

/** Advisory lock number under which one process migrates while others wait. Any constant does; this is "conc". */
const lockNumber = 0x636f6e63;

/**
 * Brings the database to the newest schema: runs, in order and each in its own transaction, the files of migrations/
 * that it has not run. Several processes may call it at once. Throws when a file that was run has been changed since,
 * and when the database has run one that is not there.
 * `upTo` names the last file to run; a restore brings the schema to that of its backup, and only then further.
 */
export async function migrate(
  url: string,
  { upTo }: { upTo?: string | undefined } = {},
): Promise<{ ran: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    await client.query(`create table if not exists public.migration (
      name text primary key, hash text not null, ran_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; hash: string }>(
      "select name, hash from public.migration",
    );
    const done = new Map(rows.map((row) => [row.name, row.hash]));
    refuseUnknown([...done.keys()]);
    const ran: string[] = [];
    for (const name of migrationNames().filter((name) => upTo === undefined || name <= upTo)) {
      const text = readFileSync(join(folder, name), "utf8");
      if (done.has(name)) refuseChanged(name, done.get(name), sha256(text));
      else {
        await runFile(client, name, text);
        ran.push(name);
      }
    }
    // Whether the schema is the one that the code expects is asked by /readyz, which runs as concord_system.
    await client.query("grant select on public.migration to concord_system");
    return { ran };
  } finally {
    await client.end();
  }
}

/** The files of migrations/, in the order in which they run. */
export function migrationNames(): string[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_.+\.sql$/.test(file))
    .toSorted();
}

/** The hash of each file, by name: tells whether a database or a backup was made by these very files. */
export function migrationHashes(): Map<string, string> {
  return new Map(migrationNames().map((name) => [name, sha256(readFileSync(join(folder, name), "utf8"))]));
}

async function runFile(client: pg.Client, name: string, text: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(text);
    await client.query("insert into public.migration (name, hash) values ($1, $2)", [name, sha256(text)]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** An older program would write rows that the newer schema's rules do not expect. */
function refuseUnknown(done: readonly string[]): void {
  const known = migrationNames();
  const unknown = done.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(
      `migration ${unknown} is not of this version, a newer Concord has used this database; start that version or a later one, or restore a backup into an empty database`,
    );
}

function refuseChanged(name: string, was: string | undefined, is: string): void {
  if (was !== is) throw new Error(`migration ${name} was changed after it had run; add a new file instead`);
}
