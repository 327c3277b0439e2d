import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CallError } from "#platform/http/call.ts";
import { getRun, type RunView, startSync } from "#sync/run/run.api.ts";
import {
  addRecords,
  changeRecord,
  fingerprint,
  query,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { type DatabaseProxy, startDatabaseProxy, type Strike } from "./database-proxy.ts";
import { endOf } from "./fault-world.ts";
import { type OwnDatabase, startOwnDatabase } from "./own-database.ts";

/** Accounts come in two batches, contacts in a third. */
const accounts = 1010;
const contacts = 20;
const batches = 3;

let database: OwnDatabase;
let proxy: DatabaseProxy;
let world: World;
/** What the same records end as when nothing goes wrong. */
let undisturbed: unknown[];
beforeAll(async () => {
  database = await startOwnDatabase();
  proxy = await startDatabaseProxy(database.databaseUrl);
  world = await startWorld({ databaseUrl: proxy.url });
  const sync = await prepared("Undisturbed");
  expect(await sync.run()).toMatchObject(whole);
  undisturbed = await endOf({ world }, sync.organization);
});
afterAll(async () => {
  await world.stop();
  await proxy.close();
  await database.stop();
});

/** How a first run ends that nothing disturbed, and one that was. */
const whole = {
  status: "done",
  error: null,
  counts: { created: accounts + contacts, updated: 0, unchanged: 0, failed: 0 },
};

async function prepared(name: string): Promise<Sync> {
  const organization = await world.organization(name);
  const ids = await addRecords(
    organization,
    "Accounts",
    Array.from({ length: accounts }, (_, at) => ({ Account_Name: `Company ${at}`, Phone: `+1 555 ${at}` })),
  );
  await addRecords(
    organization,
    "Contacts",
    ids
      .slice(0, contacts)
      .map((id, at) => ({ Last_Name: `Person ${at}`, Email: `p${at}@example.com`, Account_Name: { id } })),
  );
  return startSyncing(organization, { module: "accounts-and-contacts" });
}

async function start({ organization, connection }: Sync): Promise<string> {
  return (await organization.send(startSync, { params: { connection } })).id;
}

/** Asks again while the database is away: a session that was ended shows only when it is used. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 30_000; ; await sleep(100)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CallError) || Date.now() > until) throw error;
      // Whoever asks meanwhile is told that the database is away, and nothing else.
      expect(error.view.code).toBe("server.unavailable");
    }
  }
}

/** Waits for the end of a run while the database, and so every answer, may be away for a time. */
async function ended({ organization }: Sync, run: string): Promise<RunView> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(100)) {
    const view = await patiently(() => organization.send(getRun, { params: { run } }));
    if (view.finished_at !== null) return view;
  }
  throw new Error(`run ${run} did not end`);
}

async function expectWhole(sync: Sync, run: string): Promise<void> {
  expect(await ended(sync, run)).toMatchObject(whole);
  expect(await endOf({ world }, sync.organization)).toEqual(undisturbed);
  expect(await twice(world, sync.organization)).toEqual([]);
}

/** Ends every session of the database but the one that asks. */
async function endSessions(): Promise<void> {
  await query(
    database,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
}

describe("given a database that goes away before a batch is committed", () => {
  const ways: { how: string; action: Strike; times: number }[] = [
    { how: "the network drops the session twice", action: (cut) => cut(), times: 2 },
    { how: "an administrator ends all sessions", action: endSessions, times: 1 },
    { how: "the server crashes and starts again", action: () => database.crash(3000), times: 1 },
  ];
  test.each(ways)(
    "fault 64 when $how, then nothing of the batch has happened, and the run goes on by itself to the same end",
    async ({ how, action, times }) => {
      const sync = await prepared(how);
      const before = await fingerprint(database, sync.organization);
      const found: unknown[] = [];
      const { struck } = proxy.strike(
        "before",
        async (cut) => {
          await action(cut);
          found.push(await fingerprint(database, sync.organization));
        },
        times,
      );
      await expectWhole(sync, await start(sync));
      expect(struck()).toBe(times);
      expect(found).toEqual(Array.from({ length: times }, () => before));
    },
  );
});

describe("given a session that is lost while a batch is committed", () => {
  test("fault 65 when each batch was committed and nobody heard of it, then none is lost, and none is done twice", async () => {
    const sync = await prepared("Unheard commits");
    const there: number[] = [];
    const { struck } = proxy.strike(
      "after",
      async (cut) => {
        there.push(await linkedOf(sync));
        cut();
      },
      batches,
    );
    await expectWhole(sync, await start(sync));
    expect(struck()).toBe(batches);
    // Each was there when its answer was dropped.
    expect(there).toEqual([1000, accounts, accounts + contacts]);
  });
});

/** How many records are linked. */
async function linkedOf({ organization }: Sync): Promise<number> {
  const rows = await query(database, "select from link where organization_id = $1", [organization.id]);
  return rows.length;
}

describe("given another session that works on the same records", () => {
  test("fault 66 when it locks them in the other order and the database ends the batch's transaction, then the batch is done again", async () => {
    const sync = await prepared("Deadlock");
    const { organization } = sync;
    expect(await sync.run()).toMatchObject(whole);
    const [{ crm_id: crmId } = { crm_id: "" }] = await query<{ crm_id: string }>(
      database,
      "select crm_id from link where organization_id = $1 and crm_module = 'Accounts' limit 1",
      [organization.id],
    );
    await changeRecord(organization, "Accounts", crmId, { Phone: "+1 9" });
    await query(
      database,
      `do $$ begin execute format('alter database %I set deadlock_timeout = ''10s''', current_database()); end $$`,
    );
    await endSessions();
    const other = new pg.Client({ connectionString: database.databaseUrl });
    await other.connect();
    // It never looks for a deadlock itself, so that the batch is the one that finds it.
    await other.query("set deadlock_timeout = '1h'");
    let run: string;
    try {
      await other.query("begin");
      await other.query("select from link where organization_id = $1 for update", [organization.id]);
      run = await patiently(() => start(sync));
      while ((await deadlocks("waiting")) === 0) await sleep(50);
      await other.query("select from customer where organization_id = $1 for update", [organization.id]);
      await other.query("commit");
    } finally {
      // Its locks would hold up every test after this one.
      await other.end();
    }
    expect(await ended(sync, run)).toMatchObject({ status: "done", counts: { updated: 1, failed: 0 } });
    expect(await deadlocks("found")).toBe(1);
    expect(
      await query(database, "select phone from customer where organization_id = $1 and phone = '+1 9'", [
        organization.id,
      ]),
    ).toHaveLength(1);
    expect(await twice(world, organization)).toEqual([]);
  });

  test("fault 66 when the database cannot serialize a batch three times, then it is done again, and counted once", async () => {
    const sync = await prepared("Serialization");
    // A sequence keeps counting where the transaction is rolled back.
    await query(database, "create sequence collisions; grant usage on sequence collisions to concord_app");
    await failingInserts("link", "40001", "nextval('collisions') <= 3");
    await expectWhole(sync, await start(sync));
    await failingInserts("link", undefined);
    expect(await query(database, "select last_value::int as asked from collisions")).toEqual([
      { asked: batches + 3 },
    ]);
  });
});

async function deadlocks(what: "waiting" | "found"): Promise<number> {
  const text =
    what === "waiting"
      ? "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      : "select deadlocks::int as count from pg_stat_database where datname = current_database()";
  const [row] = await query<{ count: number }>(database, text);
  return row?.count ?? 0;
}

/** Lets the database refuse statements that insert into a table with a code of its own, or no more. */
async function failingInserts(table: string, code: string | undefined, condition = "true"): Promise<void> {
  await query(database, `drop trigger if exists fault on ${table}`);
  if (code === undefined) return;
  await query(
    database,
    `create or replace function fault() returns trigger language plpgsql as $$
       begin if ${condition} then raise exception 'as the test wants it' using errcode = '${code}'; end if; return null; end $$`,
  );
  await query(
    database,
    `create trigger fault before insert on ${table} for each statement execute function fault()`,
  );
}

/** Above the sixteen megabytes of a file of the write-ahead log, which may not be refused. */
const mostBytes = 17 * 2 ** 20;

/** Fills the file of contact persons to the last byte with rows that are rolled back and leave their space behind. */
async function fillFile({ organization }: Sync): Promise<void> {
  await query(database, "alter table contact_person set (autovacuum_enabled = false)");
  await database.limitFiles(mostBytes);
  // Large rows first; what they leave of each page is for small ones.
  for (const size of [1800, 1]) {
    const rows = query(
      database,
      `insert into contact_person (organization_id, id, customer_id, last_name, created_at, updated_at)
       select c.organization_id, 'ballast' || n, c.id, repeat('x', ${size}), now(), now()
         from generate_series(1, 100000) n, (select * from customer where organization_id = $1 limit 1) c`,
      [organization.id],
    );
    await expect(rows).rejects.toThrow(/could not extend file/);
  }
}

describe("given a disk that is full before the contacts are written", () => {
  const ways: { how: string; fill: (sync: Sync) => Promise<void>; free: () => Promise<void> }[] = [
    {
      how: "the system lets no file grow",
      fill: fillFile,
      free: () => database.limitFiles(),
    },
    {
      how: "the database says that the disk is full",
      fill: () => failingInserts("contact_person", "53100"),
      free: () => failingInserts("contact_person", undefined),
    },
  ];
  test.each(ways)(
    "fault 67 when $how, then the run says so and how to go on, keeps what it committed, and the next one completes it",
    async ({ how, fill, free }) => {
      const sync = await prepared(how);
      let committed = 0;
      proxy.strike(
        "after",
        async () => {
          committed += 1;
          if (committed === 2) await fill(sync);
        },
        2,
      );
      try {
        expect(await ended(sync, await start(sync))).toMatchObject({
          status: "failed",
          error: {
            code: "run.storage_full",
            title: "The database has no disk space left",
            remedy: expect.stringContaining("Free space on the database server"),
          },
          counts: { created: accounts },
        });
        expect(await linkedOf(sync)).toBe(accounts);
        const people = "select from contact_person where organization_id = $1";
        expect(await query(database, people, [sync.organization.id])).toEqual([]);
      } finally {
        await free();
      }
      expect(await sync.run()).toMatchObject({
        status: "done",
        counts: { created: contacts, unchanged: accounts },
      });
      expect(await endOf({ world }, sync.organization)).toEqual(undisturbed);
      expect(await twice(world, sync.organization)).toEqual([]);
    },
  );
});
