import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companiesFile } from "../support/data.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

type Outcome = {
  run: string;
  status: string;
  counts: Record<string, number>;
  api_calls: number;
  api_credits: number;
  seconds: number;
};
type Connection = { id: string; state: string; settings: unknown };

const email = "olivia@example.com";
const countNames = [
  "fetched",
  "created",
  "updated",
  "overwritten",
  "merged",
  "cloned",
  "skipped",
  "unchanged",
  "failed",
  "conflicts",
];

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine();
});
afterAll(() => line?.stop());

/** The tests are one story, told from its beginning: each goes on where the one before it ended. */
describe("F1 B17 given an empty server, when everything is done on the command line", () => {
  let connection: string;
  let firstRun: string;

  test("then an organization is made, with an account whose password is told once", async () => {
    const made = await line.json<Record<string, string>>(
      ...["org", "create", "Harbour Supply", "--currency", "USD", "--country", "US"],
      ...["--time-zone", "America/New_York", "--owner", email],
    );
    expect(made).toEqual({
      id: expect.stringMatching(/^org_/),
      name: "Harbour Supply",
      owner: email,
      password: expect.any(String),
    });
    const signIn = await fetch(`${line.address}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: line.address },
      body: JSON.stringify({ email, password: made["password"] }),
    });
    expect(signIn.status).toBe(200);
    expect(await line.json("org", "list")).toEqual({
      organizations: [{ id: made["id"], name: "Harbour Supply" }],
    });
  });

  test("then an API key is made that works", async () => {
    const { key, role } = await line.json<{ key: string; role: string }>(
      "key",
      "create",
      "--name",
      "A program",
      "--role",
      "sales",
    );
    expect(role).toBe("sales");
    const answer = await fetch(`${line.address}/api/v1/customers`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
  });

  test("then an OAuth client is made whose refresh token gives access tokens", async () => {
    const client = await line.json<Record<string, string>>("crm", "client", "create", "--email", email);
    expect(Object.keys(client)).toEqual(["client_id", "client_secret", "refresh_token"]);
    const form = new URLSearchParams({ ...client, grant_type: "refresh_token" });
    const answer = await fetch(`${line.address}/oauth/v2/token`, { method: "POST", body: form });
    expect(await answer.json()).toMatchObject({ token_type: "Bearer", api_domain: line.address });
  });

  test("F80 then all 503 companies of a CSV file are imported, with headers mapped by hand and by themselves", async () => {
    const maps = ["Security=Account_Name", "Symbol=Ticker_Symbol", "GICS Sector=Industry"].flatMap((pair) => [
      "--map",
      pair,
    ]);
    const tried = await line.json<Record<string, unknown>>(
      "crm",
      "import",
      "accounts",
      companiesFile,
      ...maps,
      "--dry-run",
    );
    expect(tried).toMatchObject({ created: 503, updated: 0, failed: 0, errors: [], dry_run: true });
    const done = await line.json<Record<string, unknown>>(
      "crm",
      "import",
      "accounts",
      companiesFile,
      ...maps,
    );
    expect(done).toMatchObject({ created: 503, updated: 0, failed: 0, errors: [], dry_run: false });
    const again = await line.json(
      "crm",
      "import",
      "accounts",
      companiesFile,
      ...maps,
      "--duplicates",
      "skip",
    );
    expect(again).toMatchObject({ created: 0, skipped: 503, failed: 0 });
  });

  test("then rows with mistakes are named, and the others are imported", async () => {
    const file = join(line.dataDir, "contacts.csv");
    writeFileSync(
      file,
      "First Name,Last Name,Email\nAda,Lovelace,ada@example.com\nBob,,bob@example.com\nCy,Cee,not an address\n",
    );
    const { code, stdout, stderr } = await line.concord("crm", "import", "contacts", file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^3 rows: created 1, updated 0, skipped 0, failed 2\nrow 3, Last_Name: .*\nrow 4, Email: .*\n$/,
    );
  });

  test("then billing is connected by a ZSC key, and says what it checked", async () => {
    const made = await line.json<{ email: string; zsc_key: string }>(
      "crm",
      "key",
      "create",
      "--email",
      email,
    );
    expect(made).toEqual({ email, zsc_key: expect.stringMatching(/^[0-9a-f]{40}$/) });
    const { code, stdout } = await line.concord("connect", "--email", email, "--zsc-key", made.zsc_key);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok: /);
    expect(stdout).toMatch(
      /\nConnected with Harbour Supply \(con_\w+\)\. Shared with the CRM: Organization name, /,
    );
    connection = /con_\w+/.exec(stdout)?.[0] ?? "";
  });

  test("then a run before it is configured is refused in one line", async () => {
    const { code, stdout, stderr } = await line.concord("--json", "sync");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^connection\.not_configured: [^;\n]+; [^\n]+\n$/);
  });

  test("then it is configured, with one field mapped by hand", async () => {
    const configured = await line.json<Connection>(
      ...["configure", "--module", "accounts", "--extent", "one-way", "--duplicates", "skip"],
      ...["--view", "All Accounts", "--map", "Ticker_Symbol=designation"],
    );
    expect(configured).toMatchObject({
      id: connection,
      state: "active",
      settings: {
        module: "accounts",
        extent: "one-way",
        duplicates: "skip",
        view: { name: "All Accounts" },
        mapping: expect.arrayContaining([
          expect.objectContaining({ crm: "Ticker_Symbol", billing: "designation" }),
        ]),
      },
    });
  });

  test("then a preview shows what a run would do, and nothing is written", async () => {
    const preview = await line.json<Outcome>("preview");
    expect(Object.keys(preview)).toEqual(["run", "status", "counts", "api_calls", "api_credits", "seconds"]);
    expect(preview).toMatchObject({ status: "done", counts: { fetched: 503, created: 503 } });
    expect(Object.keys(preview.counts)).toEqual(expect.arrayContaining(countNames));
    expect(await line.json("customers", "list")).toMatchObject({ items: [] });
  });

  test("then a run makes the customers, and the next one has nothing to do", async () => {
    const done = await line.json<Outcome>("sync");
    expect(done).toMatchObject({ status: "done", counts: { fetched: 503, created: 503, failed: 0 } });
    expect(Object.keys(done.counts)).toEqual(expect.arrayContaining(countNames));
    expect(done.api_calls).toBeGreaterThan(0);
    expect(done.api_credits).toBeGreaterThan(0);
    firstRun = done.run;
    const { stdout, stderr, code } = await line.concord("sync");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Run run_\w+ is done after [\d.]+ s, \d+ API calls?, \d+ credits?\n/);
    const { items } = await line.json<{ items: { designation: string }[] }>(
      "customers",
      "list",
      "--search",
      "3M",
    );
    expect(items).toHaveLength(1);
  });

  test("then history lists the runs, and what one of them did with each record", async () => {
    const { items } = await line.json<{ items: { id: string; kind: string }[] }>("history");
    expect(items.map(({ kind }) => kind)).toEqual(["instant", "instant", "preview"]);
    const { records, run } = await line.json<{ records: { outcome: string }[]; run: { id: string } }>(
      ...["history", firstRun, "--limit", "200", "--outcome", "created"],
    );
    expect(run.id).toBe(firstRun);
    expect(records).toHaveLength(200);
    const { stdout } = await line.concord("history", firstRun, "--limit", "3");
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^created {2}in billing {2}Accounts {2}\S.*\S {2}\S/);
  });

  test("then one customer is fetched by itself", async () => {
    const { items } = await line.json<{ items: { id: string }[] }>("customers", "list", "--search", "3M");
    const fetched = await line.json<Outcome>("fetch", items[0]?.id ?? "");
    expect(fetched).toMatchObject({ status: "done", counts: { fetched: 1 } });
  });

  test("then it is paused and resumed, disabled and reactivated, and each has its consequence", async () => {
    expect(await line.json<Connection>("pause")).toMatchObject({ id: connection, state: "paused" });
    expect((await line.concord("sync")).stderr).toMatch(/^connection\.paused: .*; .*\n$/);
    expect(await line.json<Connection>("resume")).toMatchObject({ state: "active" });
    await settled();
    expect(await line.json<Connection>("disable")).toMatchObject({ state: "disabled" });
    expect((await line.concord("sync")).stderr).toMatch(/^connection\.disabled: .*; .*\n$/);
    expect(await line.json<Connection>("reactivate")).toMatchObject({ state: "active" });
    await settled();
    expect(await line.json<Outcome>("sync")).toMatchObject({ status: "done", counts: { created: 0 } });
  });

  test("then customers are in a CSV file for its owner, and the server is saved in another", async () => {
    const file = join(line.dataDir, "customers.csv");
    expect(await line.json("customers", "export", file)).toEqual({ file, bytes: statSync(file).size });
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(504);
    const saved = await line.json<{ rows: number; bytes: number }>(
      "backup",
      join(line.dataDir, "all.backup"),
    );
    expect(saved.rows).toBeGreaterThan(1000);
    expect(saved.bytes).toBe(statSync(join(line.dataDir, "all.backup")).size);
  });

  test("F93 then the audit log tells all of it, as done by the command line", async () => {
    const keys = JSON.parse(readFileSync(join(line.dataDir, "cli-keys.json"), "utf8")) as {
      organizations: { key: string }[];
    };
    const answer = await fetch(`${line.address}/api/v1/audit-log?limit=200`, {
      headers: { authorization: `Bearer ${keys.organizations[0]?.key}` },
    });
    const { items } = (await answer.json()) as {
      items: { action: string; actor_kind: string; actor_name: string; at: string }[];
    };
    const done = items.filter(({ actor_kind }) => actor_kind === "api_key");
    expect(new Set(done.map(({ actor_name }) => actor_name))).toEqual(new Set(["Command line"]));
    expect(done.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "connection.connected",
        "connection.configured",
        "connection.paused",
        "connection.resumed",
        "connection.disabled",
        "connection.reactivated",
        "run.started",
      ]),
    );
    expect(done.every(({ at }) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at))).toBe(true);
  });
});

/** Going on after a pause may start a run that catches up; one at a time. */
async function settled(): Promise<void> {
  await expect
    .poll(
      async () =>
        (await line.json<{ items: { status: string }[] }>("history")).items.filter(({ status }) =>
          ["queued", "running"].includes(status),
        ),
      { timeout: 30_000 },
    )
    .toEqual([]);
}
