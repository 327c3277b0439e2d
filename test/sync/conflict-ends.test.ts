import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addContactPerson,
  editContactPerson,
  removeContactPerson,
} from "#billing/customer/contact-person.api.ts";
import { createCustomer, deleteCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import { CallError } from "#platform/http/call.ts";
import { type ConflictView, listConflicts, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import { configureOptions } from "#sync/connection/connection.api.ts";
import { changeRecord, customerNamed, type Sync } from "../support/sync-world.ts";
import { withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world?.stop());

type Scene = { sync: Sync; organization: Organization; acme: string; customer: string; cf: string };

/** Acme with a custom field of its own, linked both ways, and a person who decides. */
async function scene(name: string): Promise<Scene> {
  const { sync, organization, acme } = await withAcme(world, name, {
    module: "accounts-and-contacts",
    conflicts: "ask",
  });
  const { api_name: cf } = await organization.send(customFields.customer.add, {
    body: { label: "Tier", type: "text" },
  });
  const { defaults } = await organization.send(configureOptions, {
    params: { connection: sync.connection },
    query: { module: "accounts-and-contacts" },
  });
  const others = defaults.mapping.filter(({ crm }) => crm !== "Description");
  const row = { crm: "Description", billing: cf, direction: "both" as const, blank_erases: false };
  await sync.configure({ mapping: [...others, row] });
  expect(await sync.approved()).toMatchObject({ status: "done", error: null });
  const { id: customer } = await customerNamed(organization, "Acme");
  return { sync, organization, acme, customer, cf };
}

/** Both sides change a field of Acme. */
async function changeAcme({ organization, acme, customer, cf }: Scene): Promise<void> {
  await organization.send(editCustomer, {
    params: { customer },
    body: { phone: "+1 555 2", custom_fields: { [cf]: "gold" } },
  });
  await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3", Description: "silver" });
}

const open = async ({ organization }: Scene): Promise<ConflictView[]> =>
  (await organization.send(listConflicts, { query: { state: "open" } })).items;

const fieldsOf = (conflicts: readonly ConflictView[]): string[] =>
  conflicts.map(({ label }) => label).toSorted();

async function refusal({ organization }: Scene, { id, version }: ConflictView): Promise<string> {
  const decisions = [{ conflict: id, take: "crm" as const, version }];
  const error: unknown = await organization
    .send(resolveConflicts, { body: { decisions } })
    .catch((problem: unknown) => problem);
  return error instanceof CallError ? `${error.view.code}: ${error.message}` : "it was taken";
}

describe("B3 given conflicts that wait, when what they are about goes", () => {
  const ends: [string, string[], (scene: Scene, other: string) => Promise<unknown>][] = [
    [
      "the customer is deleted",
      [],
      ({ organization, customer }) => organization.send(deleteCustomer, { params: { customer } }),
    ],
    [
      "the customer is merged into another one",
      [],
      ({ organization, customer: loser }, customer) =>
        organization.send(mergeCustomers, { params: { customer }, body: { loser } }),
    ],
    [
      "the custom field is deleted",
      ["Phone"],
      ({ organization, cf: field }) => organization.send(customFields.customer.remove, { params: { field } }),
    ],
  ];

  test.each(ends)("%s, then nothing is left to decide of it", async (name, left, end) => {
    const place = await scene(name);
    const { organization, sync } = place;
    const { id: other } = await organization.send(createCustomer, { body: { display_name: "Other" } });
    await changeAcme(place);
    await sync.run();
    const before = await open(place);
    expect(fieldsOf(before)).toEqual(["Phone", "Tier"]);

    await end(place, other);
    expect(fieldsOf(await open(place))).toEqual(left);
    for (const conflict of before.filter(({ label }) => !left.includes(label)))
      expect(await refusal(place, conflict)).toMatch(/^conflict.decided: There is nothing left to decide/);
    await sync.run();
    expect(fieldsOf(await open(place))).toEqual(left);
  });

  test("a contact person is removed, then nothing is left to decide of it", async () => {
    const place = await scene("Person");
    const { organization, sync, customer } = place;
    const body = { first_name: "Ann", last_name: "Lee", email: "ann@acme.example", phone: "1" };
    const person = await organization.send(addContactPerson, { params: { customer }, body });
    await sync.run();
    const [{ crm_id: contact } = { crm_id: "" }] = (await sync.links()).filter(
      ({ crm_module }) => crm_module === "Contacts",
    );
    await organization.send(editContactPerson, { params: { person: person.id }, body: { phone: "2" } });
    await changeRecord(organization, "Contacts", contact, { Phone: "3" });
    await sync.run();
    expect(fieldsOf(await open(place))).toEqual(["Phone"]);
    await organization.send(removeContactPerson, { params: { person: person.id } });
    expect(await open(place)).toEqual([]);
    await sync.run();
    expect(await open(place)).toEqual([]);
  });
});
