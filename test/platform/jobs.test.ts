import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrate } from "#platform/db/migrate.ts";
import { freshDatabase } from "../support/database.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let client: pg.Client;
const workers: ChildProcess[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    "create table work (id bigserial primary key, key text, pid integer, began timestamptz, ended timestamptz); create table trigger_sent (key text, at timestamptz)",
  );
});
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
  await client.end();
  await database.drop();
});

/** Starts a worker process; resolves once it has said each of the words. */
async function startWorker(workMs: number, sends: number, said: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "jobs-child.ts");
  const child = spawn(process.execPath, [script, database.url, String(workMs), String(sends)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(child);
  await new Promise<void>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(said)) resolve();
    });
    child.once("close", (code) => reject(new Error(`a worker ended with ${code}`)));
  });
  return child;
}

async function count(text: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from (${text}) as found`,
  );
  return rows[0]?.count ?? 0;
}

const unfinished = `select from pgboss.job where name = 'test.storm' and state < 'completed'`;

describe("jobs of several processes", () => {
  test("given four processes that start at once on an empty database, when they send a storm of triggers for three connections, then each runs one at a time and no trigger is lost", async () => {
    await Promise.all(Array.from({ length: 4 }, () => startWorker(30, 60, "sent")));
    await expect.poll(() => count(unfinished), { timeout: 60_000 }).toBe(0);
    expect(await count("select from trigger_sent")).toBe(240);
    const processes = await count("select distinct pid from work");
    expect(processes).toBeGreaterThan(1);
    const overlapping = `select from work a join work b on a.key = b.key and a.id < b.id
      and tstzrange(a.began, a.ended) && tstzrange(b.began, b.ended)`;
    expect(await count(overlapping)).toBe(0);
    // A trigger that found one waiting is served by that one, which has not begun yet.
    const lost = `select from (select key, max(at) as at from trigger_sent group by key) last
      where not exists (select from work where work.key = last.key and work.ended >= last.at)`;
    expect(await count(lost)).toBe(0);
    expect(await count("select from work where ended is null")).toBe(0);
  });

  test("given a worker that is killed in the middle of a job, then another takes the job over within 15 seconds", async () => {
    const victim = await startWorker(60_000, 1, "sent");
    await expect.poll(() => count("select from work"), { timeout: 20_000 }).toBe(1);
    await startWorker(50, 0, "ready");
    // The worst moment is just after the worker has said that it lives.
    await sleep(6_000);
    const killed = Date.now();
    victim.kill("SIGKILL");
    await expect
      .poll(() => count("select from work where ended is not null"), { timeout: 30_000, interval: 50 })
      .toBe(1);
    const seconds = (Date.now() - killed) / 1000;
    console.log(`jobs: taken over after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(15);
    expect(await count("select distinct pid from work")).toBe(2);
  });
});
