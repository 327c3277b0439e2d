import { type Instant, instantFromMs } from "#kernel/time.ts";
import type { Rng } from "./rng.ts";

/** A worker as the operating system sees it: it lives, sleeps without knowing it, or is gone. */
export type Process = { name: string; isAlive: boolean; stalledUntil: number };

/** Something that happens at a moment. A promise holds the world until it is settled. */
type Action = () => void | Promise<void>;

type Event = { at: number; order: number; action: Action };

/** Virtual time with everything that is going to happen in it. Nothing else lets time pass. */
export type World = {
  rng: Rng;
  /** Milliseconds since 1970, true time. */
  nowMs(): number;
  now(): Instant;
  /** Does something later; equal moments keep their order. */
  after(ms: number, action: Action): void;
  /** Resolves later, if the process still lives then; of a process that sleeps, when it wakes. */
  wait(process: Process, ms: number): Promise<void>;
  /** Lets everything happen until nothing is left to happen. */
  run(): Promise<void>;
  /** How much has happened. */
  events(): number;
  /** Grows with everything that is told to it: equal for equal stories. */
  tell(text: string): void;
  digest(): number;
};

const beginMs = Date.parse("2026-01-05T08:00:00.000Z");

/** Microtasks that an answer may need to come to the next call; what needs more is told as a stuck story. */
const turns = 10;

const settled = Promise.resolve();

/** A world at its beginning. `listen` hears the story as it is told. */
export function createWorld(rng: Rng, listen?: (line: string) => void): World {
  const queue = createQueue();
  let nowMs = beginMs;
  let order = 0;
  let events = 0;
  let digest = 0;
  let text: Instant | undefined;

  function after(ms: number, action: Action): void {
    order += 1;
    queue.push({ at: nowMs + Math.max(0, ms), order, action });
  }

  const world: World = {
    rng,
    nowMs: () => nowMs,
    now: () => (text ??= instantFromMs(nowMs)),
    after,
    wait: (process, ms) =>
      new Promise((resolve) => {
        const wake = (): void => {
          if (!process.isAlive) return;
          if (process.stalledUntil > nowMs) after(process.stalledUntil - nowMs, wake);
          else resolve();
        };
        after(ms, wake);
      }),
    async run() {
      for (;;) {
        const event = queue.pop() ?? (await lateEvent(queue));
        if (!event) return;
        if (event.at !== nowMs) text = undefined;
        nowMs = event.at;
        events += 1;
        await event.action();
        for (let turn = 0; turn < turns; turn += 1) await settled;
      }
    },
    events: () => events,
    tell(line) {
      for (let at = 0; at < line.length; at += 1) digest = (Math.imul(digest, 31) + line.charCodeAt(at)) | 0;
      listen?.(`${((nowMs - beginMs) / 1000).toFixed(3).padStart(10)} ${line}`);
    },
    digest: () => digest,
  };
  return world;
}

/** The queue seems empty: whoever is on the way to the next call gets there first. */
async function lateEvent(queue: Queue): Promise<Event | undefined> {
  await new Promise((resolve) => setImmediate(resolve));
  return queue.pop();
}

type Queue = { push(event: Event): void; pop(): Event | undefined };

/** A binary heap: the earliest event first. */
function createQueue(): Queue {
  const heap: Event[] = [];
  const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]];
    if (a && b) [heap[i], heap[j]] = [b, a];
  };
  const earliest = (i: number): number => {
    let first = i;
    for (const child of [2 * i + 1, 2 * i + 2]) {
      const [a, b] = [heap[child], heap[first]];
      if (a && b && isBefore(a, b)) first = child;
    }
    return first;
  };
  return {
    push(event) {
      heap.push(event);
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1;
        const [a, b] = [heap[i], heap[parent]];
        if (!a || !b || !isBefore(a, b)) return;
        swap(i, parent);
        i = parent;
      }
    },
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (!top || !last) return undefined;
      if (heap.length === 0) return top;
      heap[0] = last;
      for (let i = 0; ;) {
        const child = earliest(i);
        if (child === i) return top;
        swap(i, child);
        i = child;
      }
    },
  };
}
