import { flushCompileCache } from "node:module";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { readConfig } from "#platform/config/config.ts";
import { executeRun } from "#sync/run/execute.commands.ts";
import { startSystem } from "../../src/app/system.ts";
import { killAtCommit } from "../support/kill-at-commit.ts";

/** A process to kill: does the waiting run of a connection, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", connectionId = "", nth = "0", moment = "after"] = process.argv.slice(2);
const { DATABASE_URL: databaseUrl = "" } = process.env;
const system = await startSystem({ config: readConfig(process.env), databaseUrl, throttled: false });

// Those that are killed have no end at which to keep what was compiled.
flushCompileCache();
const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
await executeRun(
  system.deps,
  { organizationId: organizationId as OrganizationId, connectionId: connectionId as ConnectionId },
  new AbortController().signal,
);
process.stdout.write(`${commits()}\n`);
process.exit(0);
