import { spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  chooseLauncher,
  describeLauncher,
  findBinaries,
  launch,
  type Launcher,
} from "./embedded-binaries.ts";
import {
  choosePort,
  disownPostmaster,
  ensureCluster,
  explain,
  keepPassword,
  readPostmaster,
  WORKING_FOLDER,
  type Postmaster,
} from "./embedded-cluster.ts";
import { isRunning, programOf, workingFolderOf } from "./processes.ts";

/** A running PostgreSQL of ours. */
export type Embedded = {
  /** Address with the superuser's password; keep it out of logs. */
  url: string;
  /** True when the server was running already, left behind by a process of ours that was killed. */
  adopted: boolean;
  /** Ends it in good order; may be called more than once. */
  stop(): Promise<void>;
};

type Place = { dataDir: string; cluster: string; password: string; log: (line: string) => void };

/** Settings for a small machine that also takes bulk loads. Durability is untouched: fsync and synchronous_commit are on. */
const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  jit: "off",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Few and long checkpoints, because a bulk load otherwise writes each page many times over.
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  // There are no replicas, and without them a load into a new table needs no log of its own.
  wal_level: "minimal",
  max_wal_senders: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
};

/** Recovery after a crash may take a while; past this it is a fault. */
const READY_TIMEOUT_MS = 300_000;
/** A fast shutdown writes a checkpoint; past this it is told to stop at once and recovers at the next start. */
const STOP_TIMEOUT_MS = 60_000;
/** A process that may be ours or a stranger with its number is given this long to accept our password. */
const UNSURE_TIMEOUT_MS = 20_000;
/** A log larger than this is set aside at the next start; one older log is kept. */
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * Starts the embedded PostgreSQL on the data below `dataDir`, making it at the first start. A server that a killed
 * process of ours left running is adopted. Errors are plain and name the remedy.
 */
export async function startEmbedded(options: {
  dataDir: string;
  log?: (line: string) => void;
  /** How PostgreSQL is run, when it was chosen already. */
  launcher?: Launcher;
}): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const log = options.log ?? (() => undefined);
  const place: Place = { dataDir, cluster: join(dataDir, "postgres"), password: keepPassword(dataDir), log };
  const survivor = await findSurvivor(place);
  if (survivor) {
    log(`PostgreSQL is still running (process ${survivor.pid}); using it`);
    return running(place, survivor, true);
  }
  const launcher = options.launcher ?? (await chooseLauncher(findBinaries()));
  await ensureCluster(dataDir, launcher, place.password);
  const started = await startServer(place, launcher);
  log(`PostgreSQL started ${describeLauncher(launcher)} (process ${started.pid}, port ${started.port})`);
  return running(place, started, false);
}

function running(place: Place, { pid, port }: { pid: number; port: number }, adopted: boolean): Embedded {
  let stopping: Promise<void> | undefined;
  return {
    url: `postgres://postgres:${place.password}@127.0.0.1:${port}/postgres`,
    adopted,
    stop: () => (stopping ??= stopServer(place, pid)),
  };
}

/** The server that already runs on this cluster and accepts our password, if there is one. */
async function findSurvivor(place: Place): Promise<Postmaster | undefined> {
  const begun = Date.now();
  for (let last: Postmaster | undefined; ;) {
    const found = readPostmaster(place.cluster);
    if (!found) return undefined;
    if (!isRunning(found.pid)) {
      // Its entry may outlive it where nobody collects dead processes, and PostgreSQL would take that for a rival.
      disownPostmaster(place.cluster);
      return undefined;
    }
    const kinship = kinshipOf(place.cluster, found.pid);
    const answer =
      found.status === "stopping" || kinship === "no" ? "wait" : await ask(found.port, place.password);
    if (answer === "ready") return found;
    const waitedMs = Date.now() - begun;
    if (kinship === "no" || (kinship === "maybe" && (answer === "denied" || waitedMs > UNSURE_TIMEOUT_MS))) {
      place.log(
        `postmaster.pid names process ${found.pid}, which is not PostgreSQL on this data; ignoring it`,
      );
      disownPostmaster(place.cluster);
      return undefined;
    }
    const who = `PostgreSQL (process ${found.pid}) runs on ${place.cluster}`;
    if (answer === "denied")
      throw new Error(`${who} but refuses the password kept beside it; stop that process.`);
    if (waitedMs > READY_TIMEOUT_MS) throw new Error(`${who} but does not answer; stop that process.`);
    if (last?.status !== found.status)
      place.log(`waiting for PostgreSQL (process ${found.pid}, ${found.status})`);
    last = found;
    await sleep(100);
  }
}

/**
 * Whether a process is PostgreSQL on this cluster, which on Linux is its working folder. "maybe" where the system
 * doesn't tell, as in a container whose root may not look into other users' processes: then the password decides.
 */
function kinshipOf(cluster: string, pid: number): "yes" | "maybe" | "no" {
  const program = programOf(pid);
  const folder = workingFolderOf(pid);
  // The process that becomes PostgreSQL is called unshare for an instant.
  if (program !== undefined && !/postgres|unshare/.test(program)) return "no";
  if (folder === undefined) return "maybe";
  return folder === realpathSync(cluster) ? "yes" : "no";
}

async function startServer(place: Place, launcher: Launcher): Promise<{ pid: number; port: number }> {
  const until = Date.now() + STOP_TIMEOUT_MS;
  for (let busyPort: number | undefined; ;) {
    const port = await choosePort(place.dataDir, busyPort);
    const result = await startOnce(place, launcher, port);
    if (result.pid !== undefined) return { pid: result.pid, port };
    if (Date.now() > until) throw explain("PostgreSQL does not start", result.output, place.dataDir);
    if (/Address already in use|could not bind/i.test(result.output)) busyPort = port;
    // Backends of a killed postmaster leave within moments of noticing.
    else if (/pre-existing shared memory block/i.test(result.output)) await sleep(250);
    else throw explain("PostgreSQL does not start", result.output, place.dataDir);
  }
}

async function startOnce(
  place: Place,
  launcher: Launcher,
  port: number,
): Promise<{ pid: number; output?: never } | { pid?: never; output: string }> {
  const logPath = join(place.dataDir, "postgres.log");
  setLogAside(logPath);
  const logFile = openSync(logPath, "a", 0o600);
  const offset = fstatSync(logFile).size;
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  const { file, args, options } = launch(launcher, "postgres", [
    ...["-D", launcher.owner === undefined ? place.cluster : WORKING_FOLDER],
    ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  // A session of its own, because Ctrl+C is for us: we stop PostgreSQL once our work has ended.
  const stdio = ["ignore" as const, logFile, logFile];
  const child = spawn(file, args, {
    ...options,
    cwd: place.cluster,
    detached: true,
    stdio,
    windowsHide: true,
  });
  closeSync(logFile);
  const pid = await waitUntilReady(place, child, port);
  child.unref();
  if (pid !== undefined) return { pid };
  return { output: readFileSync(logPath).subarray(offset).toString("utf8") };
}

async function waitUntilReady(place: Place, child: ChildProcess, port: number): Promise<number | undefined> {
  let ended = false;
  child.once("exit", () => (ended = true));
  child.once("error", () => (ended = true));
  const begun = Date.now();
  let told = begun;
  while (Date.now() - begun < READY_TIMEOUT_MS) {
    if (ended || child.pid === undefined) return undefined;
    if ((await ask(port, place.password)) === "ready" && readPostmaster(place.cluster)?.pid === child.pid)
      return child.pid;
    if (Date.now() - told > 5_000) {
      place.log(`PostgreSQL is recovering, ${Math.round((Date.now() - begun) / 1_000)} s so far`);
      told = Date.now();
    }
    await sleep(25);
  }
  child.kill("SIGQUIT");
  return undefined;
}

/** One try to sign in: ready, not yet, or a server with another password. */
async function ask(port: number, password: string): Promise<"ready" | "wait" | "denied"> {
  const client = new pg.Client({
    ...{ host: "127.0.0.1", port, user: "postgres", database: "postgres", password },
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return "ready";
  } catch (error) {
    // 28P01 invalid_password, 28000 invalid_authorization_specification
    return ["28P01", "28000"].includes((error as { code?: string }).code ?? "") ? "denied" : "wait";
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(place: Place, pid: number): Promise<void> {
  const begun = Date.now();
  const isOurs = (): boolean => isRunning(pid) && kinshipOf(place.cluster, pid) !== "no";
  let signal: NodeJS.Signals | undefined = "SIGINT";
  while (isOurs()) {
    // SIGINT is PostgreSQL's fast shutdown, SIGQUIT the one that leaves recovery to the next start.
    if (signal) process.kill(pid, signal);
    signal = undefined;
    await sleep(20);
    if (Date.now() - begun > STOP_TIMEOUT_MS * 2)
      throw new Error(`PostgreSQL (process ${pid}) does not stop; end that process.`);
    if (Date.now() - begun > STOP_TIMEOUT_MS) signal = "SIGQUIT";
  }
}

function setLogAside(path: string): void {
  try {
    if (statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  } catch {
    // There is no log yet.
  }
}
