import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  finished,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord, type Ended } from "./processes.ts";

let world: World;
let organization: Organization;
let sync: Sync;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd");
  const [acme = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Acme", Phone: "+1 555 1" },
  ]);
  sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  await json("configure", "--module", "accounts", "--conflicts", "ask");
  await sync.run();
  const { id, version } = await customerNamed(organization, "Acme");
  await organization.send(editCustomer, { params: { customer: id }, body: { phone: "+1 555 2", version } });
  await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
  await sync.run();
});
afterAll(() => world.stop());

function command(...args: string[]): Promise<Ended> {
  return concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key });
}

async function json<Value>(...args: string[]): Promise<Value> {
  const { code, stdout, stderr } = await command("--json", ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Value;
}

describe("B3 F82 given a conflict that waits", () => {
  test("when the conflicts are listed and one is decided, then both sides have its value; deciding again ends with 1", async () => {
    const listed = await command("conflicts");
    expect(listed.stdout).toMatch(
      /^1 conflict\ncfl_\w+ +Acme +Phone +agreed "\+1 555 1" +CRM "\+1 555 3" +billing "\+1 555 2" +open\n$/,
    );
    expect((await command("status")).stdout).toMatch(/two-way \(conflicts: ask\)[^]*conflicts 1\n/);
    const { items } = await json<{ items: { id: string; version: number }[] }>("conflicts");
    const { id = "", version = 0 } = items[0] ?? {};
    expect(await command("resolve", id, "--take", "both")).toMatchObject({ code: 1, stdout: "" });
    const stale = await command("resolve", id, "--take", "crm", "--seen", String(version + 1));
    expect(stale).toMatchObject({ code: 1, stdout: "" });
    expect(stale.stderr).toMatch(
      /^conflict\.changed: A side of Phone of Acme has changed since it was seen; /,
    );
    const { runs } = await json<{ runs: string[] }>(
      "resolve",
      id,
      "--take",
      "billing",
      "--seen",
      String(version),
    );
    const run = await finished(organization, runs[0] ?? "");
    expect(run.counts).toMatchObject({ updated: 1 });
    expect((await command("history", run.id)).stdout).toMatch(
      /updated +in the CRM +Accounts +Acme +A person decided/,
    );
    const again = await command("resolve", id, "--take", "crm");
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/^conflict\.decided: owner key has decided Phone of Acme already/);
    expect((await command("conflicts")).stdout).toBe("No conflict waits for a decision\n");
    expect((await command("conflicts", "--state", "settled")).stdout).toMatch(
      /settled, billing by owner key\n$/,
    );
  });
});
