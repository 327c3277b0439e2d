import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type AddressInfo } from "node:net";
import { startFlags } from "../support/start-flags.ts";

const root = join(import.meta.dirname, "../..");

/** As bin/concord has it: what was compiled once is not compiled by each program anew. */
const compiled = join(root, "node_modules/.cache/concord");

/** A program of ours that runs beside the test. */
export type Program = {
  pid: number;
  /** All it has printed. */
  stdout(): string;
  stderr(): string;
  /** Resolves once standard output matches; rejects when the program ends before. */
  says(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

export type Ended = { code: number | null; stdout: string; stderr: string };

/** A folder for one test's data, and what removes it. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "concord-app-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Starts `src/app/<file>` as `npm start` and bin/concord do, with nothing but the given settings and PATH. */
export function run(
  file: "main.ts" | "cli.ts",
  args: string[],
  env: Record<string, string>,
  cwd = root,
): Program {
  const child = spawn(process.execPath, [...startFlags, join(root, "src/app", file), ...args], {
    cwd,
    // The tests say when a run begins.
    env: { PATH: process.env["PATH"] ?? "", CONCORD_LIVE: "off", NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.err += chunk.toString()));
  const ended = endOf(child);
  return {
    pid: child.pid ?? 0,
    stdout: () => printed.out,
    stderr: () => printed.err,
    says: (pattern) =>
      waitFor(
        child,
        () => printed.out,
        pattern,
        () => printed.err,
      ),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs one command of the command line to its end. */
export async function concord(args: string[], env: Record<string, string>, cwd?: string): Promise<Ended> {
  const program = run("cli.ts", args, env, cwd);
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

function endOf(child: ChildProcess): Program["ended"] {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

function waitFor(
  child: ChildProcess,
  text: () => string,
  pattern: RegExp,
  errors: () => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = pattern.exec(text());
      if (!found) return;
      child.stdout?.off("data", look);
      resolve(found[1] ?? found[0]);
    };
    child.stdout?.on("data", look);
    child.once("close", () => reject(new Error(`ended before it said ${pattern}: ${text()}${errors()}`)));
    look();
  });
}
