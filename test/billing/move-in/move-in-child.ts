import type { OrganizationId } from "#kernel/id.ts";
import { workOnMoveIns } from "#billing/move-in/move-in.job.ts";
import { openChildDeps } from "../../support/child-deps.ts";
import { killAtCommit } from "../../support/kill-at-commit.ts";

/** A process to kill: goes on with imports, and is killed at its n-th commit; 0 is never. */
const [organizationId = "", nth = "0", moment = "after"] = process.argv.slice(2);
const deps = await openChildDeps();

const commits = killAtCommit(Number(nth), moment === "before" ? "before" : "after");
await workOnMoveIns(deps, { organizationId: organizationId as OrganizationId }, new AbortController().signal);
process.stdout.write(`${commits()}\n`);
process.exit(0);
