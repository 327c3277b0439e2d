import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { startSync } from "#sync/run/run.api.ts";
import { dropCrmField, dropView } from "../support/crm-setup.ts";
import { addCrmField, addView, finished, startSyncing, type Sync } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";
import { concord } from "./processes.ts";

let world: World;
let organization: Organization;
let sync: Sync;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd");
  await organization.crm("POST", "/Accounts", {
    data: [{ Account_Name: "Akamai", Phone: "+1 617 444 3000" }, { Account_Name: "Boreal" }],
  });
  sync = await startSyncing(organization, { module: "accounts" });
  await sync.run();
});
afterAll(() => world.stop());

const { command, asked } = atCommandLine(() => ({ world, organization }));

const oneLine = /^[a-z_]+\.[a-z_]+: [^\n]+; [^\n]+\n$/;

describe("B17 given a connection in good health", () => {
  test("F92 when its status is asked for, then state, schedule, last run and records are told", async () => {
    const { code, stdout } = await command("status");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Typed Ltd \(con_\w+\) is active: accounts, one-way[^\n]*; next run 20/);
    expect(stdout).toMatch(
      /last run: done [^\n]*created 2, fetched 2|last run: done [^\n]*fetched 2, created 2/,
    );
    expect(stdout).toContain("linked 2, out of view 0");
    expect((await command("check")).stdout).toMatch(/: all is well\n$/);
  });

  test("F42 when the schedule is changed, then the next run moves; an interval that is none is refused", async () => {
    await asked("schedule", "15m");
    const view = await sync.view();
    expect(view.interval_minutes).toBe(15);
    const soon = Date.parse(view.next_run_at ?? "") - Date.now();
    expect(soon).toBeGreaterThan(0);
    expect(soon).toBeLessThanOrEqual(15 * 60_000);
    await asked("schedule", "off");
    expect(await sync.view()).toMatchObject({ interval_minutes: 0, next_run_at: null });
    const refused = await command("schedule", "3h");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(oneLine);
    expect(refused.stderr).toContain("off, 15m, 1h, 2h, daily");
  });

  test("F46 F47 when the history of a run is asked for, then each field is there before and after, and as CSV", async () => {
    const { items } = await asked<{ items: { id: string }[] }>("history");
    const id = items.at(-1)?.id ?? "";
    const { stdout } = await command("history", id, "--changes", "--outcome", "created");
    expect(stdout).toMatch(/created +in billing +Accounts +Akamai +No customer matched/);
    expect(stdout).toContain('    phone: null -> "+1 617 444 3000"');
    const file = join(world.dataDir, "run.csv");
    await asked("history", id, "--csv", file);
    expect(readFileSync(file, "utf8")).toMatch(/,Akamai,[^\n]*,phone,,\+1 617 444 3000,|,Akamai,[^\n]*phone/);
    expect((await command("history", id, "--csv", join(world.dataDir, "nowhere", "a.csv"))).stderr).toMatch(
      /^cli\.file: /,
    );
  });

  test("when no run is active, then there is nothing to cancel; when one is, then it ends as cancelled", async () => {
    expect((await command("cancel")).stderr).toMatch(/^run\.finished: No run is active; /);
    const rows = Array.from({ length: 100 }, (_, at) => ({ Account_Name: `Many ${at}` }));
    // So many that the run is at work still when the command has started.
    for (let batch = 0; batch < 90; batch += 1)
      await organization.crm("POST", "/Accounts", {
        data: rows.map(({ Account_Name }) => ({ Account_Name: `${Account_Name} of ${batch}` })),
      });
    const { id } = await organization.send(startSync, {
      params: { connection: sync.connection },
      body: { full: true },
    });
    await asked("cancel", id);
    expect((await finished(organization, id)).status).toBe("cancelled");
    const { code, stdout, stderr } = await command("--json", "history", id);
    expect({ code, status: (JSON.parse(stdout) as { run: { status: string } }).run.status }).toEqual({
      code: 1,
      status: "cancelled",
    });
    expect(stderr).toBe(
      `run.cancelled: The run ${id} was cancelled; What it had done is kept; start a run again to go on.\n`,
    );
    await sync.run();
  });

  test("when a customer is shown, then its people and the CRM's present view are told", async () => {
    const { items } = await asked<{ items: { id: string }[] }>("customers", "list", "--search", "akamai");
    const { stdout } = await command("customers", "show", items[0]?.id ?? "");
    expect(stdout).toMatch(/^Akamai \(cus_\w+\), active, USD, \+1 617 444 3000\n/);
    expect(stdout).toMatch(/CRM: Akamai, owner Olivia Owner, http/);
  });

  test("F22 when customers are imported, merged and taken apart again, then each is told", async () => {
    const file = join(import.meta.dirname, "../../docs/examples/customers.csv");
    const dry = await asked<{ created: number }>("customers", "import", file, "--dry-run");
    const done = await asked<{ created: number }>("customers", "import", file);
    expect([dry.created, done.created]).toEqual([3, 3]);
    const find = async (name: string): Promise<string> =>
      (await asked<{ items: { id: string }[] }>("customers", "list", "--search", name)).items[0]?.id ?? "";
    const [survivor, loser] = [await find("wren"), await find("sparrow")];
    const { merge } = await asked<{ merge: string }>("customers", "merge", survivor, loser);
    const { loser: back } = await asked<{ loser: { status: string } }>("customers", "unmerge", merge);
    expect(back.status).toBe("active");
  });

  test("F93 when the audit log is asked for, then it tells who did what, and that nobody touched it", async () => {
    const { stdout } = await command("audit", "--action", "connection", "--limit", "100");
    expect(stdout).toMatch(/owner key +connection\.connected +connection con_/);
    expect(stdout).toMatch(/owner key +connection\.schedule_changed/);
    expect((await command("audit", "--verify")).stdout).toMatch(
      /^All \d+ entries are as they were written\n$/,
    );
  });
});

describe("B17 given a connection whose set-up fits the CRM no longer", () => {
  const check = () => command("check", "--connection", sync.connection);

  test("F92 when a mapped field and then the view are gone, then a check names each with what to do, and ends with 1", async () => {
    const field = await addCrmField(organization, "Accounts", { field_label: "Team", data_type: "text" });
    const view = await addView(organization, "Accounts", "Team Red", { field: "Phone", value: "1" });
    const row = { direction: "to_billing", blank_erases: false } as const;
    const mapping = [
      { crm: "Account_Name", billing: "display_name", ...row },
      { crm: field, billing: "department", ...row },
    ];
    await sync.configure({ view: "Team Red", mapping });
    expect((await check()).code).toBe(0);
    await dropCrmField(organization, "Accounts", field);
    expect(await check()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(`^settings\\.field_gone: A row of the mapping is left out: [^\n]*${field}[^\n]*; Correct`),
      ),
    });
    await dropView(organization, "Accounts", view);
    expect(await check()).toMatchObject({
      code: 1,
      stderr:
        "settings.view_gone: The view Team Red of Accounts is gone; Choose another view in the connection's settings.\n",
    });
    await sync.configure({});
    expect(await check()).toMatchObject({ code: 0, stderr: "" });
  });

  test("B19 when both ways are switched on, then the pairs are tried, one that loses a value is refused with whose and why, and a flag accepts it", async () => {
    const { api_name: field } = await organization.send(customFields.customer.add, {
      body: { label: "Hotline", type: "phone" },
    });
    const name = await addCrmField(organization, "Accounts", { field_label: "Hotline", data_type: "text" });
    await organization.crm("POST", "/Accounts", { data: [{ Account_Name: "Cobalt", [name]: "ask Ann" }] });
    const { settings } = await sync.view();
    const pair = { crm: name, billing: field, direction: "both" as const, blank_erases: false };
    await sync.configure({ mapping: [...(settings?.mapping ?? []), pair] });
    const configure = (...flags: string[]) =>
      command("configure", "--connection", sync.connection, "--module", "accounts", ...flags);
    const refused = await configure("--extent", "two-way");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(oneLine);
    expect(refused.stderr).toMatch(
      /^settings\.loses_values: Hotline and Hotline: 1 of 1 values would not come back as they were, such as "ask Ann" of Cobalt \(Hotline must be a phone number/,
    );
    expect(refused.stderr).toContain("--accept-loss FIELD");
    expect((await configure("--extent", "two-way", "--accept-loss", "Nothing")).stderr).toMatch(
      /^cli\.usage: /,
    );
    const accepted = await configure("--extent", "two-way", "--accept-loss", field);
    expect(accepted).toMatchObject({ code: 0, stderr: "" });
    expect(accepted.stdout).toMatch(
      /pairs of fields tried on 200 records of the CRM's view and 200 customers: 1 lose something\n {2}Hotline=cf_hotline \(both\): 1 of 1 values/,
    );
    const oneWay = await configure("--extent", "one-way");
    expect(oneWay).toMatchObject({ code: 0, stderr: "" });
    expect(oneWay.stdout).not.toContain("tried on");
  });

  test("when a mapped field of billing is gone, then a command says how its row is taken out, and takes it out", async () => {
    const { api_name: field } = await organization.send(customFields.customer.add, {
      body: { label: "Ticker", type: "text" },
    });
    const configure = (...flags: string[]) =>
      command("configure", "--connection", sync.connection, "--module", "accounts", ...flags);
    expect((await configure("--map", `Ticker_Symbol=${field}`)).stdout).toContain(
      "the set-up waits for approval: concord preview shows its effect, concord sync runs it",
    );
    expect(await command("customers", "fields", "delete", field)).toMatchObject({
      code: 1,
      stderr: `cli.usage: ${field} is in use: the sync with Typed Ltd maps it and would go on without it; Give --yes as well to delete it all the same.\n`,
    });
    expect((await command("customers", "fields", "delete", field, "--yes")).code).toBe(0);
    expect(await configure("--duplicates", "skip")).toMatchObject({
      code: 1,
      stderr: `settings.invalid: billing has no field ${field}; choose another one or remove the row; Take a row of the mapping out with --unmap FIELD, or give other fields with --map CRM_Field=billing_field.\n`,
    });
    expect((await configure("--unmap", "Nothing")).stderr).toMatch(
      new RegExp(`^cli\\.usage: --unmap Nothing is not mapped; .*Ticker_Symbol=${field}`),
    );
    expect(await configure("--unmap", field)).toMatchObject({ code: 0, stderr: "" });
    const { settings } = await sync.view();
    expect(settings?.mapping.map((row) => row.crm)).not.toContain("Ticker_Symbol");
    expect(settings?.mapping.map((row) => row.crm)).toContain("Account_Name");
  });
});

describe("B17 given a connection whose key is dead", () => {
  test("F92 when its status is asked for, then the reason and the remedy are told, and the command ends with 1", async () => {
    await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
    for (const name of ["sync", "preview"]) {
      const { code, stdout, stderr } = await command("--json", name);
      expect({ name, code }).toEqual({ name, code: 1 });
      expect(stderr).toMatch(/^connection\.key_refused: [^\n]+; [^\n]+\n$/);
      expect(stdout.trim().split("\n")).toHaveLength(1);
      const run = JSON.parse(stdout) as { run: string; status: string; error: { code: string } };
      expect(run).toMatchObject({ status: "failed", error: { code: "connection.key_refused" } });
      const told = await command("history", run.run);
      expect(told).toMatchObject({ code: 1, stderr });
      expect(told.stdout).toContain(`${run.run} is failed`);
      const file = join(world.dataDir, "failed.csv");
      expect(await command("history", run.run, "--csv", file)).toMatchObject({ code: 1, stderr });
    }
    expect(await command("history")).toMatchObject({ code: 0, stderr: "" });
    const failed = await asked<{ items: { status: string }[] }>("history", "--status", "failed");
    expect(failed.items.map(({ status }) => status)).toEqual(["failed", "failed"]);
    expect((await command("history", "--status", "queued")).stdout).toBe("No run is queued\n");
    expect((await command("history", "--status", "broken")).stderr).toMatch(
      /^cli\.usage: broken is no status of a run; Choose queued/,
    );
    for (const name of ["status", "check"]) {
      const { code, stderr } = await command(name);
      expect({ name, code }).toEqual({ name, code: 1 });
      expect(stderr).toMatch(/^connection\.key_refused: [^\n]+; [^\n]+\n$/);
    }
  });
});

describe("given a command that finds nothing", () => {
  test("then it says so, and how Concord's version is called", async () => {
    expect((await command("customers", "list", "--search", "zzz")).stdout).toBe(
      "No customer begins with zzz\n",
    );
    const nobody = await world.organization("Nobody Ltd");
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: nobody.key };
    expect((await concord(["customers", "list"], env)).stdout).toBe("No customer yet\n");
    expect((await concord(["history"], env)).stdout).toBe("No run yet; start one with concord sync\n");
    expect(await concord(["--version"], {})).toMatchObject({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });
});

describe("given a command that lacks something", () => {
  test.each([
    [["connect", "--email", "a@example.com"], "--zsc-key is missing"],
    [["connect", "--zsc-key", "x"], "--email is missing"],
    [["connect", "--grant-code", "x"], "--client-id, --client-secret and --data-centre"],
    [["history", "--limit", "0"], "--limit is not a number from 1 to 200"],
    [["frobnicate"], "unknown command"],
    [["configure"], "required option '--module <module>'"],
  ])("when %j is typed, then the one line says what", async (args, words) => {
    const { code, stdout, stderr } = await command(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(words);
  });
});
