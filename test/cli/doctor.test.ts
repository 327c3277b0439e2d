import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, runCommand, startCommandLine } from "./command-line.ts";

type Report = {
  healthy: boolean;
  checks: { name: string; state: string; what: string; remedy: string | null }[];
  syncs: { connection: string; findings: { check: string; state: string }[] }[];
};

let line: CommandLine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "concord-doctor-"));
  line = await startCommandLine();
  const email = "olivia@example.com";
  const place = ["--currency", "USD", "--country", "US", "--time-zone", "America/New_York"];
  await line.json("org", "create", "Patient Ltd", ...place, "--owner", email);
  const { zsc_key } = await line.json<{ zsc_key: string }>("crm", "key", "create", "--email", email);
  await line.json("connect", "--email", email, "--zsc-key", zsc_key);
  await line.json("configure", "--module", "accounts");
  await line.json("sync");
});
afterAll(async () => {
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What doctor reports where it ends with 1, and that its one line names what is not well. */
async function diagnosis(): Promise<Report["checks"]> {
  const { code, stdout, stderr } = await line.concord("--json", "doctor");
  const { healthy, checks } = JSON.parse(stdout) as Report;
  const failed = checks.filter(({ state }) => state === "failed");
  expect([code, healthy]).toEqual([1, false]);
  expect(stderr).toBe(
    `doctor.found: ${failed.map(({ name }) => name).join(", ")} is not well; do what the lines above say\n`,
  );
  return failed;
}

async function sql(text: string): Promise<void> {
  const { database_url } = JSON.parse(readFileSync(join(line.dataDir, "server.json"), "utf8")) as {
    database_url: string;
  };
  const client = new pg.Client({ connectionString: database_url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

describe("B18 concord doctor", () => {
  test("given an installation that is well, then each check says so and the end is 0", async () => {
    const { healthy, checks, syncs } = await line.json<Report>("doctor");
    expect(healthy).toBe(true);
    expect(syncs).toHaveLength(1);
    expect(syncs[0]?.findings.map(({ check }) => check)).toContain("mapping");
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual(
      ["folder", "disk", "server", "database", "schema", "roles", "jobs", "audit", "secrets", "sync"].map(
        (name) => `${name} ok`,
      ),
    );
    expect((await line.concord("doctor")).stdout.trimEnd().split("\n")).toHaveLength(10);
  });

  test("F92 given a sync whose key is dead, then it is named with the command that helps, and the end is 1", async () => {
    await line.json("crm", "key", "create", "--email", "olivia@example.com");
    await sql("update connection set access_token = null");
    expect(await diagnosis()).toMatchObject([
      {
        name: "sync",
        what: expect.stringMatching(
          /^Patient Ltd with the CRM of Patient Ltd \(con_\w+\): .*connection\.key_refused/,
        ),
        remedy: expect.stringContaining("(concord check)"),
      },
    ]);
    const named = await line.concord("--org", "patient ltd", "doctor");
    expect(named.stdout).toContain('(concord check --org "Patient Ltd")');
    const { zsc_key } = await line.json<{ zsc_key: string }>(
      "crm",
      "key",
      "create",
      "--email",
      "olivia@example.com",
    );
    await line.json("connect", "--email", "olivia@example.com", "--zsc-key", zsc_key);
    expect((await line.json<Report>("doctor")).healthy).toBe(true);
  });

  test("given an audit log that somebody changed, then the entry is named", async () => {
    const change = (action: string): Promise<void> =>
      sql(`set session_replication_role = replica; update audit_log set action = '${action}' where seq = 2`);
    const { items } = await line.json<{ items: { seq: string; action: string }[] }>("audit");
    await change("nothing.happened");
    expect(await diagnosis()).toMatchObject([
      { name: "audit", what: expect.stringMatching(/^the audit log was changed: org_\w+ from entry 2 on$/) },
    ]);
    await change(items.find(({ seq }) => seq === "2")?.action ?? "");
    expect((await line.json<Report>("doctor")).healthy).toBe(true);
  });

  test("given a master key that is missing, then no other is made and the remedy names it", async () => {
    const key = join(line.dataDir, "master.key");
    renameSync(key, `${key}.away`);
    expect(await diagnosis()).toMatchObject([
      { name: "secrets", remedy: expect.stringContaining("master.key") },
    ]);
    expect(existsSync(key)).toBe(false);
    renameSync(`${key}.away`, key);
  });

  test("given another master key, then the connection that it does not open is named", async () => {
    const env = { CONCORD_DATA: line.dataDir, CONCORD_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") };
    const { code, stdout } = await runCommand(["--json", "doctor"], env, folder);
    const { checks } = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect(checks.find(({ name }) => name === "secrets")?.what).toMatch(
      /does not open the credentials of con_/,
    );
  });

  test("given a secret that others may read, then the file is named", async () => {
    chmodSync(join(line.dataDir, "master.key"), 0o644);
    expect(await diagnosis()).toMatchObject([{ name: "folder", remedy: "chmod 600 master.key" }]);
    chmodSync(join(line.dataDir, "master.key"), 0o600);
  });

  test("given a tenant's table without row-level security, then it is named", async () => {
    await sql("alter table customer no force row level security");
    expect(await diagnosis()).toMatchObject([
      { name: "roles", what: "row-level security is off for customer" },
    ]);
    await sql("alter table customer force row level security");
  });

  test("given a folder without data, then nothing is made in it", async () => {
    const empty = join(folder, "empty");
    const { code, stdout } = await runCommand(["--json", "doctor"], { CONCORD_DATA: empty }, folder);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Report).checks.find(({ name }) => name === "database")).toMatchObject({
      state: "failed",
    });
    expect(existsSync(empty)).toBe(false);
  });
});
