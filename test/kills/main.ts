import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startServer } from "../bench/bench-world.ts";
import { companies } from "../support/data.ts";
import { createDatabase } from "../support/database.ts";
import { startWorld } from "../support/world.ts";
import { type Outcome, playKills } from "./kills.ts";

/**
 * `npm run kills -- [--kills N] [--seed S]`: kills so many workers while people work on both sides of a sync, on the real
 * database and the real CRM. Prints one line; fails where something was lost, is there twice, or did not come to rest.
 */
const { values } = parseArgs({
  options: { kills: { type: "string", default: "500" }, seed: { type: "string", default: "1" } },
});
const began = performance.now();
const server = await startServer();
const database = await createDatabase(server.url);
const dataDir = mkdtempSync(join(tmpdir(), "concord-kills-"));
const world = await startWorld({ roles: "web", databaseUrl: database.url, dataDir });
try {
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  report(
    await playKills(world, { seed, kills, all: companies(), tell: (line) => console.error(line) }),
    kills,
  );
} finally {
  await world.stop();
  await database.drop();
  await server.stop();
}

function report({ moments, runs, edits, records, faults }: Outcome, kills: number): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  const { reading, applying, sending } = moments;
  const within = reading + applying + sending;
  for (const [what, list] of Object.entries(faults))
    for (const one of list.slice(0, 20)) console.log(`${what}: ${one}`);
  console.log(
    [
      `${kills} kills, ${within} within a run (reading ${reading}, applying ${applying}, sending ${sending})`,
      `${runs} runs, ${edits} edits, ${records} records`,
      Object.entries(faults)
        .map(([what, list]) => `${what} ${list.length}`)
        .join(", "),
      `${seconds} s`,
    ].join("; "),
  );
  process.exitCode = Object.values(faults).some((list) => list.length > 0) ? 1 : 0;
}
