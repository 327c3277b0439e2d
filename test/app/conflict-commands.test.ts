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
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let organization: Organization;
let sync: Sync;
let acme: string;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd");
  [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme", Phone: "+1 555 1" }]);
  sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  await asked("configure", "--module", "accounts", "--conflicts", "ask");
  await sync.run();
  await disagree("+1 555 2", "+1 555 3");
});
afterAll(() => world.stop());

/** Both sides change the phone number, and a run finds it. */
async function disagree(billing: string, crm: string): Promise<void> {
  const { id, version } = await customerNamed(organization, "Acme");
  await organization.send(editCustomer, { params: { customer: id }, body: { phone: billing, version } });
  await changeRecord(organization, "Accounts", acme, { Phone: crm });
  await sync.run();
}

const { command, asked } = atCommandLine(() => ({ world, organization }));

describe("B3 F82 given a conflict that waits", () => {
  test("when the conflicts are listed and one is decided, then both sides have its value; deciding again ends with 1", async () => {
    const listed = await command("conflicts");
    expect(listed.stdout).toMatch(
      /^1 conflict\ncfl_\w+ +Acme +Phone +agreed "\+1 555 1" +CRM "\+1 555 3" +billing "\+1 555 2" +open\n$/,
    );
    expect((await command("status")).stdout).toMatch(/two-way \(conflicts: ask\)[^]*conflicts 1\n/);
    const { items } = await asked<{ items: { id: string; version: number }[] }>("conflicts");
    const { id = "", version = 0 } = items[0] ?? {};
    expect(await command("resolve", id, "--take", "both")).toMatchObject({ code: 1, stdout: "" });
    const stale = await command("resolve", id, "--take", "crm", "--seen", String(version + 1));
    expect(stale).toMatchObject({ code: 1, stdout: "" });
    expect(stale.stderr).toMatch(
      /^conflict\.changed: A side of Phone of Acme has changed since it was seen; /,
    );
    const { runs } = await asked<{ runs: string[] }>(
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

  test("when a value of one's own is given, then both sides get it; with a side, or neither, nothing is decided", async () => {
    await disagree("+1 555 4", "+1 555 5");
    const { items } = await asked<{ items: { id: string }[] }>("conflicts");
    const { id = "" } = items[0] ?? {};
    for (const wrong of [[], ["--take", "crm", "--value", "+1 555 6"]]) {
      const refused = await command("resolve", id, ...wrong);
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toMatch(/^cli\.usage: /);
    }
    const given = await command("resolve", id, "--value", "+1 555 6");
    expect(given.stdout).toMatch(
      /: Phone of Acme becomes "\+1 555 6" on both sides, in place of "\+1 555 5" and "\+1 555 4"\nRun /,
    );
    await finished(organization, /Run (run_\w+)/.exec(given.stdout)?.[1] ?? "");
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 6" });
    const { body } = await organization.crm("GET", `/Accounts/${acme}`);
    expect(body.data[0]?.["Phone"]).toBe("+1 555 6");
    expect((await command("conflicts", "--state", "settled")).stdout).toMatch(
      /settled, value by owner key\n/,
    );
  });
});
