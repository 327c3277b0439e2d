import pg from "pg";
import { type Db, openDb, openPool } from "#platform/db/db.ts";
import { migrate } from "#platform/db/migrate.ts";
import { freshDatabase } from "./database.ts";

/** A database of its own, its owner, and a pool that has one session only, so that a test knows which one it asks. */
export type OneSession = { owner: pg.Client; pool: pg.Pool; db: Db; close(): Promise<void> };

/** Makes it, with tables of the test's own. */
export async function openOneSession(tables: string): Promise<OneSession> {
  const database = await freshDatabase();
  await migrate(database.url);
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(tables);
  const pool = openPool(database.url, "concord_app", 1);
  return {
    owner,
    pool,
    db: openDb(pool),
    async close() {
      await pool.end();
      await owner.end();
      await database.drop();
    },
  };
}
