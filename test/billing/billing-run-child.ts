import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { readConfig } from "#platform/config/config.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import { startSystem } from "../../src/app/system.ts";
import { killAtCommit } from "../support/kill-at-commit.ts";

/** A process to kill: bills what is due at an instant, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", now = "", nth = "0", moment = "after"] = process.argv.slice(2);
const { DATABASE_URL: databaseUrl = "" } = process.env;
const config = readConfig(process.env);
const clock = { now: () => now as Instant };
const system = await startSystem({ config, databaseUrl, throttled: false, ports: { clock } });

const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
const { failed } = await runBilling(
  system.deps,
  organizationId as OrganizationId,
  new AbortController().signal,
);
process.stdout.write(`${commits()}\n`);
process.exit(failed);
