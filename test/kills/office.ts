import { setTimeout as sleep } from "node:timers/promises";
import { CallError } from "#platform/http/call.ts";
import { getRun, type RunView, startSync } from "#sync/run/run.api.ts";
import type { Sync } from "../support/sync-world.ts";
import type { Worker } from "./worker.ts";

/** What goes on while workers are killed: one run after the other, and people at work between and within them. */
export type Office = {
  /** Has a worker do runs until it is killed. */
  employ(worker: Worker): Promise<void>;
  /** Sends the people home. */
  close(): Promise<void>;
  /** How many runs were begun. */
  runs(): number;
};

/** Things that people do between the begins of two runs: fewer records than a run may change unasked (`sync/guard`). */
const actsEach = 10;

/** Now and then a run reads everything: a draw of so many. */
const fullOneOf = 8;

export function openOffice(sync: Sync, act: () => Promise<void>): Office {
  let acts = 0;
  let runs = 0;
  const closing = new AbortController();
  async function nextRun(): Promise<void> {
    const isNew = await startRun(sync, runs % fullOneOf === 0);
    if (!isNew) return;
    runs += 1;
    // The first run links what was there before, and is in the right; people begin to write with the second.
    acts = runs === 1 ? 0 : actsEach;
  }
  async function work(): Promise<void> {
    for (; !closing.signal.aborted; await sleep(10)) {
      if (acts === 0) continue;
      acts -= 1;
      await act();
    }
  }
  const people = work();
  // Whoever closes the office hears of what went wrong.
  people.catch(() => undefined);
  return {
    async employ(worker) {
      let end = "held";
      while (end !== "killed") {
        await nextRun();
        end = await worker.work();
      }
    },
    async close() {
      closing.abort();
      await people;
    },
    runs: () => runs,
  };
}

/** Starts a run, unless one is waiting for its next worker; answers whether it did. */
async function startRun({ organization, connection }: Sync, full: boolean): Promise<boolean> {
  try {
    await organization.send(startSync, { params: { connection }, body: { full } });
    return true;
  } catch (error) {
    if (error instanceof CallError && error.view.code === "run.active") return false;
    throw error;
  }
}

/** Lets a worker do one more run to its end. */
export async function runToEnd(sync: Sync, worker: Worker): Promise<RunView> {
  const { organization, connection } = sync;
  const { id } = await organization.send(startSync, { params: { connection } });
  while ((await worker.work()) === "held");
  return organization.send(getRun, { params: { run: id } });
}
