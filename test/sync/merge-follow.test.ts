import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import { mergeRecords } from "../support/crm-merge.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  deleteRecords,
  startSyncing,
} from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const linkOf = (links: { crm_id: string; state: string; customer: string }[], id: string) => {
  const found = links.find((link) => link.crm_id === id);
  return found && [found.state, found.customer];
};

describe.each(["one-way", "two-way"] as const)(
  "B8 given records that are merged in the CRM, %s",
  (extent) => {
    test("when the one that stays is new, then the link goes to it, with what the merge changed, and nobody is made twice", async () => {
      const organization = await world.organization(`New master ${extent}`);
      const [old = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "Acme", Phone: "+1 1" },
      ]);
      await addRecords(organization, "Contacts", [
        { Last_Name: "Ash", Email: "ash@acme.example", Account_Name: { id: old } },
      ]);
      const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent });
      await sync.run();
      const before = await customerNamed(organization, "Acme");
      const [next = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "Acme Holding", Phone: "+1 2" },
      ]);
      await mergeRecords(organization, "Accounts", next, { [old]: [] });
      const run = await sync.run();
      expect(run).toMatchObject({ status: "done", counts: { created: 0, deleted_in_crm: 1, updated: 1 } });
      expect(await sync.records(run, { outcome: "deleted_in_crm" })).toMatchObject([
        {
          crm_id: old,
          customer: before.id,
          reason: "crm.merged",
          facts: { survivor: next },
          explanation: "The record was merged into another one in the CRM, and the link went to that one.",
        },
      ]);
      const [only, ...more] = await customersOf(organization);
      expect([only?.id, only?.display_name, only?.phone, more]).toEqual([
        before.id,
        "Acme Holding",
        "+1 2",
        [],
      ]);
      const links = await sync.links();
      expect(linkOf(links, next)).toEqual(["linked", before.id]);
      expect(linkOf(links, old)).toEqual(["duplicate", before.id]);
      // The link lives: the next change comes as ever, and its contact person is where it was.
      await changeRecord(organization, "Accounts", next, { Phone: "+1 3" });
      expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
      const after = await customerNamed(organization, "Acme Holding");
      expect(after).toMatchObject({ phone: "+1 3", linked: true });
      expect(after.contact_persons).toMatchObject([{ last_name: "Ash" }]);
      expect(await sync.run({ full: true })).toMatchObject({
        counts: { created: 0, updated: 0, deleted_in_crm: 0, out_of_view: 0 },
      });
    });

    test("when another one is deleted meanwhile and the next run reads all, then the record that took one in is not counted for the deleted one", async () => {
      const organization = await world.organization(`Merged and deleted ${extent}`);
      const [old = "", gone = "", stays = ""] = await addRecords(
        organization,
        "Accounts",
        ["Old", "Gone", "Stays"].map((Account_Name) => ({ Account_Name })),
      );
      const sync = await startSyncing(organization, { module: "accounts", extent });
      await sync.run();
      const [next = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Next" }]);
      await mergeRecords(organization, "Accounts", next, { [old]: [] });
      await deleteRecords(organization, "Accounts", [gone]);
      await sync.run({ full: true });
      const links = await sync.links();
      expect([next, gone, stays].map((id) => linkOf(links, id)?.[0])).toEqual([
        "linked",
        "deleted_in_crm",
        "linked",
      ]);
    });

    test("when both are linked with different customers, then the one that stays keeps its link, and merging the customers is offered", async () => {
      const organization = await world.organization(`Both linked ${extent}`);
      const [a = "", b = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "North", Phone: "+1 1" },
        { Account_Name: "South", Phone: "+1 2" },
      ]);
      await addRecords(organization, "Contacts", [
        { Last_Name: "Ash", Email: "ash@south.example", Account_Name: { id: b } },
      ]);
      const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent });
      await sync.run();
      const [north, south] = [
        await customerNamed(organization, "North"),
        await customerNamed(organization, "South"),
      ];
      await mergeRecords(organization, "Accounts", a, { [b]: ["Phone"] });
      const run = await sync.run();
      expect(run).toMatchObject({ status: "done", counts: { created: 0, deleted_in_crm: 1 } });
      expect(await sync.records(run, { outcome: "deleted_in_crm" })).toMatchObject([
        {
          crm_id: b,
          customer: south.id,
          reason: "crm.merged_apart",
          facts: { survivor: a, merge_into: north.id },
        },
      ]);
      // Nothing is merged or deleted by itself; the contact went with the account.
      expect(await customerNamed(organization, "South")).toMatchObject({
        status: "active",
        phone: "+1 2",
        contact_persons: [],
      });
      expect(await customerNamed(organization, "North")).toMatchObject({
        phone: "+1 2",
        contact_persons: [{ last_name: "Ash" }],
      });
      const links = await sync.links();
      expect(linkOf(links, a)).toEqual(["linked", north.id]);
      expect(linkOf(links, b)).toEqual(["deleted_in_crm", south.id]);
      // What is offered can be done, and the sync goes on.
      await organization.send(mergeCustomers, { params: { customer: north.id }, body: { loser: south.id } });
      expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created: 0 } });
      expect(await customerNamed(organization, "North")).toMatchObject({ linked: true });
    });

    test("when the one that stays was its duplicate, then it takes the customer over at once", async () => {
      const organization = await world.organization(`Duplicate ${extent}`);
      const [first = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "Twin", Phone: "+1 1" },
      ]);
      const sync = await startSyncing(organization, { module: "accounts", extent, duplicates: "overwrite" });
      await sync.run();
      const [second = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "Twin", Phone: "+1 2" },
      ]);
      expect(await sync.run()).toMatchObject({ counts: { duplicate: 1 } });
      await mergeRecords(organization, "Accounts", second, { [first]: [] });
      await sync.run();
      const customer = await customerNamed(organization, "Twin");
      const links = await sync.links();
      expect(linkOf(links, second)).toEqual(["linked", customer.id]);
      expect(linkOf(links, first)).toEqual(["duplicate", customer.id]);
      expect(customer.phone).toBe("+1 2");
    });

    test("when three become one, and that one is merged again before a run, then the link goes to the last", async () => {
      const organization = await world.organization(`Chain ${extent}`);
      const [old = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Chain" }]);
      const sync = await startSyncing(organization, { module: "accounts", extent });
      await sync.run();
      const before = await customerNamed(organization, "Chain");
      const [b = "", c = "", d = ""] = await addRecords(organization, "Accounts", [
        { Account_Name: "B" },
        { Account_Name: "C" },
        { Account_Name: "D" },
      ]);
      await mergeRecords(organization, "Accounts", b, { [old]: [], [c]: [] });
      await mergeRecords(organization, "Accounts", d, { [b]: [] });
      expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created: 0 } });
      expect(linkOf(await sync.links(), d)).toEqual(["linked", before.id]);
      expect((await customersOf(organization)).map((one) => [one.id, one.display_name])).toEqual([
        [before.id, "D"],
      ]);
    });

    test("when contacts that are contact persons are merged, then the contact person stays linked with the one that stays", async () => {
      const organization = await world.organization(`Persons ${extent}`);
      const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Firm" }]);
      const [old = ""] = await addRecords(organization, "Contacts", [
        { Last_Name: "Ash", Email: "ash@firm.example", Account_Name: { id: account } },
      ]);
      const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent });
      await sync.run();
      const [person] = (await customerNamed(organization, "Firm")).contact_persons;
      const [next = ""] = await addRecords(organization, "Contacts", [
        { Last_Name: "Ashley", Account_Name: { id: account } },
      ]);
      await mergeRecords(organization, "Contacts", next, { [old]: ["Email"] });
      expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 0 } });
      expect((await customerNamed(organization, "Firm")).contact_persons).toMatchObject([
        { id: person?.id, last_name: "Ashley", email: "ash@firm.example" },
      ]);
      expect(linkOf(await sync.links(), next)?.[0]).toBe("linked");
    });
  },
);

describe("B8 given a merge before a preview", () => {
  test("when the preview is approved, then the run does what it showed: the link goes to the record that stays", async () => {
    const organization = await world.organization("Previewed merge");
    const [old = "", other = "", third = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Old", Phone: "+1 1" },
      { Account_Name: "Other" },
      { Account_Name: "Third" },
    ]);
    await addRecords(organization, "Contacts", [{ Last_Name: "Ash", Account_Name: { id: old } }]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const before = await customerNamed(organization, "Old");
    const [next = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Next" }]);
    await mergeRecords(organization, "Accounts", next, { [old]: [] });
    await mergeRecords(organization, "Accounts", other, { [third]: [] });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ counts: { created: 0, updated: 1, deleted_in_crm: 2 } });
    expect(await customerNamed(organization, "Old")).toMatchObject({ phone: "+1 1" });
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({
      status: "done",
      counts: { created: 0, updated: 1, deleted_in_crm: 2, held: 0 },
    });
    expect(await customerNamed(organization, "Next")).toMatchObject({
      id: before.id,
      contact_persons: [{ last_name: "Ash" }],
    });
    expect(linkOf(await sync.links(), next)).toEqual(["linked", before.id]);
  });

  test("when records are merged after the preview, then that is held, and the next run does it", async () => {
    const organization = await world.organization("Merged after the preview");
    const [old = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Old" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const before = await customerNamed(organization, "Old");
    const preview = await sync.preview();
    const [next = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Next" }]);
    await mergeRecords(organization, "Accounts", next, { [old]: [] });
    // Longer than readings overlap: a watermark of the next run would lie behind the merge.
    await sleep(3500);
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { created: 0, deleted_in_crm: 0, held: 2 } });
    expect(await sync.run()).toMatchObject({ counts: { created: 0, deleted_in_crm: 1, updated: 1 } });
    expect(linkOf(await sync.links(), next)).toEqual(["linked", before.id]);
  });
});

describe("B8 given a merge that two-way sync meets", () => {
  test("when billing changed the customer meanwhile, then its change goes to the record that stays", async () => {
    const organization = await world.organization("Edited meanwhile");
    const [old = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Edited", Phone: "+1 1" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
    await sync.run();
    await organization.send(createCustomer, { body: { display_name: "Made here" } });
    const [next = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Kept", Phone: "+1 1" }]);
    const { change } = await import("../support/two-way.ts");
    await change(organization, "Edited", { phone: "+1 9" });
    await mergeRecords(organization, "Accounts", next, { [old]: [] });
    expect(await sync.run()).toMatchObject({ status: "done" });
    const { body } = await organization.crm("GET", `/Accounts/${next}`);
    expect(body.data[0]).toMatchObject({ Account_Name: "Kept", Phone: "+1 9" });
    expect((await customersOf(organization)).map((one) => one.display_name).toSorted()).toEqual([
      "Kept",
      "Made here",
    ]);
  });
});
