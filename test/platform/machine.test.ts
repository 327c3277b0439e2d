import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { call, type Caller, CallError } from "#platform/http/call.ts";
import { concord, dataFolder, freePort, type Program, run } from "../app/processes.ts";

const isRoot = process.getuid?.() === 0;
let data: ReturnType<typeof dataFolder>;

beforeEach(() => {
  data = dataFolder();
});
afterEach(() => data.remove());

describe("B18 given a start that cannot be, then one line says why and what to do", () => {
  test.each([
    [
      "a data folder below a file",
      () => ({ CONCORD_DATA: join(data.path, "file", "data") }),
      "start.folder",
      "not a folder",
    ],
    [
      "a file as the data folder",
      () => ({ CONCORD_DATA: join(data.path, "file") }),
      "start.folder",
      "not a folder",
    ],
    [
      "a data folder where the system allows none",
      () => ({ CONCORD_DATA: "/proc/concord" }),
      "start.folder",
      "cannot be made",
    ],
    [
      "a database that is not there",
      () => ({ DATABASE_URL: "postgres://u:p@127.0.0.1:9/x" }),
      "start.database",
      "DATABASE_URL",
    ],
    [
      "a database on a machine that is not there",
      () => ({ DATABASE_URL: "postgres://u:p@nowhere.invalid/x" }),
      "start.database",
      "nowhere.invalid",
    ],
    ["an address of another machine", () => ({ HOST: "192.0.2.55" }), "start.port", "set HOST"],
    ["a worker without a server", () => ({ CONCORD_ROLES: "worker" }), "start.no_server", "npm start"],
  ])("%s", async (_what, settings, code, words) => {
    writeFileSync(join(data.path, "file"), "");
    const env = { CONCORD_DATA: join(data.path, "data"), CONCORD_DEMO: "off", PORT: "0", ...settings() };
    const program = run("main.ts", [], env);
    expect(await program.ended).toMatchObject({ code: 1 });
    expect(program.stderr()).toMatch(new RegExp(`^${code.replace(".", "\\.")}: [^;\\n]+; [^\\n]+\\n$`));
    expect(program.stderr()).toContain(words);
    expect(program.stderr()).not.toContain("u:p@");
    expect(existsSync(join(env.CONCORD_DATA, "postgres", "postmaster.pid"))).toBe(false);
  });

  test("a data folder of somebody else", async () => {
    const other = join(data.path, "other");
    mkdirSync(other, { mode: 0o500 });
    const env = { CONCORD_DATA: join(other, "data"), CONCORD_DEMO: "off", PORT: "0" };
    // Root may write anywhere; as another user it meets what everybody meets.
    const program = isRoot ? runAs(1234, env) : await runHere(env);
    expect(program).toMatch(
      /^start\.folder: The data folder \S+ cannot be read and written by this user; .*CONCORD_DATA/,
    );
  });
});

async function runHere(env: Record<string, string>): Promise<string> {
  const program = run("main.ts", [], env);
  await program.ended;
  return program.stderr();
}

function runAs(uid: number, env: Record<string, string>): string {
  const main = join(import.meta.dirname, "../../src/app/main.ts");
  try {
    execFileSync(process.execPath, [main], { uid, gid: uid, env: { PATH: "", ...env }, stdio: "pipe" });
    return "";
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
}

describe.runIf(isRoot && mayMount())("B18 given a disk that fills up", () => {
  let server: Program | undefined;
  let disk: string;
  beforeEach(() => {
    disk = join(data.path, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=130m", "tmpfs", disk]);
  });
  afterEach(async () => {
    server?.kill("SIGTERM");
    await server?.ended;
    execFileSync("umount", ["--lazy", disk]);
  });

  test("when there is no room for another row, then it is refused as such, nothing else breaks, and it works again once there is", async () => {
    const env = { CONCORD_DATA: join(disk, "data"), CONCORD_DEMO: "off", PORT: String(await freePort()) };
    server = run("main.ts", [], env);
    const address = await server.says(/Concord is running at (\S+)/);
    const caller = await ownerOf(address, env);
    const create = (name: string): Promise<string> =>
      call(caller, createCustomer, { body: { display_name: name, notes: noise(4000) } }).then(
        () => "done",
        (error: unknown) =>
          error instanceof CallError ? `${error.status} ${error.view.code}` : String(error),
      );
    fill(join(disk, "filler"), 1_500_000);
    const ends = new Set<string>();
    for (let at = 0; at < 600 && ends.size < 2; at += 1) ends.add(await create(`Customer ${at}`));
    expect(ends).toEqual(new Set(["done", "507 server.disk_full"]));
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(server.stderr()).toMatch(/"code":"server\.disk_full"/);
    rmSync(join(disk, "filler"));
    await expect.poll(() => create("After"), { timeout: 30_000, interval: 500 }).toBe("done");
  });

  test("when there is no room even to begin, then the start says so in one line", async () => {
    fill(join(disk, "filler"), 20_000_000);
    const program = run("main.ts", [], { CONCORD_DATA: join(disk, "data"), CONCORD_DEMO: "off", PORT: "0" });
    expect(await program.ended).toMatchObject({ code: 1 });
    expect(program.stderr()).toMatch(
      /^start\.database: [^;\n]*disk of \S+ is full; free some space and start again\.?\n$/,
    );
  });
});

function mayMount(): boolean {
  const folder = dataFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.path], { stdio: "ignore" });
    execFileSync("umount", [folder.path]);
    return true;
  } catch {
    return false;
  } finally {
    folder.remove();
  }
}

/** Writes a file that leaves only so many bytes of its disk free. */
function fill(path: string, leftBytes: number): void {
  const file = openSync(path, "w");
  const piece = Buffer.alloc(100_000, 1);
  const free = (): number => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  while (free() > leftBytes) writeSync(file, piece);
  closeSync(file);
  expect(statSync(path).size).toBeGreaterThan(0);
}

/** Letters that do not compress. */
function noise(length: number): string {
  let text = "";
  while (text.length < length) text += Math.random().toString(36).slice(2);
  return text.slice(0, length);
}

async function ownerOf(address: string, env: Record<string, string>): Promise<Caller> {
  const place = ["--currency", "USD", "--country", "US", "--time-zone", "UTC"];
  await concord(["org", "create", "Full Ltd", ...place, "--owner", "olivia@example.com"], env);
  const { stdout } = await concord(["--json", "key", "create"], env);
  const { key } = JSON.parse(stdout) as { key: string };
  return { baseUrl: address, headers: () => ({ authorization: `Bearer ${key}` }) };
}
