import pg from "pg";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { readConfig } from "#platform/config/config.ts";
import { executeRun } from "#sync/run/execute.commands.ts";
import { startSystem } from "../../src/app/system.ts";

/**
 * A process to kill: does the waiting run of a connection, and ends itself by SIGKILL at its n-th commit, before the
 * database hears of it or right after it did. With 0 it lives to the end of the run.
 */
const [organizationId = "", connectionId = "", nth = "0", moment = "after"] = process.argv.slice(2);
const { DATABASE_URL: databaseUrl = "" } = process.env;
const system = await startSystem({ config: readConfig(process.env), databaseUrl, throttled: false });

let commits = 0;
// oxlint-disable-next-line typescript/unbound-method -- it is called with the client it was called on
const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]): unknown {
  const [first] = args;
  const text = typeof first === "string" ? first : (first as { text?: string } | undefined)?.text;
  if (text !== "commit") return query.apply(this, args);
  commits += 1;
  const isIt = commits === Number(nth);
  if (isIt && moment === "before") process.kill(process.pid, "SIGKILL");
  const answer = query.apply(this, args);
  if (isIt)
    (answer as Promise<unknown>).then(() => process.kill(process.pid, "SIGKILL")).catch(() => undefined);
  return answer;
} as typeof pg.Client.prototype.query;

await executeRun(
  system.deps,
  { organizationId: organizationId as OrganizationId, connectionId: connectionId as ConnectionId },
  new AbortController().signal,
);
process.stdout.write(`${commits}\n`);
process.exit(0);
