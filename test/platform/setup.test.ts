import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFlags } from "../support/start-flags.ts";

const root = join(import.meta.dirname, "../..");
let clone = "";

beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), "concord-setup-")));
  for (const path of ["bin/concord", "scripts/setup.mjs", "package.json", "package-lock.json"])
    cpSync(join(root, path), join(clone, path));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function run(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

/** node_modules in which the only program is one that prints what it was asked to run. */
function putFakeNode(): void {
  mkdirSync(join(clone, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(clone, "node_modules/.bin/node"), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
}

test("given a clone without packages, the command says what is missing and where to get it", () => {
  const { code, out, err } = run(join(clone, "bin/concord"), ["sync"]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toBe(`setup.missing: the packages are not installed; run npm start once in ${clone}\n`);
});

test("given links to the command from elsewhere, it runs the clone's program with its arguments as they are", () => {
  putFakeNode();
  symlinkSync("bin/concord", join(clone, "one"));
  mkdirSync(join(clone, "a folder"));
  symlinkSync(join("..", "one"), join(clone, "a folder/two"));
  const { code, out } = run(join(clone, "a folder/two"), ["history", "two words", "*"]);
  expect(code).toBe(0);
  const program = [...startFlags, join(clone, "src/app/cli.ts")];
  expect(out).toBe(`${[...program, "history", "two words", "*"].join("\n")}\n`);
});

test("given a registry that can't be reached, set-up ends with one sentence and keeps what npm printed", () => {
  const env = {
    npm_config_registry: "http://127.0.0.1:1",
    npm_config_fetch_retries: "0",
    npm_config_cache: join(clone, "cache"),
  };
  const { code, out, err } = run(process.execPath, [join(clone, "scripts/setup.mjs"), "run"], env);
  expect(code).toBe(1);
  expect(out).toContain("Installing packages … 0 s");
  expect(err.trim().split("\n").at(-1)).toMatch(
    /^Installing packages failed \(1\) after \d+ s; check the connection/,
  );
  expect(existsSync(join(clone, "setup.log"))).toBe(true);
});

test("given a server that runs on the packages, they are not installed anew under it, and who runs is named", async () => {
  putFakeNode();
  mkdirSync(join(clone, ".concord"));
  const script = join(clone, "src/app/main.ts");
  mkdirSync(join(clone, "src/app"), { recursive: true });
  writeFileSync(script, "setInterval(() => undefined, 1000);");
  const server = spawn(process.execPath, [script]);
  try {
    await once(server, "spawn");
    const lock = join(clone, ".concord/concord.lock");
    writeFileSync(lock, JSON.stringify({ pid: server.pid, mark: null, url: "http://127.0.0.1:1" }));
    const env = {
      npm_config_registry: "http://127.0.0.1:1",
      npm_config_fetch_retries: "0",
      CONCORD_DATA: "",
    };
    const asked = run(process.execPath, [join(clone, "scripts/setup.mjs"), "test"], env);
    expect(asked.code).toBe(1);
    expect(asked.err).toContain(`Concord is running on these packages (process ${server.pid})`);
    expect(existsSync(join(clone, "node_modules/.bin/node"))).toBe(true);
  } finally {
    server.kill();
    await once(server, "exit");
  }
});
