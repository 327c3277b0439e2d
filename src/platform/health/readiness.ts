import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { migrationNames } from "#platform/db/migrate.ts";
import type { Deps } from "#platform/deps.ts";

export type CheckName = "database" | "migrations" | "jobs";

/** What a check found, in one of a few fixed sentences: no address, name or text of an error gets out this way. */
export type ReadinessCheck = { name: CheckName; ok: boolean; what: string };

/** A database that has not answered by then is as good as gone for whoever asks. */
const timeoutMs = 3_000;

/** Whether this process can do its work: each check runs by itself, none throws. */
export async function checkReadiness(deps: Pick<Deps, "system" | "db">): Promise<ReadinessCheck[]> {
  return Promise.all([
    check(
      "database",
      async () => {
        await sql`select 1`.execute(deps.system);
        return "the database answers";
      },
      "the database does not answer",
    ),
    check("migrations", () => checkMigrations(deps), "the schema cannot be read"),
    check("jobs", () => checkJobs(deps), "the job engine's tables cannot be read"),
  ]);
}

class NotReady extends Error {}

async function check(
  name: CheckName,
  run: () => Promise<string>,
  otherwise: string,
): Promise<ReadinessCheck> {
  const aborter = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: aborter.signal, ref: false }).then(() =>
    Promise.reject(new NotReady("there was no answer in time")),
  );
  try {
    return { name, ok: true, what: await Promise.race([run(), late]) };
  } catch (error) {
    return { name, ok: false, what: error instanceof NotReady ? error.message : otherwise };
  } finally {
    late.catch(() => undefined);
    aborter.abort();
  }
}

async function checkMigrations({ system }: Pick<Deps, "system">): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from public.migration`.execute(system);
  const done = new Set(rows.map((row) => row.name));
  if (migrationNames().some((name) => !done.has(name)))
    throw new NotReady("the schema is older than this program");
  return "the schema is up to date";
}

async function checkJobs({ db }: Pick<Deps, "db">): Promise<string> {
  const { rows } = await sql<{ version: number }>`select version from pgboss.version`.execute(db);
  if (rows.length === 0) throw new NotReady("the job engine is not set up");
  return "the job engine is set up";
}
