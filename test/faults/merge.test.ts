import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mergeRecords } from "../support/crm-merge.ts";
import { addRecords, customersOf, type Sync, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { json } from "../zoho/faulty-crm.ts";
import { type FaultWorld, startFaultWorld } from "./fault-world.ts";

let faults: FaultWorld;
beforeAll(async () => {
  faults = await startFaultWorld();
});
afterAll(() => faults.stop());

type Pair = { organization: Organization; sync: Sync; old: string; next: string; customer: string };

/** An account with a customer, and a new one that nobody has synced yet. */
async function withPair(name: string, next: Record<string, unknown>): Promise<Pair> {
  faults.proxy.heal();
  const organization = await faults.world.organization(name);
  const [old = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Old", Phone: "+1 1" }]);
  const sync = await startSyncing(organization, { module: "accounts", crmUrl: faults.proxy.url });
  await sync.run();
  const [customer] = await customersOf(organization);
  const [fresh = ""] = await addRecords(organization, "Accounts", [next]);
  return { organization, sync, old, next: fresh, customer: customer?.id ?? "" };
}

const stateOf = async ({ sync }: Pair, id: string): Promise<string | undefined> =>
  (await sync.links()).find((link) => link.crm_id === id)?.state;

describe("B8 given a CRM whose list of deletions and whose timeline do not say what was merged", () => {
  test("when only the survivor's timeline names the record, then the link goes to the survivor", async () => {
    const pair = await withPair("Survivor tells", { Account_Name: "Something else" });
    await mergeRecords(pair.organization, "Accounts", pair.next, { [pair.old]: [] });
    faults.proxy.fault(new RegExp(`GET .*${pair.old}/__timeline`), json(204, undefined));
    expect(await pair.sync.run()).toMatchObject({ status: "done", counts: { created: 0, updated: 1 } });
    expect(await stateOf(pair, pair.next)).toBe("linked");
    expect((await customersOf(pair.organization)).map(({ id }) => id)).toEqual([pair.customer]);
  });

  test("when no timeline says anything, then one that the same person changed in that moment and that is known by the same phone is the survivor", async () => {
    const pair = await withPair("Values tell", { Account_Name: "New name", Phone: "+1 9" });
    await mergeRecords(pair.organization, "Accounts", pair.next, { [pair.old]: ["Phone"] });
    faults.proxy.fault(/GET .*\/__timeline/, json(204, undefined));
    expect(await pair.sync.run()).toMatchObject({ status: "done", counts: { created: 0, updated: 1 } });
    expect(await stateOf(pair, pair.next)).toBe("linked");
    expect(await stateOf(pair, pair.old)).toBe("duplicate");
  });

  test("when the timeline cannot be read and nothing else is alike, then the record counts as deleted and no link is guessed", async () => {
    const pair = await withPair("Nothing tells", { Account_Name: "Stranger" });
    await mergeRecords(pair.organization, "Accounts", pair.next, { [pair.old]: [] });
    faults.proxy.fault(
      /GET .*\/__timeline/,
      json(403, { code: "NO_PERMISSION", details: {}, message: "no", status: "error" }),
    );
    expect(await pair.sync.run()).toMatchObject({
      status: "done",
      counts: { deleted_in_crm: 1, created: 1 },
    });
    expect(await stateOf(pair, pair.old)).toBe("deleted_in_crm");
  });

  test("when a record is only deleted, then it costs no further call", async () => {
    const pair = await withPair("Only deleted", { Account_Name: "Other" });
    await pair.organization.crm("DELETE", `/Accounts/${pair.old}`);
    faults.proxy.heard.length = 0;
    expect(await pair.sync.run()).toMatchObject({ status: "done", counts: { deleted_in_crm: 1 } });
    expect(faults.proxy.heard.filter(({ path }) => /__timeline|coql/.test(path))).toEqual([]);
  });
});
