import type { Command } from "commander";
import type { Config } from "#platform/config/config.ts";
import { readPlace } from "#app/place.ts";

/** `concord serve` and `concord worker`: processes that stay until they are stopped. */
export function addServerCommands(program: Command): void {
  program
    .command("serve")
    .description("start Concord and stay; what npm start does")
    .option("--roles <roles>", "web, worker, or both: web,worker")
    .action(async ({ roles }: { roles?: string }) =>
      stay(await readPlace({ ...process.env, ...(roles === undefined ? {} : { CONCORD_ROLES: roles }) })),
    );

  program
    .command("worker")
    .description("start a worker for the server on this data, or for DATABASE_URL, and stay")
    .action(async () => stay(await readPlace({ ...process.env, CONCORD_ROLES: "worker" })));
}

/** The whole system is loaded for these commands only: the others would start a second later for nothing. */
async function stay(config: Config): Promise<void> {
  const { serve } = await import("#app/server/serve.ts");
  await serve(config);
}
