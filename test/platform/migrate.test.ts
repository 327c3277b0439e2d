import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrate, migrationNames } from "#platform/db/migrate.ts";
import { freshDatabase } from "../support/database.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

async function query<Row>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const ran = (): Promise<{ name: string }[]> => query("select name from public.migration order by name");

describe("B18 an upgrade", () => {
  test("given an empty database, when four processes migrate it at once, then each file has run once", async () => {
    const done = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
    expect(done.flatMap((one) => one.ran).toSorted()).toEqual(migrationNames());
    expect((await ran()).map(({ name }) => name)).toEqual(migrationNames());
    expect(await migrate(database.url)).toEqual({ ran: [] });
  });

  test("given a database of an older version, when this one migrates it, then only what is new runs and the rows stay", async () => {
    const [first = "", ...newer] = migrationNames();
    await migrate(database.url, { upTo: first });
    await query(`insert into auth.organization (id, name, slug) values ('org_kept', 'Kept Ltd', 'kept-ltd')`);
    expect(await migrate(database.url)).toEqual({ ran: newer });
    expect(await query("select name from auth.organization")).toEqual([{ name: "Kept Ltd" }]);
  });

  test("given a database that a newer version has used, when this one starts on it, then it is refused with what to do", async () => {
    await migrate(database.url);
    await query("insert into public.migration (name, hash) values ('9999_later.sql', '')");
    await expect(migrate(database.url)).rejects.toThrow(
      "migration 9999_later.sql is not of this version, a newer Concord has used this database; start that version or a later one",
    );
  });

  test("given a file that was changed after it had run, when it is met again, then it is named and nothing runs", async () => {
    const [first = ""] = migrationNames();
    await migrate(database.url, { upTo: first });
    await query("update public.migration set hash = 'another'");
    await expect(migrate(database.url)).rejects.toThrow(`migration ${first} was changed after it had run`);
    expect(await ran()).toEqual([{ name: first }]);
  });
});
