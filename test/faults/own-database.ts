import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Embedded, startEmbedded } from "#platform/db/embedded.ts";
import { isRunning } from "#platform/db/processes.ts";
import { createDatabase } from "../support/database.ts";
import { query } from "../support/sync-world.ts";

/** A PostgreSQL server of one test file's own, which it may ill-treat. */
export type OwnDatabase = {
  /** As its superuser, with nothing in between. */
  databaseUrl: string;
  /** Ends it as a crash would, and starts it again after a while. */
  crash(awayMs: number): Promise<void>;
  /** Lets no file grow beyond so many bytes, as a quota does; without a number they may again. */
  limitFiles(bytes?: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startOwnDatabase(): Promise<OwnDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), "concord-own-database-"));
  let server: Embedded = await startEmbedded({ dataDir });
  const { url: databaseUrl } = await createDatabase(server.url);
  const postmaster = (): number =>
    Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  return {
    databaseUrl,
    async crash(awayMs) {
      const pid = postmaster();
      process.kill(pid, "SIGQUIT");
      while (isRunning(pid)) await sleep(20);
      await sleep(awayMs);
      server = await startEmbedded({ dataDir });
    },
    async limitFiles(bytes) {
      const sessions = await query<{ pid: number }>(
        { databaseUrl },
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      for (const pid of [postmaster(), ...sessions.map((one) => one.pid)]) limitFilesOf(pid, bytes);
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** By prlimit, which every Linux has, as the process's own user: that takes no rights beyond its. */
function limitFilesOf(pid: number, bytes: number | undefined): void {
  const { uid, gid } = statSync(`/proc/${pid}`);
  execFileSync("prlimit", [`--pid=${pid}`, `--fsize=${bytes ?? "unlimited"}:`], { uid, gid });
}
