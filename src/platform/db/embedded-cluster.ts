import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { launch, type Launcher } from "./embedded-binaries.ts";

/** What PostgreSQL writes to `postmaster.pid`, as far as it concerns us. */
export type Postmaster = { pid: number; port: number; status: string };

/** The major version of the programs; data of another one can't be read by them. */
const MAJOR_VERSION = "18";

/**
 * The path by which root's PostgreSQL names its cluster: its working folder. It is entered while we still are root,
 * so that no folder above it has to be opened to the user PostgreSQL runs as.
 */
export const WORKING_FOLDER = "/proc/self/cwd";

/** The password of the superuser: random, made once, readable by us alone. */
export function keepPassword(dataDir: string): string {
  const path = join(dataDir, "postgres.password");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  if (existsSync(join(dataDir, "postgres")))
    throw new Error(
      `The password file ${path} is missing, so the database beside it can't be opened; put the file back from a backup.`,
    );
  const password = randomBytes(24).toString("base64url");
  writeFileSync(`${path}.new`, `${password}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return password;
}

/** Makes the cluster when there is none yet. One that was begun and not finished is begun again. */
export async function ensureCluster(dataDir: string, launcher: Launcher, password: string): Promise<void> {
  const cluster = join(dataDir, "postgres");
  if (existsSync(cluster)) {
    checkVersion(cluster);
    giveTo(cluster, launcher.owner);
    return;
  }
  const fresh = join(dataDir, "postgres.new");
  const passwordFile = join(dataDir, "postgres.password.new");
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveTo(fresh, launcher.owner);
  if (launcher.owner !== undefined) chownSync(passwordFile, launcher.owner, launcher.owner);
  try {
    await initdb(fresh, passwordFile, launcher);
    renameSync(fresh, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The port of last time when it is still free, else a free one, which is then kept. */
export async function choosePort(dataDir: string, avoid?: number): Promise<number> {
  const path = join(dataDir, "postgres.port");
  const kept = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (kept > 0 && kept !== avoid && (await tryPort(kept)) !== undefined) return kept;
  const port = await tryPort(0);
  if (port === undefined)
    throw new Error("No free port on 127.0.0.1 for PostgreSQL; close programs that hold ports.");
  writeFileSync(path, `${port}\n`);
  return port;
}

/** What `postmaster.pid` says, or `undefined` when there is none or it is cut short. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? "").trim() };
}

/**
 * Makes PostgreSQL take `postmaster.pid` for what it is, a leftover, although its number now belongs to another
 * process. The file stays, because PostgreSQL learns from it which shared memory a lost backend may still hold;
 * only the number becomes ours, for a parent is never mistaken for a rival.
 */
export function disownPostmaster(cluster: string): void {
  const path = join(cluster, "postmaster.pid");
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, [String(process.pid), ...lines.slice(1)].join("\n"));
}

/** Turns what a program of PostgreSQL printed into one sentence with a remedy. */
export function explain(what: string, output: string, dataDir: string): Error {
  if (/No space left on device|Disk quota exceeded|Check free disk space/i.test(output))
    return new Error(`${what} because the disk of ${dataDir} is full; free some space and start again.`);
  const lines = output.trim().split("\n").slice(-5).join("\n  ");
  return new Error(
    `${what}; see ${join(dataDir, "postgres.log")}, or set DATABASE_URL to a server of your own:\n  ${lines}`,
  );
}

async function initdb(fresh: string, passwordFile: string, launcher: Launcher): Promise<void> {
  const isOther = launcher.owner !== undefined;
  const { file, args, options } = launch(launcher, "initdb", [
    `--pgdata=${isOther ? WORKING_FOLDER : fresh}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    // The other user may not reach the file by its path, but may read what it is handed.
    `--pwfile=${isOther ? "/proc/self/fd/0" : passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ]);
  const input = openSync(passwordFile, "r");
  try {
    await run(file, args, { ...options, cwd: fresh, input });
  } catch (error) {
    throw explain("The embedded database could not be prepared", (error as Error).message, join(fresh, ".."));
  } finally {
    closeSync(input);
  }
}

function run(
  file: string,
  args: string[],
  { input, ...options }: { input: number; cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: [input, "pipe", "pipe"], windowsHide: true });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(output || `it ended with ${code}`)),
    );
  });
}

function checkVersion(cluster: string): void {
  const path = join(cluster, "PG_VERSION");
  const version = existsSync(path) ? readFileSync(path, "utf8").trim() : "an unknown version";
  if (version !== MAJOR_VERSION)
    throw new Error(
      `The data in ${cluster} is of PostgreSQL ${version} and this is ${MAJOR_VERSION}; restore a backup into a new folder (CONCORD_DATA).`,
    );
}

/** Hands the cluster to the user who will run PostgreSQL, which refuses data of anybody else. */
function giveTo(folder: string, owner: number | undefined): void {
  if (owner === undefined || (statSync(folder).uid === owner && statSync(folder).gid === owner)) return;
  const give = (path: string): void => {
    lchownSync(path, owner, owner);
  };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    give(join(entry.parentPath, entry.name));
  // The folder itself comes last, so that a hand-over that was interrupted is seen and done again.
  give(folder);
  chmodSync(folder, 0o700);
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
