import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { linkCustomer, searchCrm, unlinkCustomer } from "#sync/link/repair.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  fingerprint,
  finished,
  peopleByCustomer,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { account, accountsOf, change, withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** Waits for the run that a link by hand starts. */
async function lastRun({ organization, connection }: Sync) {
  const { items } = await organization.send(listRuns, { query: { connection, limit: 1 } });
  return finished(organization, items[0]?.id ?? "");
}

describe("F88 B4 given a customer that is linked, in a connection that syncs both ways", () => {
  test("when it is unlinked, then both stay, nothing goes between them any more, and no run links or makes them again", async () => {
    const { sync, organization, acme } = await withAcme(world, "Unlinked");
    const { id } = await customerNamed(organization, "Acme");
    expect(await organization.send(unlinkCustomer, { params: { customer: id }, body: {} })).toMatchObject({
      crm_id: acme,
      crm_module: "Accounts",
    });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ linked: false, status: "active" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 8" });
    await change(organization, "Acme", { phone: "+1 555 9" });
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, updated: 0 },
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 0, updated: 0 } });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 9" });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 8" });
    expect(await customersOf(organization)).toHaveLength(1);
    expect((await accountsOf(organization, "Phone"))["Acme"]).toHaveLength(1);
    expect((await organization.refusal(unlinkCustomer, { params: { customer: id }, body: {} })).code).toBe(
      "link.not_found",
    );
  });

  test("when it is linked again by hand, then it is fetched by what both agreed on before, and changes go both ways again", async () => {
    const { sync, organization, acme } = await withAcme(world, "Linked again");
    const { id } = await customerNamed(organization, "Acme");
    await organization.send(unlinkCustomer, { params: { customer: id }, body: {} });
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg" });
    await change(organization, "Acme", { phone: "+1 555 9" });
    const link = await organization.send(linkCustomer, { params: { customer: id }, body: { crm_id: acme } });
    expect(link).toMatchObject({ crm_id: acme, customer: id, state: "linked" });
    expect(await lastRun(sync)).toMatchObject({ kind: "fetch_one", status: "done", error: null });
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      linked: true,
      phone: "+1 555 9",
      billing_address: { city: "Hamburg" },
    });
    await sync.run();
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 9", Billing_City: "Hamburg" });
    await sync.run();
    const before = await fingerprint(world, organization);
    expect(await sync.run()).toMatchObject({ counts: { updated: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
  });
});

describe("F88 given a customer and an account of different names", () => {
  test("when they are linked by hand, then the customer takes the account's values and its contacts, and no second one is made", async () => {
    const organization = await world.organization("By hand");
    const [acme = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme Ltd", Phone: "+1 555 1" },
    ]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Miles", Account_Name: { id: acme } }]);
    const { id } = await organization.send(createCustomer, {
      body: { display_name: "The Acme people", currency_code: "USD" },
    });
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "one-way" });
    const found = await organization.send(searchCrm, { params: { customer: id }, query: { search: "acme" } });
    expect(found.items).toEqual([
      {
        crm_id: acme,
        crm_module: "Accounts",
        name: "Acme Ltd",
        detail: "+1 555 1",
        customer: null,
        customer_name: null,
      },
    ]);
    await organization.send(linkCustomer, { params: { customer: id }, body: { crm_id: acme } });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    expect(await customersOf(organization)).toHaveLength(1);
    expect(await customerNamed(organization, "Acme Ltd")).toMatchObject({
      id,
      phone: "+1 555 1",
      linked: true,
    });
    expect(await peopleByCustomer(organization)).toEqual({ "Acme Ltd": ["Miles"] });
    await organization.send(unlinkCustomer, { params: { customer: id }, body: {} });
    expect(await sync.links({ state: "out_of_view" })).toMatchObject([{ crm_module: "Contacts" }]);
  });
});

describe("F88 given what cannot be linked", () => {
  test("when it is tried, then it is refused with the reason and nothing is changed", async () => {
    const { sync, organization, acme } = await withAcme(world, "Refusals");
    const [other = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Other" }]);
    const linked = await customerNamed(organization, "Acme");
    const free = await organization.send(createCustomer, {
      body: { display_name: "Free", currency_code: "USD" },
    });
    const [person = ""] = await addRecords(organization, "Contacts", [{ Last_Name: "Miles" }]);
    const before = await fingerprint(world, organization);
    const refusal = async (customer: string, crm_id: string) =>
      (await organization.refusal(linkCustomer, { params: { customer }, body: { crm_id } })).code;
    expect(await refusal(linked.id, other)).toBe("link.already_linked");
    expect(await refusal(free.id, acme)).toBe("link.already_linked");
    expect(await refusal(free.id, "1234567890123456789")).toBe("run.record_not_visible");
    const ofOther = await organization.refusal(linkCustomer, {
      params: { customer: free.id },
      body: { crm_id: person },
    });
    expect(ofOther).toMatchObject({
      code: "run.record_not_visible",
      title: `The record ${person} is one of Contacts, and customers come from Accounts`,
      remedy: "Give the id of one of Accounts.",
    });
    expect(await refusal("cus_00000000000000000000000000", other)).toBe("customer.not_found");
    expect(await fingerprint(world, organization)).toEqual(before);
    const found = await organization.send(searchCrm, {
      params: { customer: free.id },
      query: { search: "Ac" },
    });
    expect(found.items).toMatchObject([{ crm_id: acme, customer: linked.id, customer_name: "Acme" }]);
    expect(await sync.links()).toHaveLength(1);
  });
});
