import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { World } from "./world.ts";

/** A process whose standard input and output are ours. */
export type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Starts a script as one more process of a world: on its database, with its keys, its CRM where the world answers. */
export function startBeside(
  world: Pick<World, "databaseUrl" | "dataDir" | "system">,
  script: string,
  { args = [], env }: { args?: readonly string[]; env: Record<string, string> },
): Child {
  return spawn(process.execPath, [script, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: world.databaseUrl,
      CONCORD_DATA: world.dataDir,
      CONCORD_PUBLIC_URL: world.system.deps.publicUrl,
      CONCORD_LOG: "error",
      CONCORD_LIVE: "off",
      ...env,
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
}
