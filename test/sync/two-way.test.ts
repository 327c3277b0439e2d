import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  fingerprint,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** An organization whose account Acme is linked both ways. */
async function withAcme(name: string): Promise<{ sync: Sync; organization: Organization; acme: string }> {
  const organization = await world.organization(name);
  const [acme = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Acme", Phone: "+1 555 1", Billing_City: "Berlin" },
  ]);
  const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  expect(await sync.run()).toMatchObject({ status: "done", error: null, counts: { created: 1 } });
  return { sync, organization, acme };
}

async function change(organization: Organization, name: string, values: object): Promise<void> {
  const { id, version } = await customerNamed(organization, name);
  await organization.send(editCustomer, { params: { customer: id }, body: { ...values, version } });
}

async function account(organization: Organization, id: string): Promise<Record<string, unknown>> {
  const { status, body } = await organization.crm("GET", `/Accounts/${id}`);
  expect(status).toBe(200);
  return body.data[0] as Record<string, unknown>;
}

describe("F18 given a connection that syncs both ways", () => {
  test("when a linked customer changes in billing, then its account has the values after a run, and a further run writes nothing", async () => {
    const { sync, organization, acme } = await withAcme("Both ways");
    await change(organization, "Acme", { phone: "+1 555 2" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { updated: 1, failed: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2", Billing_City: "Berlin" });
    expect(await sync.records(run)).toMatchObject([
      {
        crm_id: acme,
        side: "crm",
        outcome: "updated",
        reason: "billing.changed",
        changes: [{ field: "phone", from: "+1 555 1", to: "+1 555 2" }],
      },
    ]);
    await sync.run();
    const before = await fingerprint(world, organization);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("when a customer is made in billing, then the CRM has an account of it, owned by the connection's user, and one only", async () => {
    const { sync, organization } = await withAcme("New in billing");
    await organization.send(createCustomer, {
      body: { display_name: "Globex", phone: "+1 555 9", currency_code: "USD" },
    });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { created: 1, failed: 0 } });
    await sync.run();
    await sync.run({ full: true });
    const { body } = await organization.crm("GET", "/Accounts?fields=Account_Name,Phone,Owner,Concord_ID");
    const made = body.data.filter((one) => one["Account_Name"] === "Globex");
    expect(made).toMatchObject([
      {
        Phone: "+1 555 9",
        Owner: { email: organization.owner.email },
        Concord_ID: (await customerNamed(organization, "Globex")).id,
      },
    ]);
  });
});

describe("F81 F82 given a linked pair that changed on both sides", () => {
  test("when different fields changed, then both survive on both sides", async () => {
    const { sync, organization, acme } = await withAcme("Different fields");
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2", Billing_City: "Hamburg" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      phone: "+1 555 2",
      billing_address: { city: "Hamburg" },
    });
  });
});
