import pg from "pg";

/** Runs work while no other process of the installation runs work under the same number; they wait for each other. */
export async function withAdvisoryLock<Value>(
  url: string,
  lockNumber: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({ connectionString: url, application_name: "concord-lock" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    return await work();
  } finally {
    // The lock ends with its connection.
    await client.end();
  }
}
