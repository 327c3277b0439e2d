import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { isRunning, markOf } from "./processes.ts";

/** What is told about the process that holds the data. */
export type InstanceInfo = { url: string };

export type InstanceLock = { release(): Promise<void> };

type Holder = InstanceInfo & { pid: number; mark: string | null };

/**
 * Makes this process the only one on the data folder, or refuses with a plain error that names the other one.
 * A lock whose process is gone is taken over, also when its number has been given to another process since.
 */
export async function acquireInstanceLock(dataDir: string, info: InstanceInfo): Promise<InstanceLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "concord.lock");
  const own: Holder = { pid: process.pid, mark: markOf(process.pid) ?? null, url: info.url };
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    // A link appears with its whole content or not at all, and fails when the name is taken.
    while (!tryLink(draft, path)) {
      const holder = readHolder(path);
      if (holder && isHeld(holder)) throw refusal(holder);
      moveStaleAside(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: async () => {
      if (readHolder(path)?.mark === own.mark && readHolder(path)?.pid === own.pid)
        rmSync(path, { force: true });
    },
  };
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isHeld(holder: Holder): boolean {
  if (!isRunning(holder.pid)) return false;
  // Without a mark on one side the number has to do: better to refuse than to let two in.
  const mark = markOf(holder.pid);
  return mark === undefined || holder.mark === null || mark === holder.mark;
}

/** Of two that find the same stale lock one wins: what was moved aside is looked at again, and put back if it lives. */
function moveStaleAside(path: string, stale: Holder | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && isHeld(moved) && (moved.pid !== stale?.pid || moved.mark !== stale.mark)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function refusal({ pid, url }: Holder): Error {
  return new Error(
    `Concord is already running on this data (process ${pid}, ${url}); stop it or choose another folder with CONCORD_DATA.`,
  );
}
