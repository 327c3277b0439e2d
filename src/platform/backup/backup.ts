import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { AppError } from "#kernel/errors.ts";
import type { Instant } from "#kernel/time.ts";
import {
  columnList,
  listMigrations,
  listSequences,
  listTables,
  refuseWeakRole,
  settleText,
  type Table,
  tableName,
} from "./catalog.ts";
import { type Frame, frameBytes } from "./frame.ts";
import { formatVersion } from "./format.ts";

export type BackupOptions = {
  databaseUrl: string;
  file: string;
  masterKeyId: string;
  now: Instant;
  /** Called before each table, with how many there are. */
  onTable?: (table: string, done: number, all: number) => void;
};

export type BackupSummary = { file: string; bytes: number; tables: number; rows: number };

/**
 * Saves everything that is ours in one file: one snapshot of the database, whatever is written meanwhile. Streams, so
 * memory does not grow with the data. The file appears under its name once it is whole; only its owner reads it.
 */
export async function backUp(options: BackupOptions): Promise<BackupSummary> {
  const draft = `${options.file}.partial`;
  const client = new pg.Client({ connectionString: options.databaseUrl, application_name: "concord-backup" });
  const count = { tables: 0, rows: 0 };
  await client.connect();
  try {
    await writing(options.file, () =>
      // The fastest level: rows are repetitive, and the time of a backup is mostly that of compressing it.
      pipeline(
        Readable.from(bytesOf(client, options, count)),
        createGzip({ level: 1 }),
        createWriteStream(draft, { mode: 0o600 }),
      ),
    );
    await syncFile(draft);
    await rename(draft, options.file);
  } finally {
    await client.end();
    await rm(draft, { force: true });
  }
  return { file: options.file, bytes: (await stat(options.file)).size, ...count };
}

async function* bytesOf(
  client: pg.Client,
  options: BackupOptions,
  count: { tables: number; rows: number },
): AsyncGenerator<Buffer> {
  const whole = createHash("sha256");
  for await (const frame of framesOf(client, options, count, whole)) {
    const bytes = frameBytes(frame);
    whole.update(bytes);
    yield bytes;
  }
}

async function* framesOf(
  client: pg.Client,
  options: BackupOptions,
  count: { tables: number; rows: number },
  whole: Hash,
): AsyncGenerator<Frame> {
  await settleText(client);
  await client.query("begin isolation level repeatable read read only");
  await refuseWeakRole(client, "backup");
  const migrations = await listMigrations(client);
  if (!migrations)
    throw new AppError("backup.file", {
      message: "There is nothing to save: this database has no Concord",
      remedy: "Check DATABASE_URL or CONCORD_DATA.",
    });
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  const made = {
    format: "concord-backup" as const,
    version: formatVersion,
    made_at: options.now,
    master_key_id: options.masterKeyId,
  };
  yield { kind: "header", value: { ...made, server_version: rows[0]?.server_version ?? "", migrations } };
  const tables = await listTables(client);
  for (const table of tables) {
    options.onTable?.(`${table.schema}.${table.name}`, count.tables, tables.length);
    count.rows += yield* tableFrames(client, table);
    count.tables += 1;
  }
  const sequences = await listSequences(client);
  await client.query("commit");
  yield { kind: "footer", value: { sequences, ...count, sha256: whole.copy().digest("hex") } };
}

async function* tableFrames(client: pg.Client, table: Table): AsyncGenerator<Frame, number> {
  yield { kind: "start", value: table };
  const hash = createHash("sha256");
  const stream = client.query(copyTo(`copy ${tableName(table)} (${columnList(table.columns)}) to stdout`));
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    hash.update(bytes);
    yield { kind: "data", bytes };
  }
  yield { kind: "end", value: { rows: stream.rowCount, sha256: hash.digest("hex") } };
  return stream.rowCount;
}

/** Errors of the file system in our words. */
async function writing(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^E(NOENT|ACCES|PERM|NOSPC|ISDIR|ROFS|DQUOT|NOTDIR)$/.test(code)) throw error;
    throw Object.assign(
      new AppError("backup.file", { message: `${file} cannot be written: ${(error as Error).message}` }),
      { cause: error },
    );
  }
}

/** Has the disk hold the file before its name says that it is there. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  await handle.sync();
  await handle.close();
}
