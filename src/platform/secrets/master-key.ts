import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#platform/config/config.ts";

/** The master key: from CONCORD_MASTER_KEY, else from a file beside the data that only its owner reads, made once. */
export function readMasterKey(config: Config): string {
  if (config.masterKey) return config.masterKey;
  const file = join(config.dataDir, "master.key");
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}

/** The master key if there is one; none is made. */
export function findMasterKey(config: Pick<Config, "masterKey" | "dataDir">): string | undefined {
  if (config.masterKey) return config.masterKey;
  const file = join(config.dataDir, "master.key");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}
