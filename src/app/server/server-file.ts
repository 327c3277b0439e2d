import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "#platform/db/processes.ts";

/** What commands on the same machine need to reach the running server. `api_key` is the operator's, made anew at each start. */
export type ServerFile = { url: string; database_url: string; api_key: string; pid: number };

const name = "server.json";

/** Writes the file so that only its owner reads it, whole or not at all. */
export function writeServerFile(dataDir: string, content: ServerFile): void {
  writePrivateFile(join(dataDir, name), `${JSON.stringify(content, null, 2)}\n`);
}

/** The running server of this data; undefined where none runs, also when one was killed and left its file. */
export function findServer(dataDir: string): ServerFile | undefined {
  const content = readServerFile(dataDir);
  return content && isRunning(content.pid) ? content : undefined;
}

/** Removes the file of this process, not that of a successor. */
export function removeServerFile(dataDir: string): void {
  if (readServerFile(dataDir)?.pid === process.pid) rmSync(join(dataDir, name), { force: true });
}

/** Puts a file with a secret in place in one step. */
export function writePrivateFile(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

function readServerFile(dataDir: string): ServerFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, name), "utf8")) as ServerFile;
  } catch {
    return undefined;
  }
}
