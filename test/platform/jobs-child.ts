import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openDb, openPool } from "#platform/db/db.ts";
import { openJobs, type Queue } from "#platform/jobs/jobs.ts";
import { createLog } from "#platform/log/log.ts";

/**
 * A worker for the tests to kill. It notes the begin and the end of each job, sends jobs itself where it is asked to,
 * and says "ready" once it works.
 */
const [url = "", workMs = "50", sends = "0"] = process.argv.slice(2);
const queue: Queue<{ key: string }> = { name: "test.storm", key: ({ key }) => key };
const log = createLog("error");
const notes = new pg.Pool({ connectionString: url, max: 4 });
const jobs = await openJobs(url, [queue], log);

await jobs.work(queue, async ({ key }) => {
  const { rows } = await notes.query<{ id: string }>(
    "insert into work (key, pid, began) values ($1, $2, clock_timestamp()) returning id",
    [key, process.pid],
  );
  await sleep(Number(workMs));
  await notes.query("update work set ended = clock_timestamp() where id = $1", [rows[0]?.id]);
});

const db = openDb(openPool(url, "concord_app", 4));
console.log("ready");
for (let left = Number(sends); left > 0; left -= 1) {
  const key = `connection ${left % 3}`;
  await db.transaction().execute((tx) => jobs.send(tx, queue, { key }));
  await notes.query("insert into trigger_sent (key, at) values ($1, clock_timestamp())", [key]);
}
console.log("sent");
