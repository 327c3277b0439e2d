import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, markOf } from "./processes.ts";

/** What is told about the process that holds the data. */
export type InstanceInfo = { url: string };

export type InstanceLock = {
  /** Says that this process is about to let go, so that the next one waits for it. */
  stopping(): void;
  release(): Promise<void>;
};

type Holder = InstanceInfo & { pid: number; mark: string | null; is_stopping?: boolean };

/** How long a process that says it is stopping is waited for: longer than a stop may take. */
const waitMs = 40_000;

/**
 * Makes this process the only one on the data folder, or refuses with a plain error that names the other one. One that
 * is stopping is waited for, which is told. A lock whose process is gone is taken over, also when its number has been
 * given to another process since.
 */
export async function acquireInstanceLock(
  dataDir: string,
  info: InstanceInfo,
  tell: (line: string) => void = () => undefined,
): Promise<InstanceLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "concord.lock");
  const own: Holder = { pid: process.pid, mark: markOf(process.pid) ?? null, url: info.url };
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    // A link appears with its whole content or not at all, and fails when the name is taken.
    while (!tryLink(draft, path)) {
      const holder = readHolder(path);
      if (holder && isHeld(holder)) await waitFor(path, holder, tell);
      else moveStaleAside(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const isOurs = (): boolean => isSame(readHolder(path), own);
  return {
    stopping() {
      if (!isOurs()) return;
      writeFileSync(draft, JSON.stringify({ ...own, is_stopping: true }), { mode: 0o600 });
      renameSync(draft, path);
    },
    release: async () => {
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** Resolves once a holder that is stopping has let go; refuses where it goes on, or takes too long. */
async function waitFor(path: string, holder: Holder, tell: (line: string) => void): Promise<void> {
  if (!holder.is_stopping) throw refusal(holder);
  tell(`Concord is still stopping (process ${holder.pid}); waiting for it`);
  for (const end = performance.now() + waitMs; ; await sleep(50)) {
    const now = readHolder(path);
    if (!isSame(now, holder) || !isHeld(holder)) return;
    if (performance.now() > end) throw refusal(holder);
  }
}

function isSame(one: Holder | undefined, other: Holder): boolean {
  return one?.pid === other.pid && one.mark === other.mark;
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
  if (moved && isHeld(moved) && !(stale && isSame(moved, stale))) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function refusal({ pid, url, is_stopping: isStopping }: Holder): Error {
  return new Error(
    isStopping
      ? `Concord has been stopping on this data for long (process ${pid}, ${url}); end that process or choose another folder with CONCORD_DATA.`
      : `Concord is already running on this data (process ${pid}, ${url}); stop it or choose another folder with CONCORD_DATA.`,
  );
}
