import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import {
  cancelRun,
  customerHistory,
  getRun,
  listRunRecords,
  listRuns,
  type RunView,
  startSync,
} from "#sync/run/run.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  finished,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** A first run in which records were made, overwritten and left out. */
async function withHistory(
  name: string,
): Promise<{ organization: Organization; sync: Sync; run: RunView; accounts: string[] }> {
  const organization = await world.organization(name);
  await organization.send(createCustomer, { body: { display_name: "Akamai", phone: "+49 1" } });
  const accounts = await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 617" },
    { Account_Name: "Zylker" },
  ]);
  await addRecords(organization, "Contacts", [
    { First_Name: "Boney", Last_Name: "Miles", Account_Name: { id: accounts[0] } },
    { Last_Name: "Alone" },
  ]);
  const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
  return { organization, sync, accounts, run: await sync.run() };
}

/** The export of a run's history as it is downloaded, with its type and file name. */
async function download(organization: Organization, run: string): Promise<{ text: string; type: string }> {
  const response = await fetch(`${world.url}/api/v1/runs/${run}/export`, {
    headers: { authorization: `Bearer ${organization.key}` },
  });
  const type = `${response.headers.get("content-type")} ${response.headers.get("content-disposition")}`;
  return { type, text: await response.text() };
}

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe("F46 given runs", () => {
  test("when they are listed, then each says when, who, direction, mode, duration, counts and cost, the newest first", async () => {
    const { organization, sync, run } = await withHistory("Lists runs");
    const preview = await sync.preview();
    const { items } = await organization.send(listRuns, { query: { connection: sync.connection } });
    expect(items.map((one) => one.id)).toEqual([preview.id, run.id]);
    expect(items[1]).toMatchObject({
      kind: "instant",
      mode: "full",
      direction: "crm_to_billing",
      status: "done",
      phase: "done",
      started_by: { kind: "api_key", name: "owner key" },
      counts: { fetched: 4, created: 2, overwritten: 1, skipped: 1, updated: 0, failed: 0 },
      error: null,
    });
    expect(items[1]?.api_calls).toBeGreaterThan(3);
    expect(items[1]?.api_credits).toBeGreaterThan(3);
    expect(items[1]?.seconds).toBeGreaterThan(0);
    expect(Date.parse(items[1]?.finished_at ?? "")).toBeGreaterThanOrEqual(
      Date.parse(items[1]?.started_at ?? ""),
    );
    const only = await organization.send(listRuns, { query: { kind: "preview", status: "done" } });
    expect(only.items.map((one) => one.id)).toEqual([preview.id]);
    const first = await organization.send(listRuns, { query: { connection: sync.connection, limit: 1 } });
    expect(first.items.map((one) => one.id)).toEqual([preview.id]);
    const second = await organization.send(listRuns, {
      query: { connection: sync.connection, limit: 1, cursor: first.next_cursor ?? "" },
    });
    expect(second).toMatchObject({ items: [{ id: run.id }], next_cursor: null });
  });
});

describe("F47 given the records of a run", () => {
  test("when they are read, then each has its outcome, its reason in words, and every field before and after", async () => {
    const { sync, run, accounts } = await withHistory("Reads records");
    const records = await sync.records(run);
    expect(records.map((one) => [one.name, one.outcome, one.reason])).toEqual(
      expect.arrayContaining([
        ["Zylker", "created", "new"],
        ["Akamai", "overwritten", "match.overwritten"],
        ["Boney Miles", "created", "new"],
        ["Alone", "skipped", "contact.no_account"],
      ]),
    );
    expect(records.every((one) => one.explanation.endsWith(".") && one.explanation !== one.reason)).toBe(
      true,
    );
    expect(records.find((one) => one.crm_id === accounts[0])?.changes).toContainEqual({
      field: "phone",
      from: "+49 1",
      to: "+1 617",
    });
    expect((await sync.records(run, { outcome: "skipped" })).map((one) => one.name)).toEqual(["Alone"]);
    expect((await sync.records(run, { outcome: "skipped,overwritten" })).map((one) => one.name)).toHaveLength(
      2,
    );
    expect((await sync.records(run, { search: "ZYLK" })).map((one) => one.name)).toEqual(["Zylker"]);
    expect(await sync.records(run, { search: "100%_" })).toEqual([]);
  });

  test("when there are many, then pages of them make up the whole, each record once", async () => {
    const organization = await world.organization("Many records");
    await addRecords(
      organization,
      "Accounts",
      Array.from({ length: 430 }, (_, at) => ({ Account_Name: `Company ${at}` })),
    );
    const sync = await startSyncing(organization, { module: "accounts" });
    const run = await sync.run();
    const records = await sync.records(run);
    expect(records).toHaveLength(430);
    expect(new Set(records.map((one) => one.crm_id)).size).toBe(430);
    const refusal = await organization.refusal(listRunRecords, {
      params: { run: run.id },
      query: { cursor: "nonsense" },
    });
    expect(refusal).toMatchObject({ code: "request.invalid", status: 400 });
    const rows = rowsOf((await download(organization, run.id)).text);
    expect(new Set(rows.map((row) => row["CRM id"])).size).toBe(430);
  });

  test("when they are exported, then the CSV has each field before and after, and no cell is a formula", async () => {
    const organization = await world.organization("Exports");
    const evil = [
      '=HYPERLINK("http://evil.example","Click")',
      "+1+cmd|' /C calc'!A0",
      "-2+3",
      "@SUM(A1)",
      "\tTab",
      "＝1",
    ];
    await addRecords(
      organization,
      "Accounts",
      evil.map((name) => ({
        Account_Name: `${name} Ltd`,
        Description: `${name}\r\nsecond "line", and more`,
      })),
    );
    const sync = await startSyncing(organization, { module: "accounts" });
    const run = await sync.run();
    const { text, type } = await download(organization, run.id);
    const rows = rowsOf(text);
    expect(type).toBe(`text/csv; charset=utf-8 attachment; filename="${run.id}.csv"`);
    expect(text.endsWith("\r\n")).toBe(true);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((cell) => /^[\s;,|"]*[=+@＝]|^[\s;,|"]*-\D/.test(cell))).toEqual([]);
    const notes = rows.filter((row) => row["Field"] === "notes").map((row) => row["To"]);
    expect(notes).toContain('\'=HYPERLINK("http://evil.example","Click")\nsecond "line", and more');
    expect(rows[0]).toMatchObject({
      Outcome: "created",
      Reason: "No customer matched, so a new one is made.",
    });
  });

  test("when a customer's history is asked for, then it tells what runs did with it and its people, and no preview", async () => {
    const { organization, sync, accounts, run } = await withHistory("Customer history");
    await sync.preview();
    await changeRecord(organization, "Accounts", accounts[0] ?? "", { Phone: "+1 700" });
    const second = await sync.run();
    const { id } = await customerNamed(organization, "Akamai");
    const { items } = await organization.send(customerHistory, { params: { customer: id } });
    expect(items.map((one) => [one.run, one.outcome])).toEqual([
      [second.id, "updated"],
      [run.id, "created"],
      [run.id, "overwritten"],
    ]);
    expect(items[0]).toMatchObject({
      by: "owner key",
      changes: [{ field: "phone", from: "+1 617", to: "+1 700" }],
    });
  });

  test("when another organization asks for them, then there is no such run", async () => {
    const { run } = await withHistory("Keeps to itself");
    const stranger = await world.organization("Stranger");
    expect(await stranger.refusal(getRun, { params: { run: run.id } })).toMatchObject({
      code: "run.not_found",
    });
    expect(await stranger.refusal(listRunRecords, { params: { run: run.id }, query: {} })).toMatchObject({
      code: "run.not_found",
    });
    expect((await download(stranger, run.id)).text).toContain("run.not_found");
  });
});

/** The events of a run as a browser gets them. */
async function watch(organization: Organization, run: string): Promise<RunView[]> {
  const response = await fetch(`${world.url}/api/v1/runs/${run}/events`, {
    headers: { authorization: `Bearer ${organization.key}` },
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const text = await response.text();
  return text
    .split("\n\n")
    .filter((event) => event.startsWith("data: "))
    .map((event) => JSON.parse(event.slice(6)) as RunView);
}

async function withMany(name: string, count: number): Promise<Sync> {
  const organization = await world.organization(name);
  await addRecords(
    organization,
    "Accounts",
    Array.from({ length: count }, (_, at) => ({ Account_Name: `Company ${at}` })),
  );
  return startSyncing(organization, { module: "accounts-and-contacts" });
}

describe("F36 given a run that is watched", () => {
  test("when it works, then its phase, records done of those expected, rate and time left are told, until it is over", async () => {
    const sync = await withMany("Watched", 4500);
    const { organization } = sync;
    const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
    const events = await watch(organization, id);
    expect(events.at(-1)).toMatchObject({
      status: "done",
      done: 4500,
      seconds_left: null,
      counts: { created: 4500 },
    });
    const working = events.filter((one) => one.status === "running");
    expect(working.some((one) => one.phase === "Reading accounts" && one.expected === 4500)).toBe(true);
    expect(
      working.some((one) => one.reader?.reader === "pages" && one.reader.why.includes("4500 records")),
    ).toBe(true);
    const done = events.map((one) => one.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const midway = working.find((one) => one.done > 0 && one.done < 4500);
    expect(midway?.rate).toBeGreaterThan(0);
    expect(midway?.seconds_left).toBeGreaterThan(0);
    // Who comes late gets the end at once.
    expect(await watch(organization, id)).toMatchObject([{ id, status: "done" }]);
  });
});

describe("given a run that is cancelled", () => {
  test("when it works, then it ends after its batch, what is done stays, and the next run makes the rest without doubles", async () => {
    const sync = await withMany("Cancelled", 6000);
    const { organization } = sync;
    const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
    while ((await organization.send(getRun, { params: { run: id } })).done < 1000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await organization.send(cancelRun, { params: { run: id } });
    const run = await finished(organization, id);
    expect(run).toMatchObject({ status: "cancelled", phase: "cancelled", error: null });
    const { linked } = (await sync.view()).counts;
    expect(linked).toBe(run.counts.created);
    expect(linked).toBeGreaterThanOrEqual(1000);
    expect(linked).toBeLessThan(6000);
    expect(await organization.refusal(cancelRun, { params: { run: id } })).toMatchObject({
      code: "run.finished",
      details: { status: "cancelled" },
    });
    const rest = await sync.run();
    expect(rest).toMatchObject({ status: "done", mode: "full" });
    expect((await sync.view()).counts.linked).toBe(6000);
    expect(await twice(world, organization)).toEqual([]);
  });
});
