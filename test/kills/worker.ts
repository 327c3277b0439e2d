import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startBeside } from "../support/process.ts";
import type { Sync } from "../support/sync-world.ts";
import type { World } from "../support/world.ts";

/** A process that does runs until it is killed. */
export type Worker = {
  /** What its sessions in the database are called. */
  name: string;
  /** Resolves when it can work. */
  ready: Promise<void>;
  /** Does the waiting run; answers how that ended. */
  work(): Promise<"done" | "held" | "killed">;
  kill(): Promise<void>;
};

/** Keeps workers ready, so that one is at hand as soon as another was killed. */
export type Crew = { next(): Promise<Worker>; dismiss(): Promise<void> };

/** A worker takes a second to start, most of it on a processor of its own. */
const kept = 2;

export function gatherCrew(world: World, sync: Sync): Crew {
  let hired = 0;
  const hire = (): Worker => startWorker(world, sync, `worker ${(hired += 1)}`);
  const waiting = Array.from({ length: kept }, hire);
  return {
    async next() {
      waiting.push(hire());
      const worker = waiting.shift() as Worker;
      await worker.ready;
      return worker;
    },
    dismiss: async () => void (await Promise.all(waiting.map((one) => one.kill()))),
  };
}

function startWorker(world: World, sync: Sync, name: string): Worker {
  const child = startBeside(world, join(import.meta.dirname, "worker-child.ts"), {
    args: [sync.organization.id, sync.connection],
    // Without the job engine's worker, which would take the run from it.
    env: {
      ...{ CONCORD_ROLES: "web", PORT: "0", PGAPPNAME: name },
      NODE_COMPILE_CACHE: join(world.dataDir, "compiled"),
    },
  });
  const ended = once(child, "close");
  // What is written to one that was just killed goes nowhere.
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    if (!done) return value;
    const [code, signal] = await ended;
    if (signal !== "SIGKILL") throw new Error(`${name} ended by itself (${code ?? signal})`);
    return undefined;
  };
  const ready = answer().then(() => undefined);
  // Nobody waits for one that is killed before its turn.
  ready.catch(() => undefined);
  return {
    name,
    ready,
    async work() {
      child.stdin.write("\n");
      const said = await answer();
      return said === "done" || said === "held" ? said : "killed";
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
