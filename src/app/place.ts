import { join } from "node:path";
import { type Config, readConfig } from "#platform/config/config.ts";
import { withCode } from "./failure.ts";

/** The folder of the clone. */
export const root = join(import.meta.dirname, "../..");

/** The configuration; without CONCORD_DATA the data is the clone's own, from whatever folder a command is given. */
export async function readPlace(env: Record<string, string | undefined>): Promise<Config> {
  const dataDir = env["CONCORD_DATA"] || join(root, ".concord");
  return withCode("start.config", () => readConfig({ ...env, CONCORD_DATA: dataDir }));
}
