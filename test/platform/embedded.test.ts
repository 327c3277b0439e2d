import { spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { chooseLauncher, findBinaries } from "#platform/db/embedded-binaries.ts";
import { startEmbedded, type Embedded } from "#platform/db/embedded.ts";
import { isRunning } from "#platform/db/processes.ts";

const isRoot = process.getuid?.() === 0;
const folders: string[] = [];
const servers: Embedded[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "concord-embedded-"));
  folders.push(folder);
  return folder;
}

async function start(
  dataDir: string,
  more: Partial<Parameters<typeof startEmbedded>[0]> = {},
): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, ...more });
  servers.push(server);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Starts the child script and resolves once it has printed that the server is ready. */
async function startChild(dataDir: string, mode: string): Promise<{ child: ChildProcess; lines: string[] }> {
  const script = join(import.meta.dirname, "embedded-child.ts");
  const child = spawn(process.execPath, [script, dataDir, mode], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  await until(() => lines.length > 0);
  return { child, lines };
}

async function until(condition: () => boolean, timeoutMs = 30_000): Promise<void> {
  const begun = Date.now();
  while (!condition()) {
    if (Date.now() - begun > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    await sleep(10);
  }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await gone;
}

/** The processes whose parent is the one given, as Linux tells. */
function childrenOf(pid: number): number[] {
  const isChild = (other: string): boolean => {
    try {
      const stat = readFileSync(`/proc/${other}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
    } catch {
      return false;
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isChild(name))
    .map(Number);
}

describe("starting and stopping", () => {
  test("given an empty folder, the first start makes a UTF-8 database that only 127.0.0.1 reaches", async () => {
    const dataDir = join(newFolder(), "deep", "data");
    const server = await start(dataDir);
    expect(server.adopted).toBe(false);
    const [row] = await query(
      server.url,
      `select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as listen,
              current_setting('unix_socket_directories') as sockets, current_setting('fsync') as fsync,
              (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres') as locale,
              (select string_agg(distinct auth_method, ' ') from pg_hba_file_rules) as auth`,
    );
    expect(row).toEqual({
      ...{ encoding: "UTF8", listen: "127.0.0.1", sockets: "", fsync: "on" },
      ...{ locale: "b C.UTF-8", auth: "scram-sha-256" },
    });
    expect(statSync(join(dataDir, "postgres.password")).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await expect(query(server.url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
  });

  test("given a stopped server, the second start has the same address and the data", async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    await query(first.url, "create table kept (n integer)");
    await query(first.url, "insert into kept values (42)");
    const pid = postmasterOf(dataDir);
    await Promise.all([first.stop(), first.stop()]);
    expect(isRunning(pid)).toBe(false);
    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 42 }]);
  });

  test("given its port taken by someone else, it starts on another one", async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(Number(new URL(first.url).port), "127.0.0.1", done));
    const second = await start(dataDir);
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await new Promise((done) => squatter.close(done));
  });

  test("given a preparation that was cut short, the next start begins it again", async () => {
    const dataDir = newFolder();
    mkdirSync(join(dataDir, "postgres.new", "base"), { recursive: true });
    writeFileSync(join(dataDir, "postgres.new", "PG_VERSION"), "18\n");
    const server = await start(dataDir);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, "postgres.new"))).toBe(false);
  });
});

describe("after kill -9", () => {
  test("given our process killed, the next start adopts the server and can stop it", async () => {
    const dataDir = newFolder();
    const { child } = await startChild(dataDir, "wait");
    const pid = postmasterOf(dataDir);
    await kill(child);
    expect(isRunning(pid)).toBe(true);
    const server = await start(dataDir);
    expect(server.adopted).toBe(true);
    expect(postmasterOf(dataDir)).toBe(pid);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
  });

  test.each(["postmaster and all its processes", "postmaster only"])(
    "given our process and the %s killed in the middle of writes, every acknowledged row is there",
    async (what) => {
      const dataDir = newFolder();
      const { child, lines } = await startChild(dataDir, "write");
      await until(() => lines.length > 300);
      const postmaster = postmasterOf(dataDir);
      const workers = what.endsWith("only") ? [] : childrenOf(postmaster);
      for (const pid of [postmaster, ...workers]) process.kill(pid, "SIGKILL");
      await kill(child);
      const acknowledged = Number(lines.at(-1));
      expect(acknowledged).toBeGreaterThan(299);
      const server = await start(dataDir);
      expect(server.adopted).toBe(false);
      const [row] = (await query(
        server.url,
        "select count(*)::int as rows, max(n) as last from written",
      )) as [{ rows: number; last: number }];
      expect(row.rows).toBe(row.last);
      expect(row.rows).toBeGreaterThanOrEqual(acknowledged);
    },
  );

  test.each([
    ["a dead process", () => 2 ** 22 - 7],
    ["a process that is something else", () => spawnIdle().pid ?? 0],
    ["ourselves", () => process.pid],
  ])("given a postmaster.pid that names %s, it starts all the same", async (_what, pid) => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    await query(first.url, "create table kept (n integer)");
    const file = join(dataDir, "postgres", "postmaster.pid");
    const lines = readFileSync(file, "utf8").split("\n");
    await first.stop();
    writeFileSync(file, [String(pid()), ...lines.slice(1)].join("\n"));
    const second = await start(dataDir);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, "select count(*)::int as rows from kept")).toEqual([{ rows: 0 }]);
  });
});

describe.runIf(isRoot)("as root", () => {
  test("given root, no process of the server has root's number", async () => {
    const dataDir = newFolder();
    await start(dataDir);
    const postmaster = postmasterOf(dataDir);
    const all = [postmaster, ...childrenOf(postmaster)];
    expect(all.length).toBeGreaterThan(3);
    // One that has ended since it was listed, such as autovacuum's, is nobody's any more.
    for (const pid of all)
      expect(statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? 65534).toBe(65534);
    expect(statSync(join(dataDir, "postgres")).uid).toBe(65534);
  });

  test("given programs and data below a private folder, it runs in a user namespace, or else from a copy", async () => {
    const home = newFolder();
    chmodSync(home, 0o700);
    cpSync(join(findBinaries(), ".."), join(home, "package"), { recursive: true, verbatimSymlinks: true });
    const native = join(home, "package", "native");
    await expect(chooseLauncher(native, { ways: ["here"] })).rejects.toThrow(/set DATABASE_URL/);

    const dataDir = join(home, "data");
    const copyTo = newFolder();
    chmodSync(copyTo, 0o755);
    const copied = await chooseLauncher(native, { ways: ["here", "copy"], copyTo });
    expect(copied).toMatchObject({ way: "nobody", owner: 65534 });
    expect(copied.folder.startsWith(copyTo)).toBe(true);
    expect((await chooseLauncher(native, { ways: ["copy"], copyTo })).folder).toBe(copied.folder);
    const first = await start(dataDir, { launcher: copied });
    await query(first.url, "create table kept as select 42 as n");
    await first.stop();

    const namespaced = await chooseLauncher(native, { ways: ["here", "unshare"] }).catch(() => undefined);
    if (namespaced) {
      expect(namespaced).toMatchObject({ way: "unshare", folder: native });
      const second = await start(dataDir, { launcher: namespaced });
      expect(await query(second.url, "select n from kept")).toEqual([{ n: 42 }]);
      await second.stop();
    }
    const third = await start(dataDir, { launcher: copied });
    expect(await query(third.url, "select n from kept")).toEqual([{ n: 42 }]);
  });
});

function spawnIdle(): ChildProcess {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  children.push(child);
  return child;
}
