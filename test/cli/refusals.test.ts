import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, runCommand, startCommandLine } from "./command-line.ts";

/** What every refusal looks like: `code: what; remedy`. */
const oneLine = /^[a-z_]+\.[a-z_]+: [^\n]+; [^\n]+\n$/;

let line: CommandLine;
let folder: string;
const place = ["--currency", "USD", "--country", "US", "--time-zone", "America/New_York"];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "concord-cli-"));
  line = await startCommandLine();
  await line.json("org", "create", "First Ltd", ...place, "--owner", "first@example.com");
  await line.json("org", "create", "Second Ltd", ...place, "--owner", "first@example.com");
});
afterAll(async () => {
  await line?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("given a command that cannot be done, then it ends with 1, one line and nothing else", () => {
  const first = ["--org", "First Ltd"];
  test.each([
    ["no command", [], "cli.usage", "concord --help"],
    ["a command that there is not", ["frobnicate"], "cli.usage", "unknown command 'frobnicate'"],
    ["one of a later version", ["disputes", "list"], "cli.usage", "unknown command 'disputes'"],
    ["a misspelt command", ["synk"], "cli.usage", "Did you mean sync?"],
    ["an option that there is not", ["sync", "--fast"], "cli.usage", "unknown option '--fast'"],
    ["an option without its value", ["connect", "--email"], "cli.usage", "--email <email>"],
    ["an option left out", ["connect", "--email", "a@example.com"], "cli.usage", "--zsc-key is missing"],
    ["an argument left out", ["fetch"], "cli.usage", "missing required argument 'customer'"],
    ["too many arguments", ["sync", "now"], "cli.usage", "too many arguments"],
    ["no organization named among several", ["history"], "cli.organization_unclear", "First Ltd"],
    [
      "no organization named among several, for what changes something",
      ["key", "create"],
      "cli.organization_unclear",
      "Name one with --org, or in CONCORD_ORG: First Ltd (",
    ],
    [
      "an organization that there is not",
      ["--org", "Third Ltd", "history"],
      "cli.organization_unclear",
      "Third Ltd",
    ],
    ["a number that is none", [...first, "history", "--limit", "many"], "cli.usage", "--limit"],
    [
      "a number that is too large",
      [...first, "customers", "list", "--limit", "5000"],
      "cli.usage",
      "--limit",
    ],
    ["a run that there is not", [...first, "history", "run_none"], "run.not_found", ""],
    [
      "something else than a run",
      [...first, "history", "yesterday"],
      "request.invalid",
      "must be the id of a run",
    ],
    ["a customer that there is not", [...first, "fetch", "cus_none"], "link.not_found", ""],
    ["no connection yet", [...first, "sync"], "cli.connection_unclear", "concord connect"],
    [
      "a key that the CRM does not know",
      [...first, "connect", "--email", "first@example.com", "--zsc-key", "x"],
      "connection.key_refused",
      "",
    ],
    [
      "a CRM that may not be connected",
      [
        ...first,
        "connect",
        "--email",
        "first@example.com",
        "--zsc-key",
        "x",
        "--crm-url",
        "http://169.254.169.254",
      ],
      "connection.url_refused",
      "CONCORD_CRM_URLS",
    ],
    ["a module that there is not", [...first, "crm", "import", "invoices", "x.csv"], "cli.usage", "invoices"],
    [
      "a file that there is not",
      [...first, "crm", "import", "accounts", "nowhere.csv"],
      "cli.file",
      "nowhere.csv",
    ],
    [
      "a mapping that is none",
      [...first, "crm", "import", "accounts", "x.csv", "--map", "Name"],
      "cli.file",
      "x.csv",
    ],
    ["a role that there is not", [...first, "key", "create", "--role", "god"], "request.invalid", "role"],
    [
      "an e-mail address of nobody",
      [...first, "crm", "key", "create", "--email", "nobody@example.com"],
      "crm.user_unknown",
      "",
    ],
    [
      "a currency that there is not",
      ["org", "create", "X", "--currency", "XXX", "--country", "US", "--time-zone", "UTC"],
      "request.invalid",
      "currency",
    ],
    [
      "an owner that is no address",
      ["org", "create", "X", ...place, "--owner", "me"],
      "request.invalid",
      "owner",
    ],
    ["a folder instead of a file", [...first, "customers", "export", "."], "cli.file", ""],
    ["a backup into nowhere", ["backup", "no/such/folder/file"], "backup.file", "no/such/folder"],
    ["a backup that there is not", ["restore", "nowhere.backup"], "restore.in_use", "runs on this data"],
    ["roles that there are not", ["serve", "--roles", "cook"], "start.config", "CONCORD_ROLES"],
  ])("%s", async (_what, args, code, words) => {
    const {
      code: exit,
      stdout,
      stderr,
    } = await runCommand(["--json", ...args], { CONCORD_DATA: line.dataDir }, folder);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    expect(stderr).toMatch(oneLine);
    expect(stderr.startsWith(`${code}: `), stderr).toBe(true);
    expect(stderr).toContain(words);
  });

  test("a file that is no text", async () => {
    writeFileSync(join(folder, "latin.csv"), Buffer.from("Account Name\nCaf\xe9\n", "latin1"));
    const { code, stderr } = await runCommand(
      [...first, "crm", "import", "accounts", "latin.csv"],
      { CONCORD_DATA: line.dataDir },
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cli\.file: latin\.csv: .*UTF-8.*; Save it as UTF-8 and try again\.\n$/);
  });

  test("no server on this data", async () => {
    const { code, stdout, stderr } = await runCommand(
      ["history"],
      { CONCORD_DATA: join(folder, "empty") },
      folder,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^cli\.no_server: .*; Start it with npm start, .*\n$/);
  });

  test("a server that was killed and left its file", async () => {
    const server = JSON.stringify({
      url: line.address,
      database_url: "postgres://x",
      api_key: "x",
      pid: 2 ** 22 - 3,
    });
    writeFileSync(join(folder, "server.json"), server);
    const { code, stderr } = await runCommand(["history"], { CONCORD_DATA: folder }, folder);
    expect([code, stderr.split(":")[0]]).toEqual([1, "cli.no_server"]);
  });

  test("a wrong key for a server elsewhere", async () => {
    const env = { CONCORD_URL: line.address, CONCORD_API_KEY: `concord_live_${"x".repeat(43)}` };
    const { code, stdout, stderr } = await runCommand(["--json", "history"], env, folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^auth\.key_invalid: .*; .*\n$/);
  });

  test("a key whose role is too low", async () => {
    const { key } = await line.json<{ key: string }>(...first, "key", "create", "--role", "read_only");
    const env = { CONCORD_URL: line.address, CONCORD_API_KEY: key };
    const { code, stderr } = await runCommand(["key", "create"], env, folder);
    expect([code, stderr.split(":")[0]]).toEqual([1, "auth.forbidden"]);
  });

  test("a key of one organization, with the name of another", async () => {
    const { key } = await line.json<{ key: string }>(...first, "key", "create", "--role", "owner");
    const env = { CONCORD_URL: line.address, CONCORD_API_KEY: key };
    expect((await runCommand(["--org", "First Ltd", "history"], env, folder)).code).toBe(0);
    const { code, stderr } = await runCommand(["--org", "Second Ltd", "history"], env, folder);
    expect([code, stderr.split(":")[0]]).toEqual([1, "cli.organization_unclear"]);
    expect(stderr).toContain("First Ltd");
  });
});

describe("given a command that can be done", () => {
  test("when help is asked for, then it is printed to standard output and the end is 0", async () => {
    for (const args of [["--help"], ["sync", "--help"], ["crm", "client", "create", "--help"]]) {
      const { code, stdout, stderr } = await runCommand(args, {}, folder);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^Usage: concord /);
    }
  });

  test("when the organization is named by its id or in small letters, then it is found", async () => {
    const { organizations } = await line.json<{ organizations: { id: string; name: string }[] }>(
      "org",
      "list",
    );
    const second = organizations.find(({ name }) => name === "Second Ltd")?.id ?? "";
    for (const name of [second, "second ltd"])
      expect(await line.json("--org", name, "history")).toEqual({ items: [], next_cursor: null });
    expect(await line.json("history", "--org", second)).toEqual({ items: [], next_cursor: null });
  });

  test("when CONCORD_ORG names the organization, then it is taken, and --org is stronger", async () => {
    const env = { CONCORD_DATA: line.dataDir, CONCORD_ORG: "Second Ltd" };
    const { stdout } = await runCommand(["--json", "key", "create", "--name", "Of second"], env, folder);
    const { key } = JSON.parse(stdout) as { key: string };
    const remote = { CONCORD_URL: line.address, CONCORD_API_KEY: key };
    expect((await runCommand(["history"], { ...remote, CONCORD_ORG: "second ltd" }, folder)).code).toBe(0);
    expect((await runCommand(["history"], { ...remote, CONCORD_ORG: "First Ltd" }, folder)).stderr).toMatch(
      /^cli\.organization_unclear: The key in CONCORD_API_KEY is of the organization Second Ltd, not of First Ltd; /,
    );
    expect((await runCommand(["--org", "Third Ltd", "history"], env, folder)).stderr).toContain(
      "No organization is called Third Ltd",
    );
    const empty = { ...env, CONCORD_ORG: "" };
    expect((await runCommand(["history"], empty, folder)).stderr).toContain(
      "There are several organizations",
    );
  });

  test("when it is asked for without --json, then it is told in words, an empty list too", async () => {
    expect(await line.concord("--org", "Second Ltd", "history")).toEqual({
      code: 0,
      stdout: "No run yet; start one with concord sync\n",
      stderr: "",
    });
    const { stdout } = await line.concord("org", "list");
    expect(stdout).toMatch(/^org_\w{26} {2}First Ltd\norg_\w{26} {2}Second Ltd\n$/);
  });

  test("when one of several is called as the demo's, then it is not taken for the one that is meant", async () => {
    await line.json("org", "create", "Northwind Subscriptions", ...place, "--owner", "first@example.com");
    for (const args of [["history"], ["key", "create"]])
      expect((await line.concord(...args)).stderr).toMatch(
        /^cli\.organization_unclear: There are several organizations; .*Northwind Subscriptions \(/,
      );
  });
});
