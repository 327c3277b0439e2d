import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, deleteCustomer, editCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { customerPanel, fetchCustomer, type RunView } from "#sync/run/run.api.ts";
import {
  addCrmField,
  addRecords,
  addView,
  changeRecord,
  customerNamed,
  customersOf,
  deleteRecords,
  finished,
  peopleByCustomer,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

async function fetchOne(organization: Organization, customer: string): Promise<RunView> {
  const { id } = await organization.send(fetchCustomer, { params: { customer } });
  return finished(organization, id);
}

describe("F41 given a linked customer", () => {
  test("when it is fetched, then that one is brought up to date, its changed fields are told, and nothing else moves", async () => {
    const organization = await world.organization("Fetches");
    const ids = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", Phone: "+1 1" },
      { Account_Name: "Zylker", Phone: "+1 2" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    for (const id of ids) await changeRecord(organization, "Accounts", id, { Phone: "+1 9", Fax: "+1 8" });
    await deleteRecords(
      organization,
      "Accounts",
      await addRecords(organization, "Accounts", [{ Account_Name: "Gone" }]),
    );
    const { id } = await customerNamed(organization, "Akamai");
    const run = await fetchOne(organization, id);
    expect(run).toMatchObject({ kind: "fetch_one", status: "done", counts: { fetched: 1, updated: 1 } });
    const [record] = await sync.records(run);
    expect(record).toMatchObject({ customer: id, outcome: "updated", reason: "linked.changed" });
    expect(record?.changes).toEqual([
      { field: "phone", from: "+1 1", to: "+1 9" },
      { field: "fax", from: null, to: "+1 8" },
    ]);
    expect(await customerNamed(organization, "Zylker")).toMatchObject({ phone: "+1 2" });
    expect(await fetchOne(organization, id)).toMatchObject({ counts: { unchanged: 1, updated: 0 } });
    // A fetch reads too little to move the watermark: the next run still brings the other one.
    expect(await sync.run()).toMatchObject({ mode: "incremental", counts: { updated: 1 } });
  });

  test("when billing changed it since, then its own change is kept, and the fetch says which", async () => {
    const organization = await world.organization("Fetches kept");
    await addRecords(organization, "Accounts", [{ Account_Name: "Akamai", Phone: "+1 1" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const { id } = await customerNamed(organization, "Akamai");
    expect(await sync.records(await fetchOne(organization, id))).toEqual([]);
    await organization.send(editCustomer, { params: { customer: id }, body: { phone: "+49 1" } });
    const run = await fetchOne(organization, id);
    expect(run).toMatchObject({ counts: { unchanged: 1, updated: 0 } });
    expect(await sync.records(run)).toMatchObject([
      { customer: id, outcome: "unchanged", reason: "linked.kept_local", facts: { kept: ["phone"] } },
    ]);
    // In a sync of everything nobody asks why one record stays as it is.
    expect(await sync.records(await sync.run({ full: true }))).toEqual([]);
  });

  test("when its record left the view, then its values come and it stays out of view", async () => {
    const organization = await world.organization("Fetches out of view");
    const box = await addCrmField(organization, "Accounts", { field_label: "Ours", data_type: "boolean" });
    const [account = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", [box]: true },
    ]);
    await addView(organization, "Accounts", "Ours", { field: box, value: true });
    const sync = await startSyncing(organization, { module: "accounts", view: "Ours" });
    await sync.run();
    await changeRecord(organization, "Accounts", account, { [box]: false, Phone: "+1 5" });
    await sync.run();
    expect((await sync.view()).counts.out_of_view).toBe(1);
    const { id } = await customerNamed(organization, "Akamai");
    expect(await fetchOne(organization, id)).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+1 5" });
    expect((await sync.view()).counts).toMatchObject({ out_of_view: 1, linked: 0 });
  });

  test("when its record was deleted in the CRM, then it is marked, others that were deleted are not, and the customer stays", async () => {
    const organization = await world.organization("Fetches deleted");
    const ids = await addRecords(organization, "Accounts", [
      { Account_Name: "One" },
      { Account_Name: "Two" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    await deleteRecords(organization, "Accounts", ids);
    const { id } = await customerNamed(organization, "One");
    const run = await fetchOne(organization, id);
    expect(run).toMatchObject({ status: "done", counts: { deleted_in_crm: 1 } });
    expect((await sync.view()).counts).toMatchObject({ deleted_in_crm: 1, linked: 1 });
    expect(await customerNamed(organization, "One")).toMatchObject({ status: "active", linked: true });
  });

  test("when a customer is not linked, then there is nothing to fetch and no panel", async () => {
    const organization = await world.organization("Not linked");
    const { id } = await organization.send(createCustomer, { body: { display_name: "Local" } });
    const params = { customer: id };
    expect(await organization.refusal(fetchCustomer, { params })).toMatchObject({
      code: "link.not_found",
      status: 404,
    });
    expect(await organization.refusal(customerPanel, { params })).toMatchObject({ code: "link.not_found" });
  });

  test("F37 when its panel is opened, then the CRM's present record, owner and open deals are shown", async () => {
    const organization = await world.organization("Panel");
    const [account = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", Phone: "+1 1", Billing_City: "Cambridge", Billing_Country: "US" },
    ]);
    await addRecords(organization, "Deals", [
      {
        Deal_Name: "Open",
        Stage: "Qualification",
        Account_Name: { id: account },
        Closing_Date: "2030-01-01",
      },
      { Deal_Name: "Won", Stage: "Closed Won", Account_Name: { id: account }, Closing_Date: "2030-01-01" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    await changeRecord(organization, "Accounts", account, { Phone: "+1 2" });
    const { id } = await customerNamed(organization, "Akamai");
    expect(await organization.send(customerPanel, { params: { customer: id } })).toMatchObject({
      crm_id: account,
      crm_module: "Accounts",
      name: "Akamai",
      owner: organization.owner.name,
      phone: "+1 2",
      address: "Cambridge, US",
      open_deals: 1,
    });
  });
});

describe("given a linked customer that billing takes away", () => {
  test("when it is deleted, then its CRM record stays, the link is closed, and no run makes it again", async () => {
    const organization = await world.organization("Deleted in billing");
    const [account = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Gone" },
      { Account_Name: "Stays" },
    ]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Person", Account_Name: { id: account } }]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const { id } = await customerNamed(organization, "Gone");
    await organization.send(deleteCustomer, { params: { customer: id } });
    await addRecords(organization, "Contacts", [{ Last_Name: "Newcomer", Account_Name: { id: account } }]);
    const preview = await sync.preview();
    const run = await sync.run({ preview: preview.id });
    expect(run.counts).toEqual(preview.counts);
    expect(run).toMatchObject({ status: "done", counts: { created: 0, failed: 0 } });
    expect(await sync.records(run, { search: "Gone" })).toMatchObject([
      { outcome: "skipped", reason: "customer.gone" },
    ]);
    await changeRecord(organization, "Accounts", account, { Phone: "+1 5" });
    for (const full of [false, true])
      expect(await sync.run({ full })).toMatchObject({
        status: "done",
        counts: { created: 0, updated: 0, failed: 0 },
      });
    expect(await peopleByCustomer(organization)).toEqual({ Stays: [] });
    expect((await organization.crm("GET", `/Accounts/${account}`)).body.data[0]?.["Account_Name"]).toBe(
      "Gone",
    );
    expect(await sync.links({ customer: id })).toEqual([]);
  });

  test("when it is merged into another one, and that into a third, then its people stay where the merges put them, and undoing brings them back", async () => {
    const organization = await world.organization("Merged twice");
    const accounts = await addRecords(organization, "Accounts", [
      { Account_Name: "First" },
      { Account_Name: "Second" },
      { Account_Name: "Third" },
    ]);
    await addRecords(
      organization,
      "Contacts",
      accounts.flatMap((id, at) => [
        { Last_Name: `Own ${at}`, Email: `own${at}@example.com`, Account_Name: { id } },
        { Last_Name: `Shared ${at}`, Email: "info@example.com", Account_Name: { id } },
      ]),
    );
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const [first, second, third] = await Promise.all(
      ["First", "Second", "Third"].map((name) => customerNamed(organization, name)),
    );
    const merge = async (survivor: string, loser: string) =>
      (await organization.send(mergeCustomers, { params: { customer: survivor }, body: { loser } })).merge;
    await merge(second?.id ?? "", first?.id ?? "");
    const last = await merge(third?.id ?? "", second?.id ?? "");
    const merged = {
      First: ["Shared 0"],
      Second: ["Shared 1"],
      Third: ["Own 0", "Own 1", "Own 2", "Shared 2"],
    };
    expect(await peopleByCustomer(organization)).toEqual(merged);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, updated: 0 },
    });
    expect(await peopleByCustomer(organization)).toEqual(merged);
    await addRecords(organization, "Contacts", [{ Last_Name: "New", Account_Name: { id: accounts[0] } }]);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1, updated: 0 } });
    expect((await peopleByCustomer(organization))["Third"]).toEqual([
      "New",
      "Own 0",
      "Own 1",
      "Own 2",
      "Shared 2",
    ]);
    await organization.send(undoMerge, { params: { merge: last } });
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { created: 0, failed: 0 },
    });
    expect(await peopleByCustomer(organization)).toEqual({
      First: ["Shared 0"],
      Second: ["New", "Own 0", "Own 1", "Shared 1"],
      Third: ["Own 2", "Shared 2"],
    });
    expect(await organization.send(getCustomer, { params: { customer: second?.id ?? "" } })).toMatchObject({
      status: "active",
    });
    expect(await customersOf(organization)).toHaveLength(3);
    expect(await twice(world, organization)).toEqual([]);
  });
});
