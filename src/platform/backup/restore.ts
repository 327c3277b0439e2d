import { createReadStream } from "node:fs";
import { pipeline as connect } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { AppError } from "#kernel/errors.ts";
import { migrate, migrationHashes } from "#platform/db/migrate.ts";
import {
  columnList,
  listMigrations,
  listTables,
  refuseWeakRole,
  settleText,
  type Table,
  tableName,
} from "./catalog.ts";
import { damaged, type Frame, readFrames } from "./frame.ts";
import type { Footer, Header, TableStart } from "./format.ts";

export type RestoreOptions = {
  databaseUrl: string;
  file: string;
  /** Replaces what is there. */
  force: boolean;
  onTable?: (table: string, done: number, all: number) => void;
};

export type RestoreSummary = {
  file: string;
  made_at: string;
  tables: number;
  rows: number;
  master_key_id: string;
};

/**
 * Puts a backup back. The file is read through and checked first; then everything is loaded in one transaction, so that
 * whatever stops it (a kill, a full disk) leaves the database as it was. An older backup gets its own schema first and
 * is migrated afterwards.
 */
export async function restore(options: RestoreOptions): Promise<RestoreSummary> {
  const { header, footer } = await verify(options.file);
  refuseUnknownMigrations(header);
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: "concord-restore",
  });
  await client.connect();
  try {
    await settleText(client);
    await refuseWeakRole(client, "restore");
    await refuseUse(client);
    await settleSchema(client, options.databaseUrl, header);
    await load(client, options, footer);
  } finally {
    await client.end();
  }
  await migrate(options.databaseUrl);
  return {
    file: options.file,
    made_at: header.made_at,
    tables: footer.tables,
    rows: footer.rows,
    master_key_id: header.master_key_id,
  };
}

/** Reads a backup through. Throws where it is damaged or of a newer program. */
export async function verify(file: string): Promise<{ header: Header; footer: Footer }> {
  let header: Header | undefined;
  let footer: Footer | undefined;
  for await (const frame of framesIn(file)) {
    if (frame.kind === "header") header = frame.value;
    if (frame.kind === "footer") footer = frame.value;
  }
  if (!header || !footer) throw damaged("it is empty");
  return { header, footer };
}

async function* framesIn(file: string): AsyncGenerator<Frame> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  // An error of either ends both, and reaches the reader below.
  connect(createReadStream(file), gunzip, () => undefined);
  try {
    yield* readFrames(gunzip as AsyncIterable<Buffer>);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("Z_")) throw damaged("it cannot be unpacked");
    if (/^E[A-Z]+$/.test(code) && error instanceof Error && "path" in error)
      throw new AppError("backup.file", { message: `${file} cannot be read: ${error.message}` });
    throw error;
  }
}

function refuseUnknownMigrations({ migrations }: Header): void {
  const ours = migrationHashes();
  if (migrations.some(({ name, hash }) => ours.get(name) !== hash)) throw new AppError("restore.newer");
}

async function refuseUse(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'concord%'",
  );
  if (rows.length > 0) throw new AppError("restore.in_use");
}

/** Brings the schema to the backup's; a schema that is ahead of it is never taken back. */
async function settleSchema(client: pg.Client, databaseUrl: string, { migrations }: Header): Promise<void> {
  const saved = new Set(migrations.map(({ name }) => name));
  const present = (await listMigrations(client)) ?? [];
  if (present.some(({ name }) => !saved.has(name))) throw new AppError("restore.schema_ahead");
  if (present.length < saved.size) await migrate(databaseUrl, { upTo: migrations.at(-1)?.name });
}

async function load(
  client: pg.Client,
  options: RestoreOptions,
  { sequences, tables: all }: Footer,
): Promise<void> {
  await client.query("begin; set local lock_timeout = '10s'");
  // The saved rows are what triggers made of them: the audit log's chain above all must not be made anew.
  await client.query("set local session_replication_role = replica");
  const tables = await listTables(client);
  await makeRoom(client, tables, options.force);
  let done = 0;
  const frames = framesIn(options.file);
  for await (const frame of frames) {
    if (frame.kind !== "start") continue;
    options.onTable?.(`${frame.value.schema}.${frame.value.name}`, done, all);
    await loadTable(client, tableIn(tables, frame.value), frames);
    done += 1;
  }
  for (const { schema, name, last_value } of sequences)
    if (last_value !== null)
      await client.query("select setval($1::regclass, $2::bigint)", [
        tableName({ schema, name }),
        last_value,
      ]);
  await client.query("commit");
  await client.query("analyze");
}

/** Refuses rows that are there, or takes them away with the jobs that speak of them. */
async function makeRoom(client: pg.Client, tables: readonly Table[], force: boolean): Promise<void> {
  if (force) {
    const { rows } = await client.query<{ found: boolean }>(
      "select to_regclass('pgboss.job') is not null as found",
    );
    await client.query(`truncate ${tables.map(tableName).join(", ")}`);
    if (rows[0]?.found) await client.query("delete from pgboss.job");
    return;
  }
  for (const table of tables) {
    const { rows } = await client.query(`select 1 from ${tableName(table)} limit 1`);
    if (rows.length > 0) throw new AppError("restore.not_empty", { table: `${table.schema}.${table.name}` });
  }
}

/** The database's own table of this name: nothing that a file says becomes SQL. */
function tableIn(tables: readonly Table[], saved: TableStart): Table {
  const found = tables.find(({ schema, name }) => schema === saved.schema && name === saved.name);
  if (!found || saved.columns.some((column) => !found.columns.includes(column)))
    throw damaged(`it has a table that the schema does not have (${saved.schema}.${saved.name})`);
  return { ...found, columns: saved.columns };
}

/** Loads the data frames up to the table's end, and compares the number of rows. */
async function loadTable(client: pg.Client, table: Table, frames: AsyncGenerator<Frame>): Promise<void> {
  const target = client.query(copyFrom(`copy ${tableName(table)} (${columnList(table.columns)}) from stdin`));
  let expected = -1;
  const parts = async function* (): AsyncGenerator<Buffer> {
    for (let next = await frames.next(); !next.done; next = await frames.next()) {
      if (next.value.kind === "end") {
        expected = next.value.value.rows;
        return;
      }
      if (next.value.kind === "data") yield next.value.bytes;
    }
  };
  await pipeline(parts, target);
  if (target.rowCount !== expected)
    throw damaged(`${table.name} has ${target.rowCount} rows instead of ${expected}`);
}
