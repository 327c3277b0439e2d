import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { getRun, startSync } from "#sync/run/run.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import { startBeside } from "../support/process.ts";
import {
  addRecords,
  age,
  changeRecord,
  outcomeOf,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { change } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
// No worker in this process: the runs are done by processes that can be killed.
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

/** Starts a process that does the waiting run; answers how it ended and how many commits it made. */
function doRun(
  sync: Sync,
  nth: number,
  moment: "before" | "after",
): Promise<{ signal: string | null; commits: number }> {
  const child = startBeside(world, join(import.meta.dirname, "run-child.ts"), {
    args: [sync.organization.id, sync.connection, String(nth), moment],
    // Without the job engine's worker, which would take the run from it.
    env: { CONCORD_ROLES: "web", PORT: "0" },
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) =>
    child.once("close", (_, signal) => resolve({ signal, commits: Number(text.trim()) })),
  );
}

/** Something of everything: a customer to overwrite, two to merge, duplicates, contacts, and more than one batch. */
async function prepared(name: string): Promise<Sync> {
  const organization = await world.organization(name);
  for (const body of [
    { display_name: "Match", phone: "+49 1" },
    { display_name: "Pair", contact_persons: [{ first_name: "Old", email: "old@pair.example" }] },
    { display_name: "PAIR" },
  ])
    await organization.send(createCustomer, { body });
  const names = ["Match", "Pair", "Pair", "New", ...Array.from({ length: 1010 }, (_, at) => `Company ${at}`)];
  const accounts = await addRecords(
    organization,
    "Accounts",
    names.map((Account_Name) => ({ Account_Name, Phone: "+1 5" })),
  );
  await addRecords(
    organization,
    "Contacts",
    accounts
      .slice(0, 5)
      .map((id, at) => ({ Last_Name: `Person ${at}`, Email: `p${at}@example.com`, Account_Name: { id } })),
  );
  return startSyncing(organization, { module: "accounts-and-contacts" });
}

/** Both ways: customers to make, to change and to take from the CRM, and accounts that changed meanwhile. */
async function preparedBothWays(name: string): Promise<Sync> {
  const organization = await world.organization(name);
  const [acme = "", globex = ""] = await addRecords(
    organization,
    "Accounts",
    ["Acme", "Globex"].map((Account_Name) => ({ Account_Name, Phone: "1" })),
  );
  const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "two-way" });
  const first = await start(sync);
  await doRun(sync, 0, "after");
  expect(await viewOf(sync, first)).toMatchObject({ status: "done" });
  await change(organization, "Acme", { phone: "2" });
  await change(organization, "Globex", { phone: "3" });
  await changeRecord(organization, "Accounts", acme, { Billing_City: "Berlin" });
  await changeRecord(organization, "Accounts", globex, { Phone: "4" });
  for (const display_name of ["Initech", "Hooli"])
    await organization.send(createCustomer, {
      body: {
        display_name,
        company_name: display_name,
        contact_persons: [{ last_name: display_name, email: `${display_name}@example.com` }],
      },
    });
  await age(world, organization);
  return sync;
}

/** Both ways: so many customers with a value that changed in billing, and as many that changed in the CRM. */
async function preparedMany(name: string, count: number): Promise<Sync> {
  const organization = await world.organization(name);
  const rows = Array.from({ length: 2 * count }, (_, at) => ({ Account_Name: `Company ${at}`, Phone: "1" }));
  const accounts = await addRecords(organization, "Accounts", rows);
  const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  const first = await start(sync);
  await doRun(sync, 0, "after");
  expect(await viewOf(sync, first)).toMatchObject({ status: "done" });
  for (let at = 0; at < count; at += 1) await change(organization, `Company ${at}`, { phone: "2" });
  await age(world, organization);
  for (const id of accounts.slice(count)) await changeRecord(organization, "Accounts", id, { Phone: "3" });
  return sync;
}

/** What both sides hold in the end. */
async function endOfBoth(sync: Sync): Promise<unknown> {
  const { body: accounts } = await sync.organization.crm(
    "GET",
    "/Accounts?fields=Account_Name,Phone,Billing_City",
  );
  const { body: contacts } = await sync.organization.crm("GET", "/Contacts?fields=Email,Account_Name");
  return {
    billing: await endOf(sync),
    accounts: accounts.data.map((one) => JSON.stringify({ ...one, id: "" })).toSorted(),
    contacts: contacts.data.map((one) => String(one["Email"])).toSorted(),
  };
}

/** The end state without what differs between organizations. */
async function endOf({ organization }: Sync): Promise<unknown[]> {
  const rows = (await outcomeOf(world, organization)) as { links: string }[];
  return rows.map((row) => ({ ...row, links: row.links.replaceAll(/\d{19}/g, "id") }));
}

const start = async ({ organization, connection }: Sync) =>
  (await organization.send(startSync, { params: { connection } })).id;
const viewOf = ({ organization }: Sync, run: string) => organization.send(getRun, { params: { run } });

/** Does the waiting run by processes of which each is killed one commit later than the one before, until one lives to the end. */
async function killedToTheEnd(sync: Sync, moment: "before" | "after"): Promise<void> {
  let nth = 1;
  for (; ; nth += 1) {
    const { signal } = await doRun(sync, nth, moment);
    if (signal === null) break;
    expect(signal).toBe("SIGKILL");
  }
  expect(nth).toBeGreaterThan(3);
}

describe("F80 fault 63 given a process that is killed with kill -9", () => {
  // Nothing leaves the database in this direction: just before a commit all is as it was after the one before it.
  test("when it is killed at every commit of a run in turn, then the next one goes on, and the end is as if nothing had been", async () => {
    const calm = await prepared("Calm");
    const first = await start(calm);
    const { commits } = await doRun(calm, 0, "after");
    expect(commits).toBeGreaterThan(8);
    expect(await viewOf(calm, first)).toMatchObject({ status: "done" });
    const sync = await prepared("Killed");
    const run = await start(sync);
    await killedToTheEnd(sync, "after");
    const { counts } = await viewOf(calm, first);
    const { status, counts: killed } = await viewOf(sync, run);
    expect(status).toBe("done");
    expect({ ...killed, fetched: 0, unchanged: 0 }).toEqual({ ...counts, fetched: 0, unchanged: 0 });
    expect(await endOf(sync)).toEqual(await endOf(calm));
    expect(await twice(world, sync.organization)).toEqual([]);
  }, 300_000);

  test("when it is killed at every commit of a run both ways, then both sides end as if nothing had been, and nothing is made twice", async () => {
    const calm = await preparedBothWays("Calm both ways");
    const first = await start(calm);
    await doRun(calm, 0, "after");
    expect(await viewOf(calm, first)).toMatchObject({ status: "done", error: null });
    const expected = await endOfBoth(calm);
    for (const moment of ["before", "after"] as const) {
      const sync = await preparedBothWays(`Both ways killed ${moment}`);
      const run = await start(sync);
      await killedToTheEnd(sync, moment);
      expect(await viewOf(sync, run)).toMatchObject({ status: "done", error: null });
      expect(await endOfBoth(sync)).toEqual(expected);
      expect(await twice(world, sync.organization)).toEqual([]);
    }
  }, 600_000);

  test("B11 when it is killed at every commit while it changes 15 records on either side, then none counts twice, and it is not stopped as a mass change", async () => {
    for (const moment of ["before", "after"] as const) {
      const sync = await preparedMany(`Many killed ${moment}`, 15);
      const run = await start(sync);
      await killedToTheEnd(sync, moment);
      expect(await viewOf(sync, run)).toMatchObject({ status: "done", error: null, counts: { updated: 30 } });
    }
  }, 300_000);

  test("F86 when it is killed at every commit of an undo, then all is as if nothing had been: each record taken back once", async () => {
    const sync = await prepared("Undo killed");
    const { organization } = sync;
    const before = await endOf(sync);
    const first = await start(sync);
    await doRun(sync, 0, "after");
    const { counts } = await viewOf(sync, first);
    const { id } = await organization.send(undoRun, { params: { run: first }, body: {} });
    await killedToTheEnd(sync, "after");
    const undone = await viewOf(sync, id);
    expect(undone).toMatchObject({ status: "done", error: null, counts: { skipped: 0 } });
    expect(undone.counts.deleted).toBe(counts.created);
    expect(await viewOf(sync, first)).toMatchObject({ undone_by: id });
    const after = (await endOf(sync)) as { links: string }[];
    expect(after.map((row) => ({ ...row, links: "" }))).toEqual(
      (before as { links: string }[]).map((row) => ({ ...row, links: "" })),
    );
    expect(await twice(world, organization)).toEqual([]);
  }, 600_000);
});
