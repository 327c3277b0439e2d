import { readConfig } from "#platform/config/config.ts";
import type { Deps } from "#platform/deps.ts";
import { openDeps } from "../../src/app/deps.ts";

/**
 * What the features need, in a process that a test starts beside its world to do one thing (and often to be killed in
 * it): the world's database, keys and queues without the server, whose start would take most of the process's life.
 */
export async function openChildDeps(ports?: Partial<Pick<Deps, "clock">>): Promise<Deps> {
  const { DATABASE_URL: databaseUrl = "" } = process.env;
  const { deps } = await openDeps({
    config: readConfig(process.env),
    databaseUrl,
    queues: [],
    ...(ports && { ports }),
  });
  return deps;
}
