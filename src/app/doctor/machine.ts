import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#platform/config/config.ts";
import { findServer } from "#app/server/server-file.ts";
import { type Check, failed, ok, warned } from "./check.ts";

/** Below this a run of some size may not find the room that it needs. */
const leastFreeBytes = 1_000_000_000;

/** Files with a secret: nobody but their owner may read them. */
const privateFiles = ["master.key", "postgres.password", "server.json", "cli-keys.json", "demo-password"];

/** What this machine tells: the data folder, the room on its disk, the server. */
export async function checkMachine(config: Config): Promise<Check[]> {
  return [checkFolder(config.dataDir), checkDisk(config.dataDir), await checkServer(config)];
}

function checkFolder(dataDir: string): Check {
  if (!existsSync(dataDir))
    return failed("folder", `there is no data folder ${dataDir}`, "start Concord once, or set CONCORD_DATA");
  try {
    accessSync(dataDir, constants.W_OK);
  } catch {
    return failed("folder", `${dataDir} cannot be written`, "give it to the user who runs Concord");
  }
  const open = privateFiles.filter((name) => isReadByOthers(join(dataDir, name)));
  return open.length === 0
    ? ok("folder", `${dataDir} can be written, and its secrets are for its owner alone`)
    : failed("folder", `others may read ${open.join(", ")} in ${dataDir}`, `chmod 600 ${open.join(" ")}`);
}

function isReadByOthers(path: string): boolean {
  return process.platform !== "win32" && existsSync(path) && (statSync(path).mode & 0o077) !== 0;
}

function checkDisk(dataDir: string): Check {
  if (!existsSync(dataDir)) return failed("disk", "there is no data folder to look at", "start Concord once");
  const { bavail, bsize } = statfsSync(dataDir);
  const gigabytes = ((bavail * bsize) / 1e9).toFixed(1);
  return bavail * bsize < leastFreeBytes
    ? warned("disk", `${gigabytes} GB are free at ${dataDir}`, "free some space before the next large import")
    : ok("disk", `${gigabytes} GB are free at ${dataDir}`);
}

async function checkServer({ dataDir }: Config): Promise<Check> {
  const server = findServer(dataDir);
  if (!server) return warned("server", "no Concord runs on this data", "start it with npm start");
  const answer = await fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  if (!answer)
    return failed(
      "server",
      `process ${server.pid} does not answer at ${server.url}`,
      "stop it and start it again",
    );
  return answer.ok
    ? ok("server", `process ${server.pid} answers at ${server.url} and is ready`)
    : failed(
        "server",
        `process ${server.pid} answers at ${server.url} and is not ready`,
        `open ${server.url}/readyz for the reason`,
      );
}
