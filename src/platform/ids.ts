import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { composeId, type Ids } from "#kernel/id.ts";
import { type Clock, instantFromMs } from "#kernel/time.ts";

/** Waits in real time; an abort ends the wait early, and whoever asked for it looks at the signal himself. */
export async function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => instantFromMs(Date.now()) };

/** Identifiers from the machine's clock and its source of chance. */
export const systemIds: Ids = ascendingIds(Date.now, () => randomBytes(10));

/**
 * Identifiers that ascend within a process: those of one millisecond too (each is the one before plus one), and when
 * the clock is set back. So rows that are made together sort in the order of their making.
 */
export function ascendingIds(nowMs: () => number, chance: () => Uint8Array): Ids {
  let lastMs = 0;
  let last = new Uint8Array(10);
  return (prefix) => {
    const ms = nowMs();
    last = ms > lastMs ? withRoom(chance()) : plusOne(last);
    lastMs = Math.max(ms, lastMs);
    return composeId(prefix, lastMs, last);
  };
}

/** Without the highest bit, so that counting up from it never runs over. */
function withRoom(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte & 0x7f : byte));
}

function plusOne(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const next = Uint8Array.from(bytes);
  for (let at = next.length - 1; at >= 0; at -= 1) {
    next[at] = ((next[at] ?? 0) + 1) & 0xff;
    if (next[at] !== 0) break;
  }
  return next;
}
