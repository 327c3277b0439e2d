import { CompiledQuery, Kysely, type KyselyPlugin, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { kept, keepStatements } from "./kept.ts";

// COUNT and bigint columns come as text: CRM ids have 19 digits, more than a double holds.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

// oxlint-disable-next-line typescript/no-empty-object-type -- each feature adds its tables by declaration merging
export interface Tables {}

/** A connection pool that runs as one of the database roles. */
export type Db = Kysely<Tables>;

/** A transaction. Every store takes one; within `inOrganization` it sees that organization's rows only. */
export type Tx = Transaction<Tables>;

export type DatabaseRole = "concord_app" | "concord_system";

/**
 * A pool whose connections start under the given role, so that row-level security holds from the first statement. What
 * pays for reports costs statements of milliseconds tenfold: no compiled plans, no parallel ones.
 */
export function openPool(url: string, role: DatabaseRole, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: `-c role=${role} -c jit=off -c max_parallel_workers_per_gather=0`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // An idle connection may break with the server; the next query gets a new one, and reports if it cannot.
  pool.on("error", () => undefined);
  // One in use may break between two statements, which nobody awaits then: its next statement fails with the reason.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    keepStatements(client);
  });
  return pool;
}

/** Kysely on a pool. */
export function openDb(pool: pg.Pool): Db {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onReserveConnection: (connection) =>
        renewPlans(connection, (text) => connection.executeQuery(CompiledQuery.raw(text))),
    }),
  });
}

/** How long a session may go by the plans that it made, in milliseconds. */
const planAge = 1_000;

const planned = new WeakMap<object, number>();

/**
 * A session keeps the plans of foreign keys and triggers. Those that it made while tables were small read them whole, for
 * each row that is written, until the database looks at the tables by itself: a minute later, in which they may have grown
 * by thousands. So they are made anew from time to time, at the beginning of a transaction.
 */
async function renewPlans(session: object, run: (text: string) => Promise<unknown>): Promise<void> {
  const now = performance.now();
  const last = planned.get(session);
  if (last !== undefined && now - last < planAge) return;
  planned.set(session, now);
  // A session that is broken says so at its first statement; here nobody would give it back to the pool.
  if (last !== undefined) await run("discard plans").catch(() => undefined);
}

/**
 * One transaction that sees and writes only the given organization's rows. The setting ends with the transaction,
 * so a pooled connection carries nothing over to the next request (docs/adr/0004-tenants-by-row-level-security.md).
 */
export async function inOrganization<Value>(
  db: Db,
  organizationId: OrganizationId,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return db.transaction().execute(async (tx) => {
    await enter(tx, organizationId);
    return work(tx);
  });
}

async function enter(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await kept(sql`select set_config('concord.organization_id', ${organizationId}, true)`).execute(tx);
}

/**
 * How long something is tried out, in milliseconds: it holds what others wait for, such as the next number of an invoice,
 * also when whoever asked has gone away. What it waits for itself, it waits for briefly.
 */
const trial = { wholeMs: 30_000, statementMs: 10_000, lockMs: 5_000 };

/**
 * Tries something out: what it would answer, and nothing of it is kept. Constraints that wait for the transaction's end
 * are asked as well, so that what is refused then is refused here. Refuses with `request.took_too_long`.
 */
export async function tryInOrganization<Value>(
  db: Db,
  organizationId: OrganizationId,
  work: (tx: Tx) => Promise<Value>,
  limits: typeof trial = trial,
): Promise<Value> {
  const tried: { value?: Value } = {};
  const enough = new Error("tried out");
  const local = (name: string, ms: number) => sql`set_config(${name}, ${String(ms)}, true)`;
  await inOrganization(db, organizationId, async (tx) => {
    await sql`select ${local("statement_timeout", limits.statementMs)}, ${local("lock_timeout", limits.lockMs)}`.execute(
      tx,
    );
    tried.value = await work(tx.withPlugin(until(performance.now() + limits.wholeMs)));
    await sql`set constraints all immediate`.execute(tx);
    throw enough;
  }).catch((error: unknown) => {
    if (isTimedOut(error)) throw new AppError("request.took_too_long");
    if (error !== enough) throw error;
  });
  return tried.value as Value;
}

/** Lets no statement begin after a moment of `performance.now()`. */
function until(end: number): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (performance.now() > end) throw new AppError("request.took_too_long");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** Whether the database gave up on a statement, or on waiting for what another one holds, because of a limit of time. */
function isTimedOut(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === "57014" || error.code === "55P03");
}

/**
 * Does not wait for the disk at this transaction's end: a crash of the machine may take back the last moments, always
 * whole transactions and always the newest. For work that goes on from a checkpoint kept in the same transaction.
 */
export async function commitLater(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}

/** The plain pg client under a transaction, for COPY, which the query builder does not speak. */
export async function withClient<Value>(
  pool: pg.Pool,
  organizationId: OrganizationId,
  work: (client: pg.PoolClient, tx: Tx) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await renewPlans(client, (text) => client.query(text));
    return await new Kysely<Tables>({ dialect: new PostgresDialect({ pool: onlyClient(client) }) })
      .transaction()
      .execute(async (tx) => {
        await enter(tx, organizationId);
        return work(client, tx);
      });
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken !== undefined && isConnectionLoss(broken));
  }
}

/**
 * A pool of one borrowed client: Kysely "connects" to it and gives nothing back. Its queries run as the client's own,
 * because pg keeps the running query on the object that it was called on.
 */
function onlyClient(client: pg.PoolClient): pg.Pool {
  const borrowed = { query: client.query.bind(client), release: () => undefined };
  return { connect: () => Promise.resolve(borrowed), end: () => Promise.resolve() } as unknown as pg.Pool;
}

/** Whether an error says that the database cannot be reached or went away, rather than that a statement was wrong. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(08|25P03|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/**
 * Whether the database found no room on its disk: the statement was taken back, and works again once there is. A quota
 * or a limit of file sizes PostgreSQL calls an internal error; then the routine tells, the one that lengthens a table.
 */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === "53100" || (error.code === "XX000" && /^md(zero)?extend$/.test(error.routine ?? ""));
}
