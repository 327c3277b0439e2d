import { flushCompileCache } from "node:module";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { executeRun } from "#sync/run/execute.commands.ts";
import { openChildDeps } from "../support/child-deps.ts";
import { killAtCommit } from "../support/kill-at-commit.ts";

/** A process to kill: does the waiting run of a connection, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", connectionId = "", nth = "0", moment = "after"] = process.argv.slice(2);
const deps = await openChildDeps();

// Those that are killed have no end at which to keep what was compiled.
flushCompileCache();
const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
await executeRun(
  deps,
  { organizationId: organizationId as OrganizationId, connectionId: connectionId as ConnectionId },
  new AbortController().signal,
);
process.stdout.write(`${commits()}\n`);
process.exit(0);
