import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { isHeld } from "#sync/connection/lease.store.ts";
import { executeRun } from "#sync/run/execute.commands.ts";
import { openChildDeps } from "../support/child-deps.ts";

/**
 * A worker to kill. Says `ready`, then does the connection's waiting run at each line on standard input, and says `done`
 * when that has ended, or `held` where the connection's row is still held by the one before, as the job engine is told.
 */
const [organizationId = "", connectionId = ""] = process.argv.slice(2);
const deps = await openChildDeps();
const place = {
  organizationId: organizationId as OrganizationId,
  connectionId: connectionId as ConnectionId,
};

// For those that come after it: a process writes what it compiled when it ends, and this one will be killed.
flushCompileCache();
process.stdout.write("ready\n");
for await (const _line of createInterface({ input: process.stdin }))
  process.stdout.write(`${await doRun()}\n`);
process.exit(0);

async function doRun(): Promise<"done" | "held"> {
  try {
    await executeRun(deps, place, new AbortController().signal);
    return "done";
  } catch (error) {
    if (isHeld(error)) return "held";
    throw error;
  }
}
