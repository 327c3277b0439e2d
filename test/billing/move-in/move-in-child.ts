import type { OrganizationId } from "#kernel/id.ts";
import { readConfig } from "#platform/config/config.ts";
import { workOnMoveIns } from "#billing/move-in/move-in.job.ts";
import { startSystem } from "../../../src/app/system.ts";
import { killAtCommit } from "../../support/kill-at-commit.ts";

/** A process to kill: goes on with imports, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", nth = "0", moment = "after"] = process.argv.slice(2);
const { DATABASE_URL: databaseUrl = "" } = process.env;
const config = readConfig(process.env);
const system = await startSystem({ config, databaseUrl, throttled: false, ports: {} });

const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
await workOnMoveIns(
  system.deps,
  { organizationId: organizationId as OrganizationId },
  new AbortController().signal,
);
process.stdout.write(`${commits()}\n`);
process.exit(0);
