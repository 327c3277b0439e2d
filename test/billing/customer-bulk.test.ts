import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  findContactPersonsByCustomers,
  findCustomersByIds,
  findCustomersByMatchKeys,
  insertContactPersonsByCopy,
  insertCustomersByCopy,
  updateCustomersByCopy,
} from "#billing/customer/customer-bulk.store.ts";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import { getCustomer } from "#billing/customer/customer.api.ts";
import {
  changedCustomer,
  type Customer,
  type CustomerDraft,
  newCustomer,
} from "#billing/customer/customer.ts";
import { inOrganization, withClient } from "#platform/db/db.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Bulk", { currency: "EUR" });
});

afterAll(() => world?.stop());

function draft(values: Partial<CustomerDraft>): Customer {
  const { ids, clock } = world.system.deps;
  return newCustomer(
    { display_name: "X", type: "business", currency_code: "EUR", ...values },
    { organizationId: shop.id, id: ids("cus"), source: "crm", now: clock.now() },
  );
}

const inBulk = <Value>(work: Parameters<typeof withClient<Value>>[2]): Promise<Value> =>
  withClient(world.system.deps.pool, shop.id, work);
const byId = (rows: Customer[]): Customer[] => rows.toSorted((a, b) => a.id.localeCompare(b.id));

test("given any values, what COPY writes is what is read", async () => {
  const text = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .filter((some) => !some.includes("\0") && some.isWellFormed());
  const values = fc.record({
    display_name: text,
    notes: fc.option(fc.oneof(text, fc.constantFrom("\\N", "\\", "a\tb\nc\\d\r"))),
    tags: fc.array(fc.oneof(text, fc.constantFrom("NULL", "", "a,b", '"', "\\", "{}"))),
    custom_fields: fc.dictionary(
      fc.stringMatching(/^cf_[a-z]{1,5}$/),
      fc.oneof(text, fc.integer(), fc.boolean()),
    ),
    payment_terms: fc.option(fc.integer({ min: 0, max: 3650 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 20 }), async (all) => {
      const rows = all.map((some) => draft(some));
      await inBulk((client) => insertCustomersByCopy(client, rows));
      const read = await inOrganization(world.system.deps.db, shop.id, (tx) =>
        findCustomersByIds(
          tx,
          rows.map(({ id }) => id),
        ),
      );
      expect(byId(read)).toEqual(byId(rows));
    }),
    { numRuns: 15 },
  );
});

test("given rows that somebody changed since they were read, they are left alone and named; the others are written", async () => {
  const rows = ["A", "B", "C"].map((display_name) =>
    draft({ display_name, phone: "123456", custom_fields: { cf_a: 1 } }),
  );
  await inBulk((client) => insertCustomersByCopy(client, rows));
  const { clock } = world.system.deps;
  const changes = rows.map((from, at) => ({
    from,
    to: changedCustomer(
      from,
      at === 0 ? { phone: null } : { display_name: `${from.display_name}!`, custom_fields: {} },
      clock.now(),
    ),
  }));
  const [, second] = changes;
  await inBulk((client) => updateCustomersByCopy(client, second ? [second] : []));
  const missed = await inBulk((client) => updateCustomersByCopy(client, changes));
  expect(missed).toEqual([second?.to.id]);
  const read = await inOrganization(world.system.deps.db, shop.id, (tx) =>
    findCustomersByIds(
      tx,
      rows.map(({ id }) => id),
    ),
  );
  expect(byId(read)).toEqual(byId(changes.map(({ to }) => to)));
});

test("given a batch with one bad row, nothing of it is there", async () => {
  const rows = [draft({ display_name: "Good" }), draft({ display_name: "" })];
  await expect(inBulk((client) => insertCustomersByCopy(client, rows))).rejects.toThrow(
    /customer_display_name_check/,
  );
  expect(
    await inOrganization(world.system.deps.db, shop.id, (tx) =>
      findCustomersByIds(
        tx,
        rows.map(({ id }) => id),
      ),
    ),
  ).toEqual([]);
});

test("given keys of each kind, the customers that have them are found, the oldest first", async () => {
  const first = draft({
    display_name: "Hooli Europe",
    company_name: "Hooli",
    email: "A@hooli.example",
    phone: "+1 555 0100",
    website: "https://hooli.example/x",
  });
  const second = draft({ display_name: "hooli!", mobile: "001 555 0100", website: "www.hooli.example" });
  await inBulk((client) => insertCustomersByCopy(client, [second, first]));
  const find = async (kind: "name" | "email" | "phone" | "website", ...keys: string[]): Promise<string[]> =>
    (
      await inOrganization(world.system.deps.db, shop.id, (tx) => findCustomersByMatchKeys(tx, kind, keys))
    ).map(({ id }) => id);
  const both = [first.id, second.id].toSorted();
  expect(await find("name", "hooli", "unknown", "hooli")).toEqual(both);
  expect(await find("email", "a@hooli.example")).toEqual([first.id]);
  expect(await find("phone", "5550100", "5550100")).toEqual(both);
  expect(await find("website", "hooli.example")).toEqual(both);
  expect(await find("name", "hooli europe")).toEqual([]);
});

test("given contact persons in bulk, they are their customers'", async () => {
  const { ids, clock } = world.system.deps;
  const row = draft({ display_name: "With persons" });
  const persons = ["Ann", "Bob"].map((first_name) =>
    newContactPerson(
      { first_name },
      { organizationId: shop.id, customerId: row.id, id: ids("cpn"), now: clock.now() },
    ),
  );
  await inBulk(async (client) => {
    await insertCustomersByCopy(client, [row]);
    await insertContactPersonsByCopy(client, persons);
  });
  expect(
    (await shop.send(getCustomer, { params: { customer: row.id } })).contact_persons.map(
      ({ first_name }) => first_name,
    ),
  ).toEqual(["Ann", "Bob"]);
  expect(
    await inOrganization(world.system.deps.db, shop.id, (tx) => findContactPersonsByCustomers(tx, [row.id])),
  ).toEqual(persons);
});

test("given rows that name another organization, they land in the transaction's own", async () => {
  const other = await world.organization("Other");
  const row = { ...draft({ display_name: "Stray" }), organization_id: other.id };
  await inBulk((client) => insertCustomersByCopy(client, [row]));
  expect(await shop.send(getCustomer, { params: { customer: row.id } })).toMatchObject({
    display_name: "Stray",
  });
  expect(await other.refusal(getCustomer, { params: { customer: row.id } })).toMatchObject({ status: 404 });
});
