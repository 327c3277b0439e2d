import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { routePath } from "hono/route";
import { sql } from "kysely";
import type pg from "pg";
import type { Deps } from "#platform/deps.ts";
import type { Server } from "#platform/http/server.ts";

/** All figures of this process. Labels name routes, kinds and outcomes; never an organization or a person. */
const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requestSeconds = new Histogram({
  name: "concord_http_request_duration_seconds",
  help: "Time to answer a request, by method, route and status",
  labelNames: ["method", "route", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});
const runs = new Counter({
  name: "concord_sync_runs_total",
  help: "Runs that ended in this process, by kind and status",
  labelNames: ["kind", "status"],
  registers: [registry],
});
const runSeconds = new Histogram({
  name: "concord_sync_run_duration_seconds",
  help: "Time from the start of a run to its end, by kind",
  labelNames: ["kind"],
  buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
  registers: [registry],
});
const records = new Counter({
  name: "concord_sync_records_total",
  help: "Records that runs of this process went through, by outcome",
  labelNames: ["outcome"],
  registers: [registry],
});
const jobs = new Gauge({
  name: "concord_jobs",
  help: "Jobs in the queue of the whole installation, by queue and state",
  labelNames: ["queue", "state"],
  registers: [registry],
});
const connections = new Gauge({
  name: "concord_database_connections",
  help: "Database connections of this process, by pool and state",
  labelNames: ["pool", "state"],
  registers: [registry],
});

/** Notes a run that has ended: its counts are numbers of records by outcome. */
export function noteRunEnded(run: {
  kind: string;
  status: string;
  seconds: number;
  counts: Record<string, number>;
}): void {
  runs.inc({ kind: run.kind, status: run.status });
  runSeconds.observe({ kind: run.kind }, run.seconds);
  for (const [outcome, count] of Object.entries(run.counts)) records.inc({ outcome }, count);
}

/** Times every request. Has to come before the routes. */
export function measureRequests(server: Server): void {
  server.use(async (context, next) => {
    const stop = requestSeconds.startTimer();
    await next();
    stop({ method: context.req.method, route: routeOf(routePath(context)), status: context.res.status });
  });
}

/** What Prometheus reads. Figures that live in the database are left out while it is gone. */
export async function readMetrics(
  deps: Pick<Deps, "db" | "pool">,
): Promise<{ text: string; contentType: string }> {
  notePool("app", deps.pool);
  jobs.reset();
  const found = await countJobs(deps).catch(() => []);
  for (const { name, state, count } of found) jobs.set({ queue: name, state }, Number(count));
  return { text: await registry.metrics(), contentType: registry.contentType };
}

/** A path that no route stands for is a stranger's text; it must not become a label. */
function routeOf(path: string): string {
  return path.endsWith("*") && path.length <= 2 ? "other" : path;
}

function notePool(pool: string, { totalCount, idleCount, waitingCount }: pg.Pool): void {
  connections.set({ pool, state: "busy" }, totalCount - idleCount);
  connections.set({ pool, state: "idle" }, idleCount);
  connections.set({ pool, state: "awaited" }, waitingCount);
}

async function countJobs({
  db,
}: Pick<Deps, "db">): Promise<{ name: string; state: string; count: string }[]> {
  const { rows } = await sql<{ name: string; state: string; count: string }>`
    select q.name, s.state, (select count(*) from pgboss.job j where j.name = q.name and j.state = s.state::pgboss.job_state) as count
    from pgboss.queue q cross join (values ('created'), ('retry'), ('active'), ('failed')) s (state)
    where q.name not like '\\_\\_%'`.execute(db);
  return rows;
}
