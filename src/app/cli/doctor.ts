import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { Config } from "#platform/config/config.ts";
import { lineOf } from "#app/failure.ts";
import { type Check, failed } from "#app/doctor/check.ts";
import { checkDatabase } from "#app/doctor/database.ts";
import { checkSyncs } from "#app/doctor/sync.ts";
import { checkMachine } from "#app/doctor/machine.ts";
import { findServer } from "#app/server/server-file.ts";
import { act } from "./context.ts";
import { withDatabase } from "./database.ts";

/** `concord doctor`: looks at everything that an installation stands on, and changes nothing. */
export function addDoctorCommand(program: Command): void {
  act(
    program
      .command("doctor")
      .description(
        "look at data folder, server, database, schema, jobs, audit log, keys, and at both sides of each sync; changes nothing",
      ),
    async ({ config, options }) => {
      const machine = await checkMachine(config);
      const database = await databaseChecks(config);
      const { checks: sync, syncs } = await checkSyncs(config, process.env, options.org);
      const checks = [...machine, ...database, ...sync];
      const bad = checks.filter(({ state }) => state === "failed");
      return {
        json: { healthy: bad.length === 0, checks, syncs },
        lines: checks.map(
          ({ state, what, remedy }) => `${state}: ${what}${remedy === null ? "" : `; ${remedy}`}`,
        ),
        ...(bad.length === 0
          ? {}
          : {
              failed: `doctor.found: ${[...new Set(bad.map(({ name }) => name))].join(", ")} is not well; do what the lines above say`,
            }),
      };
    },
  );
}

async function databaseChecks(config: Config): Promise<Check[]> {
  const isThere =
    config.databaseUrl !== undefined ||
    findServer(config.dataDir) !== undefined ||
    existsSync(join(config.dataDir, "postgres"));
  // To look for one would make one.
  if (!isThere)
    return [failed("database", `there is no database in ${config.dataDir}`, "start Concord once")];
  try {
    return await withDatabase(config, (url) => checkDatabase(url, config));
  } catch (error) {
    const [what = "", remedy = ""] = lineOf(error).split(/; (?=[^;]*$)/);
    return [failed("database", what, remedy)];
  }
}
