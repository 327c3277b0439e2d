import type pg from "pg";
import type { Config } from "#platform/config/config.ts";
import type { Deps } from "#platform/deps.ts";
import { openDb, openPool } from "#platform/db/db.ts";
import { systemClock, systemIds, systemSleep } from "#platform/ids.ts";
import { openJobs, type Queue } from "#platform/jobs/jobs.ts";
import { createLog } from "#platform/log/log.ts";
import { readMasterKey } from "#platform/secrets/master-key.ts";
import { createVault } from "#platform/secrets/secrets.ts";

export type DepsOptions = {
  config: Config;
  /** A migrated database. */
  databaseUrl: string;
  /** The queues that this process may be the first to need. */
  queues: Queue<never>[];
  /** Where this process listens, if it does and its public address is not configured. */
  port?: number | undefined;
  ports?: Partial<Pick<Deps, "clock" | "ids" | "sleep">>;
};

/** Connects a process with all that the features need from outside; `close` lets go of it. */
export async function openDeps({
  config,
  databaseUrl,
  queues,
  port,
  ports = {},
}: DepsOptions): Promise<{ deps: Deps; close(): Promise<void> }> {
  const log = createLog(config.log);
  const pool = openPool(databaseUrl, "concord_app", 16);
  const systemPool = openPool(databaseUrl, "concord_system", 8);
  const jobs = await openJobs(databaseUrl, queues, log);
  const deps: Deps = {
    db: openDb(pool),
    pool,
    system: openDb(systemPool),
    clock: ports.clock ?? systemClock,
    ids: ports.ids ?? systemIds,
    sleep: ports.sleep ?? systemSleep,
    vault: createVault(readMasterKey(config)),
    jobs,
    log,
    ...surroundingsOf(config, port),
  };
  return {
    deps,
    async close() {
      await jobs.stop();
      await endPools(pool, systemPool);
    },
  };
}

/** Where this server is, whom it talks to, and whether it does so by itself. */
function surroundingsOf(
  { publicUrl, port, crmUrls, notifyUrls, stripeUrl, mayReachPrivate, isLive }: Config,
  taken: number | undefined,
): Pick<Deps, "publicUrl" | "crmUrls" | "notifyUrls" | "stripeUrl" | "mayReachPrivate" | "isLive"> {
  return {
    publicUrl: publicUrl ?? `http://localhost:${taken ?? port}`,
    crmUrls,
    notifyUrls,
    stripeUrl,
    mayReachPrivate,
    isLive,
  };
}

async function endPools(...pools: pg.Pool[]): Promise<void> {
  for (const pool of pools) await pool.end();
}
