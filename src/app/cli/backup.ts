import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { backUp } from "#platform/backup/backup.ts";
import { restore } from "#platform/backup/restore.ts";
import type { Config } from "#platform/config/config.ts";
import { systemClock } from "#platform/ids.ts";
import { readMasterKey } from "#platform/secrets/master-key.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { act } from "./context.ts";
import { withDatabase, withDatabaseAlone } from "./database.ts";
import { counted, figure } from "#app/figures.ts";

/** `concord backup FILE` and `concord restore FILE`. */
export function addBackupCommands(program: Command): void {
  act(
    program
      .command("backup <file>")
      .description("save everything but the master key in one file; the server may run on"),
    async ({ config }, file = "") => {
      const begun = Date.now();
      const done = await withDatabase(config, (databaseUrl) =>
        backUp({
          databaseUrl,
          file,
          masterKeyId: masterKeyId(config),
          now: systemClock.now(),
          onTable: showTable,
        }),
      );
      const seconds = since(begun);
      return {
        json: { ...done, seconds },
        lines: [
          `${file}: ${counted(done.rows, "row")} of ${counted(done.tables, "table")}, ${figure(done.bytes)} bytes, ${seconds} s`,
          `The master key is not in it. Keep ${config.masterKey === undefined ? join(config.dataDir, "master.key") : "CONCORD_MASTER_KEY"} in another safe place: without it the keys of CRM connections cannot be read.`,
        ],
      };
    },
  );

  act<{ force?: boolean }>(
    program
      .command("restore <file>")
      .description("put a backup back into an empty database; the server must be stopped")
      .option("--force", "replace the data that is there"),
    async ({ config, options }, file = "") => {
      const begun = Date.now();
      const { master_key_id, ...done } = await withDatabaseAlone(config, (databaseUrl) =>
        restore({ databaseUrl, file, force: options.force === true, onTable: showTable }),
      );
      const matches = master_key_id === masterKeyId(config);
      const seconds = since(begun);
      const warning =
        "The master key is another one than when the backup was made: put the old master.key (or CONCORD_MASTER_KEY) in place, or enter the keys of the CRM connections again.";
      return {
        json: { ...done, master_key_matches: matches, seconds },
        lines: [
          `Restored ${counted(done.rows, "row")} of ${counted(done.tables, "table")}, saved ${done.made_at}, in ${seconds} s`,
          ...(matches ? [] : [warning]),
        ],
      };
    },
  );
}

/** Names a master key without telling it; none where there is none yet. */
function masterKeyId(config: Config): string {
  if (config.masterKey === undefined && !existsSync(join(config.dataDir, "master.key"))) return "";
  return sha256(readMasterKey(config)).slice(0, 8);
}

function showTable(table: string, done: number, all: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(
      `\r${`${done + 1} of ${all}: ${table}`.padEnd(70)}${done + 1 === all ? `\r${" ".repeat(70)}\r` : ""}`,
    );
}

function since(begun: number): number {
  return Math.round((Date.now() - begun) / 100) / 10;
}
