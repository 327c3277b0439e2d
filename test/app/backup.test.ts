import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, listCustomers } from "#billing/customer/customer.api.ts";
import { migrate, migrationNames } from "#platform/db/migrate.ts";
import { freshDatabase } from "../support/database.ts";
import { startSyncing } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord, dataFolder, freePort, run } from "./processes.ts";

type Database = Awaited<ReturnType<typeof freshDatabase>>;

const folder = dataFolder();
const file = join(folder.path, "saved.backup");
const databases: Database[] = [];
let world: World;
let organization: Organization;
let saved: { rows: number; tables: number };

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Saved Ltd");
  await organization.crm("POST", "/Accounts", {
    data: [{ Account_Name: "Łódź; \\N \t tab" }, { Account_Name: "Zwei\nZeilen" }],
  });
  await organization.send(createCustomer, { body: { display_name: "Made by hand", notes: "a\\b\nc" } });
  await (await startSyncing(organization, { module: "accounts" })).run();
  const { code, stdout } = await command(world.databaseUrl, "backup", file);
  expect(code).toBe(0);
  saved = JSON.parse(stdout) as typeof saved;
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
  folder.remove();
});

/** A command on a database, with the master key of the world. */
function command(databaseUrl: string, ...args: string[]): ReturnType<typeof concord> {
  return concord(["--json", ...args], { DATABASE_URL: databaseUrl, CONCORD_DATA: world.dataDir });
}

/** The same where no server runs on the data folder, as restore wants it. */
function restore(databaseUrl: string, ...args: string[]): ReturnType<typeof concord> {
  return concord(["--json", "restore", ...args], { DATABASE_URL: databaseUrl, CONCORD_DATA: folder.path });
}

async function emptyDatabase(): Promise<string> {
  const database = await freshDatabase();
  databases.push(database);
  return database.url;
}

async function inDatabase<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** All rows of all tables of ours, as text, in an order of their own. */
function contentOf(url: string): Promise<Map<string, string[]>> {
  return inDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('public', 'auth') and c.relname <> 'migration' order by 1`,
    );
    const content = new Map<string, string[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      content.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return content;
  });
}

describe("B18 given a backup that was made while the server ran", () => {
  test("then only its owner may read it, and no key of a CRM, no key of ours and no master key is in it", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = gunzipSync(readFileSync(file)).toString("latin1");
    expect(text).toContain("Saved Ltd");
    expect(text).not.toContain(readFileSync(join(world.dataDir, "master.key"), "utf8").trim());
    expect(text).not.toContain(organization.key);
    expect(text).not.toContain(organization.owner.password);
  });

  test("when it is restored into an empty database, then every row is there, and a server starts on it", async () => {
    const url = await emptyDatabase();
    const { code, stdout } = await restore(url, file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: saved.rows, tables: saved.tables });
    const [before, after] = await Promise.all([contentOf(world.databaseUrl), contentOf(url)]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const table of ["customer", "link", "crm_record", "audit_log", "sync_run_record", 'auth."user"'])
      expect({ table, rows: after.get(table) }).toEqual({ table, rows: before.get(table) });
    expect([...after.values()].flat().length).toBe(saved.rows);

    const restored = await startWorld({ databaseUrl: url });
    const headers = { authorization: `Bearer ${organization.key}` };
    const answer = await fetch(`${restored.url}/api/v1/customers?search=made`, { headers });
    expect(await answer.json()).toMatchObject({ items: [{ display_name: "Made by hand" }] });
    const log = await fetch(`${restored.url}/api/v1/audit-log/verification`, { headers });
    expect(await log.json()).toMatchObject({ intact: true });
    // Sequences go on where they were: a new record gets an id that no other has.
    const added = await fetch(`${restored.url}/crm/v8/Accounts`, {
      method: "POST",
      headers,
      body: JSON.stringify({ data: [{ Account_Name: "Added after" }] }),
    });
    const { data } = (await added.json()) as { data: [{ details: { id: string } }] };
    const { rows } = await inDatabase(world.databaseUrl, (client) =>
      client.query<{ last: string }>("select max(id) as last from crm_record"),
    );
    expect(BigInt(data[0].details.id)).toBeGreaterThan(BigInt(rows[0]?.last ?? 0));
    await restored.stop();
  });

  test("when the database is not empty, then it is refused without --force, and replaced with it", async () => {
    const url = await emptyDatabase();
    await migrate(url);
    await inDatabase(url, (client) =>
      client.query(`insert into auth.organization (id, name, slug) values ('org_other', 'Other', 'other')`),
    );
    const refused = await restore(url, file);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^restore\.not_empty: [^\n]*--force[^\n]*\n$/);
    expect((await contentOf(url)).get("auth.organization")).toHaveLength(1);
    expect((await restore(url, "--force", file)).code).toBe(0);
    expect((await contentOf(url)).get("auth.organization")).toEqual(
      (await contentOf(world.databaseUrl)).get("auth.organization"),
    );
  });

  test("when a Concord works on the database, or runs on the data folder, then it is refused", async () => {
    expect((await restore(world.databaseUrl, "--force", file)).stderr).toMatch(/^restore\.in_use: /);
    expect(await organization.send(listCustomers, { query: {} })).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ display_name: "Made by hand" })]),
    });
  });

  test.each([
    ["is cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 20), "restore.damaged"],
    ["has one other byte in the middle", otherByte, "restore.damaged"],
    ["is no backup", () => Buffer.from("Account Name\nA\n"), "restore.damaged"],
    ["is empty", () => Buffer.alloc(0), "restore.damaged"],
  ])("when the file %s, then it is refused and nothing is changed", async (_what, harm, codeOfRefusal) => {
    const harmed = join(folder.path, "harmed.backup");
    writeFileSync(harmed, harm(readFileSync(file)));
    const url = await emptyDatabase();
    const { code, stderr } = await restore(url, harmed);
    expect(code).toBe(1);
    expect(stderr.startsWith(`${codeOfRefusal}: `)).toBe(true);
    expect((await contentOf(url)).size).toBe(0);
  });

  test("when there is no such file, or no way to write one, then the line names it", async () => {
    const nowhere = join(folder.path, "nowhere", "a.backup");
    expect((await restore(await emptyDatabase(), nowhere)).stderr).toMatch(
      /^backup\.file: [^\n]*a\.backup[^\n]*\n$/,
    );
    expect((await command(world.databaseUrl, "backup", nowhere)).stderr).toMatch(/^backup\.file: /);
    expect(existsSync(`${nowhere}.partial`)).toBe(false);
  });
});

describe("B18 given a backup of an older version", () => {
  test("when it is restored, then its rows are there under the present schema", async () => {
    const [old, url, older] = [await emptyDatabase(), await emptyDatabase(), join(folder.path, "old.backup")];
    await migrate(old, { upTo: migrationNames()[0] });
    await inDatabase(old, (client) =>
      client.query(`insert into auth.organization (id, name, slug) values ('org_old', 'Old Ltd', 'old')`),
    );
    expect((await command(old, "backup", older)).code).toBe(0);
    expect((await restore(url, older)).code).toBe(0);
    const content = await contentOf(url);
    expect(content.get("auth.organization")?.[0]).toContain("Old Ltd");
    expect(content.has("customer")).toBe(true);
  });
});

describe("B18 given the embedded database, which has no pg_dump", () => {
  // Nine programs start one after the other.
  test(
    "when it is saved by one server and restored for another, then people and data are there",
    { timeout: 180_000 },
    async () => {
      const [first, second] = [dataFolder(), dataFolder()];
      const [saving, env] = [
        join(first.path, "a.backup"),
        { PORT: String(await freePort()), CONCORD_LOG: "error" },
      ];
      const server = run("main.ts", [], { ...env, CONCORD_DATA: first.path, CONCORD_DEMO: "off" });
      await server.says(/Concord is running/);
      const here = { CONCORD_DATA: first.path };
      const made = await concord(
        [
          "--json",
          "org",
          "create",
          "Moved Ltd",
          "--currency",
          "USD",
          "--country",
          "US",
          "--time-zone",
          "America/New_York",
          "--owner",
          "mo@example.com",
        ],
        here,
      );
      const { password } = JSON.parse(made.stdout) as { password: string };
      expect((await concord(["restore", saving], here)).stderr).toMatch(/^restore\.in_use: /);
      expect((await concord(["backup", saving], here)).code).toBe(0);
      server.kill("SIGTERM");
      await server.ended;

      const there = { CONCORD_DATA: second.path };
      const restored = await concord(["--json", "restore", saving], there);
      expect(JSON.parse(restored.stdout)).toMatchObject({ master_key_matches: false });
      cpSync(join(first.path, "master.key"), join(second.path, "master.key"));
      const again = await concord(["--json", "restore", "--force", saving], there);
      expect(JSON.parse(again.stdout)).toMatchObject({ master_key_matches: true });

      const next = run("main.ts", [], { ...env, ...there, CONCORD_DEMO: "off" });
      const address = await next.says(/Concord is running at (\S+)/);
      const signedIn = await fetch(`${address}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address },
        body: JSON.stringify({ email: "mo@example.com", password }),
      });
      expect(signedIn.status).toBe(200);
      expect((await concord(["org", "list"], there)).stdout).toContain("Moved Ltd");
      next.kill("SIGTERM");
      await next.ended;
      first.remove();
      second.remove();
    },
  );
});

function otherByte(bytes: Buffer): Buffer {
  const at = Math.floor(bytes.length / 2);
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from([bytes[at] === 7 ? 8 : 7]),
    bytes.subarray(at + 1),
  ]);
}
