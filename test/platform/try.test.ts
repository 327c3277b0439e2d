import { sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OrganizationId } from "#kernel/id.ts";
import { type Db, inOrganization, openDb, openPool, tryInOrganization } from "#platform/db/db.ts";
import { migrate } from "#platform/db/migrate.ts";
import { freshDatabase } from "../support/database.ts";

const organization = "org_1" as OrganizationId;
const long = 60_000;
const tooLong = { code: "request.took_too_long" };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  pool = openPool(database.url, "concord_app", 2);
  db = openDb(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test("given a statement that takes too long, when something is tried out, then it is given up", async () => {
  const limits = { wholeMs: long, statementMs: 50, lockMs: long };
  const tried = tryInOrganization(db, organization, (tx) => sql`select pg_sleep(30)`.execute(tx), limits);
  await expect(tried).rejects.toMatchObject(tooLong);
});

test("given somebody holds what it needs, when something is tried out, then it does not wait for long", async () => {
  const limits = { wholeMs: long, statementMs: long, lockMs: 50 };
  const lock = sql`select pg_advisory_xact_lock(7)`;
  await inOrganization(db, organization, async (holder) => {
    await lock.execute(holder);
    const tried = tryInOrganization(db, organization, (tx) => lock.execute(tx), limits);
    await expect(tried).rejects.toMatchObject(tooLong);
  });
});

test("given many short statements, when something is tried out, then it ends after its time, and the session is as before", async () => {
  const limits = { wholeMs: 200, statementMs: long, lockMs: long };
  let statements = 0;
  const tried = tryInOrganization(
    db,
    organization,
    async (tx) => {
      for (; statements < 1_000_000; statements += 1) await sql`select 1`.execute(tx);
    },
    limits,
  );
  await expect(tried).rejects.toMatchObject(tooLong);
  expect(statements).toBeLessThan(1_000_000);
  const { rows } = await inOrganization(db, organization, (tx) =>
    sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(tx),
  );
  expect(rows).toEqual([{ limit: "0" }]);
});
