import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { editContactPerson, removeContactPerson } from "#billing/customer/contact-person.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { listMerges, mergeCustomers, previewMerge, undoMerge } from "#billing/customer/customer-merge.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance } from "#billing/ledger/ledger.api.ts";
import { getPayment, recordPayment } from "#billing/payment/payment.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Merging", { currency: "EUR" });
  await shop.send(customFields.customer.add, { body: { label: "Region", type: "text" } });
});

afterAll(() => world?.stop());

const read = (customer: string) => shop.send(api.getCustomer, { params: { customer } });

async function pair() {
  const survivor = await shop.send(api.createCustomer, {
    body: {
      display_name: "Akamai",
      email: "info@akamai.example",
      billing_address: { city: "Boston" },
      contact_persons: [{ first_name: "Boney", email: "Boney@akamai.example", is_primary: true }],
    },
  });
  const loser = await shop.send(api.createCustomer, {
    body: {
      display_name: "Akamai Inc",
      email: "other@akamai.example",
      phone: "+1 617 444 3000",
      tags: ["edge"],
      custom_fields: { cf_region: "East" },
      billing_address: { street: "1 Main", city: "Cambridge" },
      shipping_address: { city: "Cambridge" },
      contact_persons: [
        { first_name: "B.", last_name: "Miles", email: "boney@AKAMAI.example" },
        { first_name: "Adam", last_name: "John", is_primary: true },
      ],
    },
  });
  return { survivor, loser };
}

test("given two customers, the survivor's blanks are filled, persons united by e-mail, the loser inactive", async () => {
  const { survivor, loser } = await pair();
  const { customer } = await shop.send(mergeCustomers, {
    params: { customer: survivor.id },
    body: { loser: loser.id },
  });
  expect(customer).toMatchObject({
    display_name: "Akamai",
    email: "info@akamai.example",
    phone: "+1 617 444 3000",
    tags: ["edge"],
    custom_fields: { cf_region: "East" },
    // An address is taken as a whole or not at all.
    billing_address: { street: null, city: "Boston" },
    shipping_address: { city: "Cambridge" },
  });
  expect(
    customer.contact_persons.map(({ first_name, last_name, is_primary }) => [
      first_name,
      last_name,
      is_primary,
    ]),
  ).toEqual([
    ["Boney", "Miles", true],
    ["Adam", "John", false],
  ]);
  expect(await read(loser.id)).toMatchObject({
    status: "inactive",
    merged_into: survivor.id,
    merged_into_name: "Akamai",
  });
  expect(
    await shop.refusal(api.editCustomer, { params: { customer: loser.id }, body: { phone: "1" } }),
  ).toMatchObject({ code: "customer.merged", title: `${loser.display_name} was merged into Akamai` });
});

test("given two persons of the loser with one e-mail address, both come over; with the survivor's they are united", async () => {
  const person = (last_name: string, email: string) => ({ last_name, email });
  const create = (display_name: string, contact_persons: { last_name: string; email: string }[]) =>
    shop.send(api.createCustomer, { body: { display_name, currency_code: "USD", contact_persons } });
  const survivor = await create("Shared", [person("Miles", "miles@shared.example")]);
  const loser = await create("Shared Inc", [
    person("Desk One", "info@shared.example"),
    person("Desk Two", "info@shared.example"),
    person("B. Miles", "MILES@shared.example"),
  ]);
  const { customer } = await shop.send(mergeCustomers, {
    params: { customer: survivor.id },
    body: { loser: loser.id },
  });
  expect(customer.contact_persons.map(({ last_name }) => String(last_name)).toSorted()).toEqual([
    ...["Desk One", "Desk Two", "Miles"],
  ]);
});

test("given an undo at once, both customers are as they were", async () => {
  const { survivor, loser } = await pair();
  const { merge } = await shop.send(mergeCustomers, {
    params: { customer: survivor.id },
    body: { loser: loser.id },
  });
  const undone = await shop.send(undoMerge, { params: { merge } });
  expect(undone.not_returned).toEqual([]);
  const bare = ({ version: _v, updated_at: _u, contact_persons, ...rest }: api.CustomerView) => ({
    ...rest,
    contact_persons: contact_persons.map(({ updated_at: _p, ...person }) => person),
  });
  expect(bare(await read(survivor.id))).toEqual(bare(survivor));
  expect(bare(await read(loser.id))).toEqual(bare(loser));
  expect(await shop.refusal(undoMerge, { params: { merge } })).toMatchObject({
    code: "customer_merge.already_undone",
    title: expect.stringMatching(/ undid this merge already$/) as string,
  });
  const { items } = await shop.send(listMerges, { params: { customer: loser.id } });
  expect(items).toMatchObject([
    {
      id: merge,
      survivor: { display_name: "Akamai" },
      loser: { display_name: "Akamai Inc" },
      undone_by: "owner key",
    },
  ]);
});

test("given changes since the merge, they stay as they are and the undo names them", async () => {
  const { survivor, loser } = await pair();
  const { merge, customer } = await shop.send(mergeCustomers, {
    params: { customer: survivor.id },
    body: { loser: loser.id },
  });
  const [boney, adam] = customer.contact_persons;
  await shop.send(api.editCustomer, { params: { customer: survivor.id }, body: { phone: "+1 999 999" } });
  await shop.send(editContactPerson, { params: { person: boney?.id ?? "" }, body: { last_name: "Smiles" } });
  await shop.send(removeContactPerson, { params: { person: adam?.id ?? "" } });
  const { not_returned, survivor: after } = await shop.send(undoMerge, { params: { merge } });
  expect(not_returned.map(({ what, name, why }) => [what, name, why])).toEqual([
    ["field", "phone", "changed_since"],
    ["contact_person_field", "Boney Smiles: last_name", "changed_since"],
    ["contact_person", adam?.id, "deleted_since"],
  ]);
  expect(after).toMatchObject({
    phone: "+1 999 999",
    tags: [],
    custom_fields: {},
    shipping_address: { city: null },
  });
});

test("given a merge that another one builds on, the later one must be undone first", async () => {
  const { survivor, loser } = await pair();
  const third = await shop.send(api.createCustomer, { body: { display_name: "Akamai Holding" } });
  const first = await shop.send(mergeCustomers, {
    params: { customer: survivor.id },
    body: { loser: loser.id },
  });
  const second = await shop.send(mergeCustomers, {
    params: { customer: third.id },
    body: { loser: survivor.id },
  });
  expect(await shop.refusal(undoMerge, { params: { merge: first.merge } })).toMatchObject({
    code: "customer_merge.later_merge",
  });
  await shop.send(undoMerge, { params: { merge: second.merge } });
  await shop.send(undoMerge, { params: { merge: first.merge } });
  expect(await read(loser.id)).toMatchObject({ status: "active", merged_into: null });
});

test("given customers that cannot be one, the merge is refused with its reason", async () => {
  const { survivor, loser } = await pair();
  const dollars = await shop.send(api.createCustomer, {
    body: { display_name: "Dollars", currency_code: "USD" },
  });
  const merge = (customer: string, other: string) =>
    shop.refusal(mergeCustomers, { params: { customer }, body: { loser: other } });
  expect(await merge(survivor.id, survivor.id)).toMatchObject({ code: "customer_merge.same_customer" });
  expect(await merge(survivor.id, dollars.id)).toMatchObject({
    code: "customer_merge.other_currency",
    details: { currencies: ["EUR", "USD"] },
  });
  await shop.send(mergeCustomers, { params: { customer: survivor.id }, body: { loser: loser.id } });
  expect(await merge(dollars.id, loser.id)).toMatchObject({ code: "customer.merged" });
  expect(await shop.refusal(api.deleteCustomer, { params: { customer: survivor.id } })).toMatchObject({
    code: "customer.in_use",
    title: expect.stringMatching(/ is part of a merge, which can still be undone$/) as string,
  });
});

test("given two merges of one customer at once, one of them wins and the other is refused", async () => {
  const { survivor, loser } = await pair();
  const third = await shop.send(api.createCustomer, { body: { display_name: "Rival" } });
  const tries = [survivor.id, third.id].map((customer) =>
    shop.send(mergeCustomers, { params: { customer }, body: { loser: loser.id } }),
  );
  const outcomes = await Promise.allSettled(tries);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("given a preview, it says what the merge then does, and writes nothing", async () => {
  const { survivor, loser } = await pair();
  const params = { customer: survivor.id };
  const preview = await shop.send(previewMerge, { params, query: { loser: loser.id } });
  expect(await read(survivor.id)).toEqual(survivor);
  expect(await read(loser.id)).toEqual(loser);
  expect(preview).toMatchObject({ survivor, loser });
  const { merge } = await shop.send(mergeCustomers, { params, body: { loser: loser.id } });
  const { items } = await shop.send(listMerges, { params });
  const done = items.find(({ id }) => id === merge);
  expect(preview.filled).toEqual(done?.filled);
  expect(preview.persons_moved).toHaveLength(done?.persons_moved ?? -1);
  expect(preview.persons_united).toEqual(["B. Miles"]);
});

test("given a preview of customers that cannot be one, it is refused as the merge is", async () => {
  const { survivor } = await pair();
  const same = { params: { customer: survivor.id }, query: { loser: survivor.id } };
  expect(await shop.refusal(previewMerge, same)).toMatchObject({ code: "customer_merge.same_customer" });
});

/** A shop with a plan, and a customer that lives by a test clock (or by none) and has bought it. */
async function buyers(name: string, ...clocks: readonly (string | undefined)[]) {
  const seller = await world.organization(name, { currency: "EUR" });
  const { id: product_id } = await seller.send(createProduct, { body: { name: "Cloud" } });
  await seller.send(createPlan, {
    body: {
      ...{ product_id, plan_code: "basic", name: "Basic", interval: 1, interval_unit: "months" },
      prices: [{ price: "10" }],
    },
  });
  const customers = [];
  for (const [at, today] of clocks.entries()) {
    const { id } = await seller.send(api.createCustomer, { body: { display_name: `Buyer ${at}` } });
    if (today !== undefined)
      await seller.send(clock.setTestClock, { params: { customer: id }, body: { today } });
    const { subscription } = await seller.send(createSubscription, {
      body: { customer_id: id, plan: { plan: "basic" } },
    });
    customers.push({ id, subscription: subscription.id });
  }
  return { seller, customers };
}

test.each([
  ["one lives by a test clock", "2027-06-01", undefined],
  ["the other lives by a test clock", undefined, "2027-06-01"],
  ["their clocks stand at different days", "2027-06-01", "2027-06-02"],
])(
  "F67 given %s, then their merge and its preview are refused, and nothing is billed",
  async (name, one, other) => {
    const { seller, customers } = await buyers(name, one, other);
    const [survivor = "", loser = ""] = customers.map(({ id }) => id);
    const params = { customer: survivor };
    for (const refused of [
      await seller.refusal(mergeCustomers, { params, body: { loser } }),
      await seller.refusal(previewMerge, { params, query: { loser } }),
    ])
      expect(refused).toMatchObject({
        code: "customer_merge.other_clock",
        title: expect.stringMatching(/lives .*2027-06-0/) as string,
      });
    expect((await seller.send(listInvoices, { query: {} })).items).toHaveLength(2);
  },
);

test("F67 given clocks at one day, then they merge; what the loser's subscription bills and is paid afterwards returns with it", async () => {
  const { seller, customers } = await buyers("One day", "2027-06-01", "2027-06-01");
  const [survivor, loser] = customers;
  const params = { customer: survivor?.id ?? "" };
  const { merge } = await seller.send(mergeCustomers, { params, body: { loser: loser?.id ?? "" } });
  await seller.send(clock.advanceTestClock, { params, body: { until: "2027-07-01" } });
  const of = async (subscription: string | undefined) =>
    (await seller.send(listInvoices, { query: { limit: 50 } })).items
      .filter(({ subscription_id }) => subscription_id === subscription)
      .map(({ id, customer_id }) => ({ id, customer_id }));
  const [, renewal] = (await of(loser?.subscription)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const invoices = [{ invoice_id: renewal?.id ?? "", amount: "10" }];
  const body = { customer_id: params.customer, amount: "10", mode: "cash", invoices } as const;
  const { id: payment } = await seller.send(recordPayment, { body });
  await seller.send(undoMerge, { params: { merge } });
  expect(new Set((await of(loser?.subscription)).map(({ customer_id }) => customer_id))).toEqual(
    new Set([loser?.id]),
  );
  expect(new Set((await of(survivor?.subscription)).map(({ customer_id }) => customer_id))).toEqual(
    new Set([survivor?.id]),
  );
  expect(await seller.send(getPayment, { params: { payment } })).toMatchObject({ customer_id: loser?.id });
  expect(await seller.send(customerBalance, { params: { customer: loser?.id ?? "" } })).toMatchObject({
    outstanding: "10.00",
  });
});
