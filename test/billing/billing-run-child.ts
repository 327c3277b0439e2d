import type { OrganizationId } from "#kernel/id.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import { openChildDeps } from "../support/child-deps.ts";
import { killAtCommit } from "../support/kill-at-commit.ts";

/** A process to kill: bills what is due at an instant, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", now = "", nth = "0", moment = "after"] = process.argv.slice(2);
const deps = await openChildDeps({ clock: { now: () => now } });

const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
const { failed } = await runBilling(deps, organizationId as OrganizationId, new AbortController().signal);
process.stdout.write(`${commits()}\n`);
process.exit(failed);
