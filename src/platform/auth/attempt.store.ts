import { sql } from "kysely";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { Db } from "#platform/db/db.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import "./attempt.table.ts";

export type Attempts = { count: number; secondsLeft: number };

type Counted = { key: string; windowSeconds: number; now: Instant };

/** Counters that are older than any window are swept away with the next attempt. */
const keptMs = 86_400_000;

/** Counts an attempt in its window, which begins with the first one. All web processes count in the same place. */
export async function countAttempt(system: Db, { key, windowSeconds, now }: Counted): Promise<Attempts> {
  const over = plusMs(now, -windowSeconds * 1000);
  const row = await system
    .insertInto("auth.attempt")
    .values({ key: sha256(key), count: 1, begun_at: now })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({
        count: sql<number>`case when attempt.begun_at <= ${over} then 1 else attempt.count + 1 end`,
        begun_at: sql<Instant>`case when attempt.begun_at <= ${over} then ${now} else attempt.begun_at end`,
      }),
    )
    .returning(["count", "begun_at"])
    .executeTakeFirstOrThrow();
  await system.deleteFrom("auth.attempt").where("begun_at", "<", plusMs(now, -keptMs)).execute();
  return attemptsOf(row, windowSeconds, now);
}

/** What has been counted in the running window. */
export async function findAttempts(system: Db, { key, windowSeconds, now }: Counted): Promise<Attempts> {
  const row = await system
    .selectFrom("auth.attempt")
    .select(["count", "begun_at"])
    .where("key", "=", sha256(key))
    .where("begun_at", ">", plusMs(now, -windowSeconds * 1000))
    .executeTakeFirst();
  return row ? attemptsOf(row, windowSeconds, now) : { count: 0, secondsLeft: 0 };
}

/** Starts a key's count anew, as after a right password. */
export async function forgetAttempts(system: Db, key: string): Promise<void> {
  await system.deleteFrom("auth.attempt").where("key", "=", sha256(key)).execute();
}

function attemptsOf(
  { count, begun_at }: { count: number; begun_at: Instant },
  windowSeconds: number,
  now: Instant,
): Attempts {
  const endsMs = Date.parse(begun_at) + windowSeconds * 1000;
  return { count, secondsLeft: Math.max(1, Math.ceil((endsMs - Date.parse(now)) / 1000)) };
}
