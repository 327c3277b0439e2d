import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx, withClient } from "#platform/db/db.ts";
import { type OneSession, openOneSession } from "../support/one-session.ts";

let session: OneSession;

beforeEach(async () => {
  session = await openOneSession(`
    create table parent (id integer primary key) with (autovacuum_enabled = off);
    create table child (parent_id integer references parent);
    grant select, update on parent to concord_app;
    grant insert on child to concord_app;
    insert into parent values (1)`);
  await session.owner.query("vacuum analyze parent");
});
afterEach(() => session.close());

/** How many rows of the table were read one after another. The session counts, until it tells all of its numbers. */
async function rowsRead(tx: Tx): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select seq_tup_read::int as read from pg_stat_xact_user_tables where relname = 'parent'`.execute(tx);
  return rows[0]?.read ?? 0;
}

/** Writes a row that names one of the table; answers how many rows of the table were read for that. */
async function write(tx: Tx, named: number): Promise<number> {
  const before = await rowsRead(tx);
  await sql`insert into child values (${named})`.execute(tx);
  return (await rowsRead(tx)) - before;
}

const organizationId = "org_0" as OrganizationId;

test.each([
  {
    way: "a transaction",
    work: (named: number) => inOrganization(session.db, organizationId, (tx) => write(tx, named)),
  },
  {
    way: "a transaction with COPY",
    work: (named: number) => withClient(session.pool, organizationId, (_client, tx) => write(tx, named)),
  },
])(
  "given a session that planned a foreign key while its table was small, when the table has grown, then $way soon reads the one row alone",
  async ({ work }) => {
    // The sixth time a plan is kept.
    for (let n = 0; n < 8; n += 1) expect(await work(1)).toBe(1);
    await session.owner.query("insert into parent select generate_series(2, 10000)");
    await expect.poll(() => work(10_000), { timeout: 10_000 }).toBe(0);
  },
);
