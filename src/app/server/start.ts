import { AppError } from "#kernel/errors.ts";
import type { Config } from "#platform/config/config.ts";
import { prepareDataFolder } from "#platform/data-folder.ts";
import { startEmbedded } from "#platform/db/embedded.ts";
import { acquireInstanceLock } from "#platform/db/instance-lock.ts";
import { randomSecret } from "#platform/secrets/secrets.ts";
import { startSystem, type System, type SystemOptions } from "#app/system.ts";
import { withCode } from "#app/failure.ts";
import { mountOperator } from "./operator.ts";
import { findServer, removeServerFile, writeServerFile } from "./server-file.ts";

/** Tells a person at the terminal what happens. */
export type Tell = (line: string) => void;

export type Running = { system: System; databaseUrl: string; stop(): Promise<void> };

/** What undoes the steps of a start, in their order. */
type Undo = (() => Promise<void> | void)[];

/**
 * Starts the roles of the configuration. Where the web role is among them this process owns the data folder: it takes
 * the lock, runs the embedded database unless DATABASE_URL names another, and writes what commands need to find it.
 * A worker alone joins: DATABASE_URL, or the server that runs on the same data. Errors carry a code and a remedy.
 */
export async function start(config: Config, tell: Tell): Promise<Running> {
  const undo: Undo = [];
  try {
    return await (config.roles.includes("web") ? startServer(config, tell, undo) : joinServer(config, undo));
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function startServer(config: Config, tell: Tell, undo: Undo): Promise<Running> {
  prepareDataFolder(config.dataDir);
  const address = config.publicUrl ?? `http://localhost:${config.port}`;
  const lock = await withCode("start.locked", () =>
    acquireInstanceLock(config.dataDir, { url: address }, tell),
  );
  undo.push(() => lock.release());
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, tell, undo));
  const operatorKey = randomSecret();
  const system = await startParts({
    config,
    databaseUrl,
    mount: (server, deps, signIn) =>
      mountOperator(server, { deps, signIn, dataDir: config.dataDir, operatorKey }),
  });
  undo.push(() => system.stop());
  writeServerFile(config.dataDir, {
    url: `http://${reachable(config.host)}:${system.port}`,
    database_url: databaseUrl,
    api_key: operatorKey,
    pid: process.pid,
  });
  undo.push(() => removeServerFile(config.dataDir));
  // The last to be put on the list is the first to be done.
  undo.push(() => lock.stopping());
  return { system, databaseUrl, stop: () => unwind(undo) };
}

async function startDatabase(config: Config, tell: Tell, undo: Undo): Promise<string> {
  const embedded = await withCode("start.database", () =>
    startEmbedded({ dataDir: config.dataDir, log: tell }),
  );
  undo.push(() => embedded.stop());
  return embedded.url;
}

async function joinServer(config: Config, undo: Undo): Promise<Running> {
  const server = config.databaseUrl === undefined ? findServer(config.dataDir) : undefined;
  const databaseUrl = config.databaseUrl ?? server?.database_url;
  if (databaseUrl === undefined) throw new AppError("start.no_server");
  const system = await startParts({
    config: { ...config, publicUrl: config.publicUrl ?? server?.url },
    databaseUrl,
  });
  undo.push(() => system.stop());
  return { system, databaseUrl, stop: () => unwind(undo) };
}

async function startParts(options: SystemOptions): Promise<System> {
  try {
    return await startSystem(options);
  } catch (error) {
    if (isUnreachable(error)) throw unreachable(error);
    return withCode(isDatabaseError(error) ? "start.database" : "start.failed", () => Promise.reject(error));
  }
}

/** What cannot be reached while starting is the database; the network's errors have a code that begins with E. */
function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof AppError) && /^E[A-Z]+$/.test(codeOf(error));
}

function unreachable(error: Error): AppError {
  return Object.assign(
    new AppError("start.database", {
      message: `The database cannot be reached (${error.message || codeOf(error)})`,
      remedy: "Check DATABASE_URL, and that its server runs.",
    }),
    { cause: error },
  );
}

/** PostgreSQL's own errors have a code of five letters and digits. */
function isDatabaseError(error: unknown): boolean {
  return (
    error instanceof Error && (/^[0-9A-Z]{5}$/.test(codeOf(error)) || error.message.startsWith("migration "))
  );
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

/** An address of all interfaces is reached at the loopback one. */
function reachable(host: string): string {
  return ["0.0.0.0", "::", ""].includes(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
}

/** Stops in the order opposite to the start; a step that fails does not keep the others from their turn. */
async function unwind(undo: Undo): Promise<void> {
  const failures: unknown[] = [];
  for (let step = undo.pop(); step; step = undo.pop()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
