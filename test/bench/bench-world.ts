import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { startEmbedded } from "#platform/db/embedded.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { configure, configureOptions, connect } from "#sync/connection/connection.api.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { getRun, type RunView, startSync } from "#sync/run/run.api.ts";
import { type Organization, speakerOf, startWorld } from "../support/world.ts";
import { createDatabase } from "../support/database.ts";
import { startFlags } from "../support/start-flags.ts";

/** A process of its own with some roles. */
export type Role = { port: number; peakBytes(): Promise<number>; stop(): Promise<void> };

/** A database with an organization whose CRM is filled, a web process, and what a measurement asks of them. */
export type BenchWorld = {
  databaseUrl: string;
  organization: Pick<Organization, "id" | "send" | "crm">;
  url: string;
  caller: Caller;
  connectionId: string;
  startWorker(): Promise<Role>;
  /** Runs a sync to its end. */
  sync(full?: boolean): Promise<RunView>;
  stop(): Promise<void>;
};

/** What a measurement chooses beside the wizard's defaults, and whether changes start runs. */
type BenchChoice = { settings?: Partial<SyncSettings>; live?: "on" | "off" };

/** Starts a PostgreSQL for all measurements. */
export async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), "concord-bench-"));
  const server = await startEmbedded({ dataDir });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A fresh world on the server: the CRM connected and configured, module Accounts, default mapping, overwrite. */
export async function startBenchWorld(
  serverUrl: string,
  fill: (world: { databaseUrl: string; organizationId: string }) => Promise<void>,
  { settings = {}, live = "off" }: BenchChoice = {},
): Promise<BenchWorld> {
  const database = await createDatabase(serverUrl);
  const dataDir = mkdtempSync(join(tmpdir(), "concord-bench-world-"));
  const world = await startWorld({ roles: "web", databaseUrl: database.url, dataDir });
  const organization = await world.organization("Bench");
  await world.system.stop();
  await fill({ databaseUrl: database.url, organizationId: organization.id });
  const { key } = organization;
  const place = { databaseUrl: database.url, dataDir, live };
  const web = await startRole("web", place);
  const url = `http://127.0.0.1:${web.port}`;
  const caller: Caller = { baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }) };
  const connectionId = await connectAndConfigure(caller, organization.owner.email, settings);
  return {
    databaseUrl: database.url,
    organization: { id: organization.id, ...speakerOf(url, key) },
    url,
    caller,
    connectionId,
    startWorker: () => startRole("worker", place, web.port),
    sync: (full = false) => runSync(caller, connectionId, full),
    async stop() {
      await web.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function connectAndConfigure(
  caller: Caller,
  email: string,
  settings: Partial<SyncSettings>,
): Promise<string> {
  const { zsc_key } = await call(caller, generateZscKeyEndpoint, { body: { email } });
  const { connection } = await call(caller, connect, {
    body: { credentials: { kind: "zsc", email, zsc_key }, consent: true },
  });
  const params = { connection: connection.id };
  const options = await call(caller, configureOptions, { params, query: { module: "accounts" } });
  const view = options.views.find((one) => one.name.startsWith("All"));
  if (!view) throw new Error("the CRM has no view of all accounts");
  await call(caller, configure, { params, body: { ...options.defaults, ...settings, view } });
  return connection.id;
}

async function runSync(caller: Caller, connection: string, full: boolean): Promise<RunView> {
  const { id } = await call(caller, startSync, { params: { connection }, body: { full } });
  for (;;) {
    const run = await call(caller, getRun, { params: { run: id } });
    if (run.status === "failed") throw new Error(`the run failed: ${run.error?.title ?? ""}`);
    if (run.finished_at !== null) return run;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts a process with a role; `webPort` is where a worker finds the web process. */
async function startRole(
  role: "web" | "worker",
  { databaseUrl, dataDir, live }: { databaseUrl: string; dataDir: string; live: "on" | "off" },
  webPort?: number,
): Promise<Role> {
  const program = join(import.meta.dirname, "role-child.ts");
  const child: ChildProcess = spawn(process.execPath, [...startFlags, program], {
    env: {
      ...process.env,
      BENCH_DATABASE_URL: databaseUrl,
      CONCORD_DATA: dataDir,
      CONCORD_ROLES: role,
      PORT: "0",
      CONCORD_LOG: "error",
      CONCORD_LIVE: live,
      ...(webPort ? { CONCORD_PUBLIC_URL: `http://127.0.0.1:${webPort}` } : {}),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("a child has standard output");
  const lines = createInterface({ input: child.stdout });
  const { port } = await nextLine<{ port: number | null }>(lines);
  return {
    port: port ?? 0,
    async peakBytes() {
      const answer = nextLine<{ peakBytes: number }>(lines);
      child.stdin?.write("memory\n");
      return (await answer).peakBytes;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function nextLine<Value>(lines: Interface): Promise<Value> {
  return new Promise((resolve) => lines.once("line", (line) => resolve(JSON.parse(line) as Value)));
}
