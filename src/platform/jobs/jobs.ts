import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { sql } from "kysely";
import { withAdvisoryLock } from "#platform/db/advisory-lock.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Log } from "#platform/log/log.ts";

/** A queue as data. `key` names what may have one run at a time and one more waiting (a connection, for instance). */
export type Queue<Data extends object> = { name: string; key: (data: Data) => string };

/** What a worker does with a job. It may be run again after a crash, so it must be safe to run twice. */
export type Handler<Data extends object> = (data: Data, signal: AbortSignal) => Promise<void>;

/** Background work on the same PostgreSQL: sent in the transaction that causes it, run by any live worker. */
export type Jobs = {
  /** False where a job with the same key already waits: the waiting one will see this change too. */
  send<Data extends object>(tx: Tx, queue: Queue<Data>, data: Data): Promise<boolean>;
  /**
   * Sends a job whose worker its sender knows to be dead or frozen: that worker's hold on the key ends at once, rather
   * than when the engine misses its heartbeat; should it wake, its job's signal aborts.
   */
  sendAnew<Data extends object>(tx: Tx, queue: Queue<Data>, data: Data): Promise<void>;
  /**
   * Whether a job of this key waits, will be tried again, or is in work. Where none does, what it was sent for will not
   * be done any more: its worker died more often than the engine tries.
   */
  isComing<Data extends object>(tx: Tx, queue: Queue<Data>, data: Data): Promise<boolean>;
  work<Data extends object>(queue: Queue<Data>, handler: Handler<Data>, atOnce?: number): Promise<void>;
  /**
   * Takes no more jobs and aborts those in work, which any worker may take up again; answers once they have let go, or
   * after 20 s. Jobs can still be sent.
   */
  stopWork(): Promise<void>;
  stop(): Promise<void>;
};

/** Under this number one process sets up the job engine while others wait. Any constant does; this is "jobs". */
const lockNumber = 0x6a6f6273;

/** How long a stop waits for jobs to let go: longer than any batch takes. */
const letGoMs = 20_000;

/** What holds for every job: a worker that has not said for ten seconds that it lives is dead. */
const queueOptions = {
  retryLimit: 5,
  retryDelay: 1,
  retryBackoff: true,
  heartbeatSeconds: 10,
  expireInSeconds: 12 * 3600,
  notify: true,
} as const;

/**
 * pg-boss with the one policy that was seen to hold under a storm of triggers by several processes: `stately`, one
 * active and one waiting job a key (its groupConcurrency was seen to overlap). A killed worker's job is taken over
 * after the heartbeat (10 s, the engine's least), the next look for dead workers (1 to 2 s) and the pause before a
 * retry (1 to 2 s); `sendAnew` is for whoever knows sooner.
 */
export async function openJobs(url: string, queues: Queue<never>[], log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: "pgboss",
    max: 4,
    application_name: "concord-jobs",
    useListenNotify: true,
    // Both have to be short: left at a minute, a dead worker's job would wait for two.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    // A worker passes over the keys that its copy of the queue calls active. Left at a minute, the copy names a dead
    // worker's job, or one that just ended, long after: the key's next job would wait for it with all workers idle.
    queueCacheIntervalSeconds: 1,
  });
  boss.on("error", (error) => log.warn({ error: error.message }, "job engine"));
  await withAdvisoryLock(url, lockNumber, () => setUp(boss, queues));
  const stopping = new AbortController();
  const within = (tx: Tx) => ({
    executeSql: async (text: string, values?: unknown[]) => execute(tx, text, values ?? []),
  });
  return {
    async send(tx, queue, data) {
      const options = { singletonKey: queue.key(data), db: within(tx) };
      return (await boss.send(queue.name, data, options)) !== null;
    },
    async sendAnew(tx, queue, data) {
      const key = queue.key(data);
      const db = within(tx);
      const jobs = await boss.findJobs(queue.name, { key, db });
      const held = jobs.filter((job) => job.state === "active").map((job) => job.id);
      if (held.length > 0) await boss.cancel(queue.name, held, { db });
      await boss.send(queue.name, data, { singletonKey: key, db });
    },
    async isComing(tx, queue, data) {
      const jobs = await boss.findJobs(queue.name, { key: queue.key(data), db: within(tx) });
      return jobs.some(({ state }) => state === "created" || state === "retry" || state === "active");
    },
    async work(queue, handler, atOnce = 2) {
      const options = {
        localConcurrency: atOnce,
        notifyPollingIntervalSeconds: 1,
        pollingIntervalSeconds: 1,
      };
      const worker = await boss.work<object>(queue.name, options, async (jobs) => {
        for (const job of jobs)
          await handler(job.data as never, AbortSignal.any([job.signal, stopping.signal]));
        await boss.complete(queue.name, jobs);
        await forgetEnded(boss, queue.name);
        boss.notifyWorker(worker);
      });
    },
    async stopWork() {
      const ended = queues.map(({ name }) => boss.offWork(name, { wait: true }));
      stopping.abort();
      await Promise.race([Promise.all(ended), sleep(letGoMs, undefined, { ref: false })]);
    },
    stop: () => boss.stop({ graceful: true, timeout: letGoMs }),
  };
}

/** Makes the engine's tables and the queues, or brings queues of an older version to the present options. */
async function setUp(boss: PgBoss, queues: Queue<never>[]): Promise<void> {
  await boss.start();
  for (const { name } of queues) {
    await boss.createQueue(name, { policy: "stately", ...queueOptions });
    await boss.updateQueue(name, queueOptions);
  }
  await letTenantsSend(boss);
}

/**
 * Makes the queue's next job fetched at once, though its key was held until now: the engine's list of active keys, which
 * its workers pass over, is up to a second old, and the worker's copy of it another.
 */
async function forgetEnded(boss: PgBoss, name: string): Promise<void> {
  await boss.getDb().executeSql(
    `update pgboss.queue set singletons_active = (
       select array_agg(singleton_key) from pgboss.job where name = $1 and state = 'active'
     ) where name = $1`,
    [name],
  );
  // What a queue is updated with is not copied any more, but read anew.
  await boss.updateQueue(name, queueOptions);
}

/** Jobs are sent inside the tenants' transactions, which run as concord_app. */
async function letTenantsSend(boss: PgBoss): Promise<void> {
  const db = boss.getDb();
  await db.executeSql("grant usage on schema pgboss to concord_app");
  await db.executeSql("grant select, insert, update on all tables in schema pgboss to concord_app");
  await db.executeSql("grant execute on all functions in schema pgboss to concord_app");
}

/** Runs pg-boss's own SQL inside our transaction: its text has $1, $2 … which Kysely passes through as raw parts. */
async function execute(tx: Tx, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const pieces = text.split(/\$(\d+)/);
  const parts = pieces.map((piece, at) =>
    at % 2 === 0 ? sql.raw(piece) : sql`${values[Number(piece) - 1]}`,
  );
  const { rows } = await sql`${sql.join(parts, sql.raw(""))}`.execute(tx);
  return { rows };
}
