import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** What tells one process from a later one that was given the same number. */
export type ProcessMark = string;

/** True when the process exists and is more than an entry that its parent has yet to collect. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return procStat(pid)?.state !== "Z";
}

/**
 * A text that stays the same for the life of a process and differs for another one with its number:
 * the boot and the start time in ticks on Linux, the start time from `ps` elsewhere.
 * `undefined` when the process is gone or the system doesn't tell.
 */
export function markOf(pid: number): ProcessMark | undefined {
  const stat = procStat(pid);
  if (stat) return `${bootId()}:${stat.startTicks}`;
  if (process.platform === "linux" || process.platform === "win32") return undefined;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The folder a process works in, where the system tells (Linux). */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** The short name of the program a process runs, where the system tells. */
export function programOf(pid: number): string | undefined {
  const stat = procStat(pid);
  if (stat) return stat.program;
  if (process.platform === "linux" || process.platform === "win32") return undefined;
  try {
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function procStat(pid: number): { program: string; state: string; startTicks: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // "pid (program) state …": the program may hold spaces and brackets, so the last bracket counts.
  const close = text.lastIndexOf(")");
  const program = text.slice(text.indexOf("(") + 1, close);
  const rest = text.slice(close + 2).split(" ");
  // proc(5): state is field 3 and starttime field 22, that is 0 and 19 after the brackets.
  return { program, state: rest[0] ?? "", startTicks: rest[19] ?? "" };
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
