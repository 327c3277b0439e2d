import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addContactPerson,
  editContactPerson,
  listContactPersons,
} from "#billing/customer/contact-person.api.ts";
import { createCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { listConflicts, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import {
  customerOrigins,
  customerStory,
  type FieldStory,
  personOrigins,
  personStory,
} from "#sync/story/story.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  finished,
  query,
  startSyncing,
} from "../support/sync-world.ts";
import { change, withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** Whom the tests act as: the owner, by an API key of this name. */
const person = "owner key";

async function storyOf(organization: Organization, name: string, field: string): Promise<FieldStory> {
  const { id } = await customerNamed(organization, name);
  return organization.send(customerStory, { params: { customer: id, field } });
}

/** What a story tells in short: what happened, and the value then. */
function told({ entries }: FieldStory): [what: string, value: unknown][] {
  return entries.map(({ what, to }) => [what, to]);
}

describe("B5 given a customer that a run made from the CRM", () => {
  test("when its phone is explained, then it came from the account, in that run, from that field, and the CRM has it", async () => {
    const { organization, acme, sync } = await withAcme(world, "First import");
    const story = await storyOf(organization, "Acme", "phone");
    expect(story).toMatchObject({ label: "Phone", value: "+1 555 1", contact_person: null, begins: "made" });
    expect(story.entries).toMatchObject([
      {
        what: "synced",
        side: "billing",
        from: null,
        to: "+1 555 1",
        words: "Taken from Phone of the account in the CRM.",
        why: { code: "new", words: "No customer matched, so a new one is made." },
        by: { kind: "api_key", name: person },
        run: { undone_by: null },
        crm: { module: "Accounts", id: acme, field: "Phone" },
      },
    ]);
    expect(story.origin).toEqual(story.entries[0]);
    expect(story.kept).toMatchObject([
      { connection: sync.connection, crm_id: acme, crm_field: "Phone", direction: "both", state: "linked" },
    ]);
    expect(story.kept[0]?.agreed).toEqual({ value: "+1 555 1" });
  });

  test("when a field is explained that the CRM had empty, then it is empty since the run made the customer", async () => {
    const { organization } = await withAcme(world, "Empty");
    const story = await storyOf(organization, "Acme", "fax");
    expect(story.entries).toMatchObject([
      { what: "made", to: null, words: "Empty when a run made the record." },
    ]);
  });
});

describe("B5 given a field that both sides change", () => {
  test("when a person changes it in billing, then the person is named, and so is the run that sent it to the CRM", async () => {
    const { organization, sync } = await withAcme(world, "Edited");
    await change(organization, "Acme", { phone: "+1 555 2" });
    const before = await storyOf(organization, "Acme", "phone");
    expect(before.origin).toMatchObject({
      what: "edited",
      from: "+1 555 1",
      to: "+1 555 2",
      by: { kind: "api_key", name: person },
      words: `Changed in billing by ${person}.`,
      run: null,
      why: null,
    });
    expect(before.kept[0]?.agreed).toEqual({ value: "+1 555 1" });
    const run = await sync.run();
    const after = await storyOf(organization, "Acme", "phone");
    expect(told(after)).toEqual([
      ["sent", "+1 555 2"],
      ["edited", "+1 555 2"],
      ["synced", "+1 555 1"],
    ]);
    expect(after.entries[0]).toMatchObject({ side: "crm", from: "+1 555 1", run: { id: run.id } });
    expect(after.origin).toEqual(before.origin);
    expect(after.kept[0]?.agreed).toEqual({ value: "+1 555 2" });
  });

  test("when the CRM wins, then the story shows what lost, whose it was, and that the set-up decided", async () => {
    const { organization, sync, acme } = await withAcme(world, "CRM wins", { conflicts: "crm" });
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
    const run = await sync.run();
    const story = await storyOf(organization, "Acme", "phone");
    expect(told(story)).toEqual([
      ["synced", "+1 555 3"],
      ["edited", "+1 555 2"],
      ["synced", "+1 555 1"],
    ]);
    expect(story.origin).toMatchObject({
      from: "+1 555 2",
      run: { id: run.id },
      words: `Taken from Phone of the account in the CRM, in place of what ${person} had set in billing.`,
      why: { code: "set_up.crm_wins" },
    });
  });

  test("when a person decides a conflict, then the story names who, both values and the run that carried it out", async () => {
    const { organization, sync, acme } = await withAcme(world, "Decided", { conflicts: "ask" });
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3", Billing_City: "Hamburg" });
    await sync.run();
    const waiting = await storyOf(organization, "Acme", "phone");
    expect(waiting.entries[0]).toMatchObject({
      what: "conflict",
      words: "Both sides had changed it since they last agreed. It waits for a decision.",
      conflict: {
        state: "open",
        crm: "+1 555 3",
        crm_by: organization.owner.name,
        billing: "+1 555 2",
        decision: null,
      },
    });
    expect((await storyOf(organization, "Acme", "billing_city")).origin).toMatchObject({
      to: "Hamburg",
      why: { words: "Another field of the record waited for a decision; this one did not." },
    });
    const { items } = await organization.send(listConflicts, { query: {} });
    const decisions = items.map(({ id, version }) => ({ conflict: id, take: "crm" as const, version }));
    const { runs } = await organization.send(resolveConflicts, { body: { decisions } });
    await finished(organization, runs[0] ?? "");
    const story = await storyOf(organization, "Acme", "phone");
    expect(told(story)).toEqual([
      ["synced", "+1 555 3"],
      ["conflict", null],
      ["edited", "+1 555 2"],
      ["synced", "+1 555 1"],
    ]);
    const words = `${person} decided that the CRM's value is taken.`;
    expect(story.origin).toMatchObject({
      from: "+1 555 2",
      why: { code: "conflict.decided", words },
      run: { id: runs[0] },
    });
    expect(story.entries[1]).toMatchObject({
      from: "+1 555 1",
      conflict: { decision: { take: "crm", by: person } },
      words: `Both sides had changed it since they last agreed. ${words}`,
    });
  });

  test("when a run is undone, then the value came back by the undo, and the undone run is marked so", async () => {
    const { organization, sync, acme } = await withAcme(world, "Undone", { extent: "one-way" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2", Billing_City: "Hamburg" });
    const run = await sync.run();
    await change(organization, "Acme", { billing_address: { city: "Bremen" } });
    const undo = await organization.send(undoRun, { params: { run: run.id }, body: { dry_run: false } });
    await finished(organization, undo.id);
    const phone = await storyOf(organization, "Acme", "phone");
    expect(told(phone)).toEqual([
      ["returned", "+1 555 1"],
      ["synced", "+1 555 2"],
      ["synced", "+1 555 1"],
    ]);
    expect(phone.origin).toMatchObject({ run: { id: undo.id, kind: "undo" }, from: "+1 555 2" });
    expect(phone.entries[1]).toMatchObject({ run: { id: run.id, undone_by: undo.id } });
    const city = await storyOf(organization, "Acme", "billing_city");
    expect(told(city)).toEqual([
      ["stayed", "Bremen"],
      ["edited", "Bremen"],
      ["synced", "Hamburg"],
      ["synced", "Berlin"],
    ]);
    expect(city.origin).toMatchObject({ what: "edited", by: { name: person } });
  });

  test("when only previews looked at it, then they are no part of the story", async () => {
    const { organization, sync, acme } = await withAcme(world, "Previewed");
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2" });
    await sync.preview();
    expect(told(await storyOf(organization, "Acme", "phone"))).toEqual([["synced", "+1 555 1"]]);
  });
});

describe("B5 given a customer that people made", () => {
  test("when a field was never synced, then it tells who made the customer with it and who changed it", async () => {
    const organization = await world.organization("Never synced");
    const { id } = await organization.send(createCustomer, {
      body: { display_name: "Globex", payment_terms: 30, currency_code: "USD" },
    });
    await organization.send(editCustomer, { params: { customer: id }, body: { payment_terms: 14 } });
    const story = await storyOf(organization, "Globex", "payment_terms");
    expect(told(story)).toEqual([
      ["edited", 14],
      ["made", 30],
    ]);
    expect(story.entries[1]).toMatchObject({
      words: `Given when ${person} made the record.`,
      by: { name: person },
    });
    expect(story.kept).toEqual([]);
  });

  test("when two are merged and taken apart again, then the value that came and went is told with both", async () => {
    const organization = await world.organization("Merged");
    const make = async (display_name: string, values: object): Promise<string> =>
      (await organization.send(createCustomer, { body: { display_name, currency_code: "USD", ...values } }))
        .id;
    const survivor = await make("Globex", {});
    const loser = await make("Globex Ltd", { phone: "+1 555 7" });
    const { merge } = await organization.send(mergeCustomers, {
      params: { customer: survivor },
      body: { loser },
    });
    await organization.send(undoMerge, { params: { merge } });
    const story = await storyOf(organization, "Globex", "phone");
    expect(story.entries.map(({ words }) => words)).toEqual([
      `Given back when ${person} undid the merge with Globex Ltd.`,
      `Taken over from Globex Ltd, which ${person} merged into this one.`,
      `Empty when ${person} made the record.`,
    ]);
  });

  test("when two contact persons of one address are united by a merge, then what one got from the other is told, and that it went back", async () => {
    const organization = await world.organization("United");
    const make = async (display_name: string, person: object) =>
      organization.send(createCustomer, {
        body: {
          display_name,
          currency_code: "USD",
          contact_persons: [{ email: "ada@x.example", ...person }],
        },
      });
    const survivor = await make("Globex", {});
    const loser = await make("Globex Ltd", { phone: "+1 555 7" });
    const { merge } = await organization.send(mergeCustomers, {
      params: { customer: survivor.id },
      body: { loser: loser.id },
    });
    await organization.send(undoMerge, { params: { merge } });
    const params = { person: survivor.contact_persons[0]?.id ?? "", field: "phone" };
    expect(told(await organization.send(personStory, { params }))).toEqual([
      ["edited", null],
      ["edited", "+1 555 7"],
      ["made", null],
    ]);
  });

  test("when what is on record does not lead to the value, then the story says so instead of guessing", async () => {
    const { organization } = await withAcme(world, "Older");
    const { id } = await customerNamed(organization, "Acme");
    const update =
      "update customer set phone = '+1 555 9', fax = '+1 555 8' where organization_id = $1 and id = $2";
    await query(world, update, [organization.id, id]);
    const phone = await storyOf(organization, "Acme", "phone");
    expect(phone.origin).toMatchObject({
      what: "unrecorded",
      from: "+1 555 1",
      to: "+1 555 9",
      at: null,
      words: "Changed in a way that is not on record.",
    });
    expect(told(phone)).toEqual([
      ["unrecorded", "+1 555 9"],
      ["synced", "+1 555 1"],
    ]);
    await query(world, "delete from customer_event where organization_id = $1", [organization.id]);
    const { id: made } = await organization.send(createCustomer, {
      body: { display_name: "Ancient", phone: "+1 555 5", currency_code: "USD" },
    });
    await query(world, "delete from customer_event where organization_id = $1", [organization.id]);
    const story = await organization.send(customerStory, { params: { customer: made, field: "phone" } });
    expect(story).toMatchObject({
      begins: "unknown",
      origin: { what: "unrecorded", to: "+1 555 5", by: null },
    });
    expect(story.origin?.words).toMatch(/^Older than what is on record/);
  });
});

describe("B5 given a customer with contact persons", () => {
  async function withPersons(name: string) {
    const organization = await world.organization(name);
    const [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    const [anna = ""] = await addRecords(organization, "Contacts", [
      { First_Name: "Anna", Last_Name: "Miles", Phone: "+1 555 1", Account_Name: { id: acme } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "two-way" });
    await sync.run();
    const { id } = await customerNamed(organization, "Acme");
    return { organization, sync, acme, anna, customer: id };
  }

  test("when a person's field is explained, then only what happened to that person is told, also of two with one name", async () => {
    const { organization, customer, anna } = await withPersons("Persons");
    const namesake = await organization.send(addContactPerson, {
      params: { customer },
      body: { first_name: "Anna", last_name: "Miles", phone: "+1 555 5" },
    });
    await organization.send(editContactPerson, {
      params: { person: namesake.id },
      body: { phone: "+1 555 6" },
    });
    const { items } = await organization.send(listContactPersons, { params: { customer } });
    const synced = items.find((one) => one.id !== namesake.id)?.id ?? "";
    const story = (id: string): Promise<FieldStory> =>
      organization.send(personStory, { params: { person: id, field: "phone" } });
    expect(await story(synced)).toMatchObject({
      customer,
      contact_person: synced,
      value: "+1 555 1",
      entries: [
        {
          what: "synced",
          words: "Taken from Phone of the contact in the CRM.",
          crm: { module: "Contacts", id: anna, field: "Phone" },
        },
      ],
      kept: [{ crm_field: "Phone", crm_id: anna }],
    });
    expect(told(await story(namesake.id))).toEqual([
      ["edited", "+1 555 6"],
      ["made", "+1 555 5"],
    ]);
    expect(told(await storyOf(organization, "Acme", "phone"))).toEqual([["made", null]]);
    const { items: fields } = await organization.send(personOrigins, { params: { person: namesake.id } });
    expect(fields.find(({ field }) => field === "phone")?.origin).toMatchObject({ what: "edited" });
  });

  test("when the contact moves to another account, then the person's story goes on", async () => {
    const { organization, sync, anna } = await withPersons("Moved");
    const [globex = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Globex" }]);
    await changeRecord(organization, "Contacts", anna, { Account_Name: { id: globex }, Phone: "+1 555 2" });
    await sync.run();
    const { contact_persons: persons } = await customerNamed(organization, "Globex");
    const params = { person: persons[0]?.id ?? "", field: "phone" };
    expect(told(await organization.send(personStory, { params }))).toEqual([
      ["synced", "+1 555 2"],
      ["synced", "+1 555 1"],
    ]);
  });
});

describe("B5 given all fields of a customer at once", () => {
  test("when they are asked for, then each has the origin that its own story tells, and the mapped ones their CRM field", async () => {
    const { organization, sync, acme } = await withAcme(world, "All fields");
    await change(organization, "Acme", { phone: "+1 555 2", fax: "+1 555 9" });
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg", Website: "acme.test" });
    await sync.run();
    const { id } = await customerNamed(organization, "Acme");
    const { items } = await organization.send(customerOrigins, { params: { customer: id } });
    const origins = Object.fromEntries(items.map(({ field, origin }) => [field, origin?.what]));
    expect(origins).toMatchObject({ phone: "edited", fax: "edited", billing_city: "synced", mobile: "made" });
    expect(items.find(({ field }) => field === "billing_city")?.kept).toMatchObject([
      { crm_field: "Billing_City", agreed: { value: "Hamburg" } },
    ]);
    for (const { field, origin } of items)
      expect(origin).toEqual((await storyOf(organization, "Acme", field)).origin);
  });

  test("when a value came back in between, then nobody is named whose value was replaced before", async () => {
    const { organization, sync, acme } = await withAcme(world, "Back and forth", { extent: "one-way" });
    await change(organization, "Acme", { phone: "+1 555 2" });
    for (const Phone of ["+1 555 3", "+1 555 2", "+1 555 4"]) {
      await changeRecord(organization, "Accounts", acme, { Phone });
      await sync.run();
    }
    const { id } = await customerNamed(organization, "Acme");
    const { items } = await organization.send(customerOrigins, { params: { customer: id } });
    const { origin } = await storyOf(organization, "Acme", "phone");
    expect(origin).toMatchObject({ from: "+1 555 2", words: "Taken from Phone of the account in the CRM." });
    expect(items.find(({ field }) => field === "phone")?.origin).toEqual(origin);
  });

  test("when there are more changes than a story tells, then it ends where the older ones begin, and says so", async () => {
    const { organization } = await withAcme(world, "Long");
    const { id } = await customerNamed(organization, "Acme");
    await query(
      world,
      `insert into customer_event (organization_id, customer_id, id, at, actor_kind, actor_id, actor_name, kind, changes)
       select $1, $2, 'evt_' || lpad(n::text, 26, '0'), now() + n * interval '1 s', 'user', 'u', 'Ann', 'changed',
              jsonb_build_array(jsonb_build_object('field', 'phone', 'from', '+1 555 ' || n, 'to', '+1 555 ' || n + 1))
         from generate_series(1, 250) n`,
      [organization.id, id],
    );
    await query(world, "update customer set phone = '+1 555 251' where organization_id = $1 and id = $2", [
      organization.id,
      id,
    ]);
    const story = await storyOf(organization, "Acme", "phone");
    expect(story).toMatchObject({ begins: "cut", origin: { to: "+1 555 251" } });
    expect(new Set(story.entries.map(({ what }) => what))).toEqual(new Set(["edited"]));
    expect(story.entries).toHaveLength(200);
  });

  test("when the field is none, then the answer names those that there are", async () => {
    const { organization } = await withAcme(world, "Unknown field");
    const { id } = await customerNamed(organization, "Acme");
    const refusal = await organization.refusal(customerStory, { params: { customer: id, field: "fone" } });
    expect(refusal).toMatchObject({ code: "story.field_unknown" });
    expect(JSON.stringify(refusal)).toContain("A customer has no field fone");
    expect(JSON.stringify(refusal)).toContain("phone");
  });

  test("when another organization asks, then there is no such customer and no such person", async () => {
    const { organization } = await withAcme(world, "Ours");
    const { id } = await customerNamed(organization, "Acme");
    const person = await organization.send(addContactPerson, {
      params: { customer: id },
      body: { last_name: "Miles" },
    });
    const stranger = await world.organization("Stranger");
    const codeOf = async (refusal: Promise<{ code: string }>): Promise<string> => (await refusal).code;
    const params = { customer: id, field: "phone" };
    expect(await codeOf(stranger.refusal(customerStory, { params }))).toBe("customer.not_found");
    expect(await codeOf(stranger.refusal(customerOrigins, { params }))).toBe("customer.not_found");
    const ofPerson = { person: person.id, field: "phone" };
    expect(await codeOf(stranger.refusal(personStory, { params: ofPerson }))).toBe(
      "contact_person.not_found",
    );
    expect(await codeOf(stranger.refusal(personOrigins, { params: ofPerson }))).toBe(
      "contact_person.not_found",
    );
  });
});
