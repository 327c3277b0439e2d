import pg from "pg";
import { startEmbedded } from "#platform/db/embedded.ts";

/**
 * A program for the tests to kill: starts the embedded PostgreSQL on the folder it is given, says so in one line,
 * and in mode "write" then inserts row after row and prints each number once the database has acknowledged it.
 */
const [dataDir = "", mode = "wait"] = process.argv.slice(2);
const { url, adopted } = await startEmbedded({ dataDir });
console.log(JSON.stringify({ url, adopted }));

if (mode === "write") {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("create table if not exists written (n integer primary key, text text not null)");
  for (let n = 1; ; n++) {
    await client.query("insert into written values ($1, repeat('x', 500))", [n]);
    console.log(n);
  }
}
setInterval(() => undefined, 1_000);
