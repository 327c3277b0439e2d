import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields, type CustomFieldType } from "#billing/custom-field/custom-field.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import { advanceTestClock, setTestClock } from "#billing/subscription/test-clock.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

type Shop = { organization: Organization; sell: (given?: object) => Promise<api.SubscriptionView> };

/** An organization that sells one plan to one customer, with three fields of its own for that. */
async function open(name: string): Promise<Shop> {
  const organization = await world.organization(name, { currency: "USD", timeZone: "UTC" });
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
  await organization.send(createPlan, {
    body: {
      ...{ plan_code: "basic", name: "Basic", product_id, interval: 1, interval_unit: "months" },
      ...{ pricing_scheme: "flat", prices: [{ currency_code: "USD", price: "30" }] },
    },
  });
  const field = (label: string, type: CustomFieldType, options?: string[]) =>
    organization.send(customFields.subscription.add, {
      body: { label, type, ...(options === undefined ? {} : { options }) },
    });
  await field("Region", "pick_list", ["North", "South"]);
  await field("Seats agreed", "number");
  await field("Signed", "date");
  const { id: customer_id } = await organization.send(createCustomer, { body: { display_name: "Buyer" } });
  await organization.send(setTestClock, { params: { customer: customer_id }, body: { today: "2026-03-10" } });
  return {
    organization,
    sell: async (given = {}) => {
      const body = { customer_id, plan: { plan: "basic" }, ...given };
      return (await organization.send(api.createSubscription, { body })).subscription;
    },
  };
}

describe("given fields of the organization's own for subscriptions", () => {
  test("F99 when one is sold with values, then they are kept in canonical form, in lists too, and customers have none of them", async () => {
    const { organization, sell } = await open("Values");
    const sold = await sell({
      custom_fields: { cf_region: "north", cf_seats_agreed: "012", cf_signed: "2026-02-28" },
    });
    const kept = { cf_region: "North", cf_seats_agreed: 12, cf_signed: "2026-02-28" };
    expect(sold.custom_fields).toEqual(kept);
    const { items } = await organization.send(api.listSubscriptions, { query: {} });
    expect(items.map((one) => one.custom_fields)).toEqual([kept]);
    expect(await organization.send(customFields.customer.list, {})).toMatchObject({ count: 0 });
  });

  test.each([
    [{ cf_region: "West" }, "cf_region", "must be one of: North, South"],
    [{ cf_seats_agreed: "many" }, "cf_seats_agreed", "whole number"],
    [{ cf_signed: "28.02.2026" }, "cf_signed", "a day like"],
    [{ cf_colour: "red" }, "cf_colour", "There is no such custom field"],
  ])(
    "when %o is given, then the answer names the field, and nothing is sold or changed",
    async (custom_fields, name, problem) => {
      const { organization, sell } = await open(`Refused ${name}`);
      const { id, version } = await sell();
      const refused = {
        status: 400,
        code: "request.invalid",
        details: { fields: [{ path: `custom_fields.${name}`, problem: expect.stringContaining(problem) }] },
      };
      const params = { subscription: id };
      const { customer_id } = await organization.send(api.getSubscription, { params });
      expect(
        await organization.refusal(api.createSubscription, {
          body: { customer_id, plan: { plan: "basic" }, custom_fields },
        }),
      ).toMatchObject(refused);
      expect(
        await organization.refusal(api.editSubscription, { params, body: { notes: "new", custom_fields } }),
      ).toMatchObject(refused);
      expect(await organization.send(api.listSubscriptions, { query: {} })).toMatchObject({
        items: [{ id }],
      });
      expect(await organization.send(api.getSubscription, { params })).toMatchObject({
        version,
        notes: null,
      });
    },
  );

  test("when an eleventh is added, then it is refused for subscriptions alone", async () => {
    const { organization } = await open("Eleven");
    for (let more = 4; more <= 10; more += 1)
      await organization.send(customFields.subscription.add, {
        body: { label: `Field ${more}`, type: "text" },
      });
    expect(
      await organization.refusal(customFields.subscription.add, {
        body: { label: "Eleventh", type: "text" },
      }),
    ).toMatchObject({
      code: "custom_field.limit_reached",
      title: "All 10 custom fields for subscriptions are in use",
    });
    await organization.send(customFields.customer.add, { body: { label: "Region", type: "text" } });
  });

  test("when one is deleted, then its values go with it, those of a customers' field of that name stay", async () => {
    const { organization, sell } = await open("Deleted");
    await organization.send(customFields.customer.add, { body: { label: "Region", type: "text" } });
    await organization.send(createCustomer, {
      body: { display_name: "Kept", custom_fields: { cf_region: "East" } },
    });
    const { id } = await sell({ custom_fields: { cf_region: "South", cf_seats_agreed: 3 } });
    const params = { field: "cf_region" };
    expect(await organization.send(customFields.subscription.use, { params })).toEqual({ records: 1 });
    expect(await organization.send(customFields.subscription.remove, { params })).toEqual({ cleared: 1 });
    expect(await organization.send(api.getSubscription, { params: { subscription: id } })).toMatchObject({
      custom_fields: { cf_seats_agreed: 3 },
    });
    expect(await organization.send(customFields.customer.use, { params })).toEqual({ records: 1 });
  });
});

describe("given a subscription that was sold", () => {
  test("F99 when it is edited, then only what is given changes, the history tells from what to what, and the same again writes nothing", async () => {
    const { organization, sell } = await open("Edited");
    const { id } = await sell({ reference: "PO 6", notes: "First", custom_fields: { cf_region: "North" } });
    const params = { subscription: id };
    const body = {
      reference: "PO 7",
      salesperson: "Ann",
      custom_fields: { cf_region: null, cf_seats_agreed: 5 },
    };
    const edited = await organization.send(api.editSubscription, { params, body });
    expect(edited).toMatchObject({
      ...{ reference: "PO 7", salesperson: "Ann", notes: "First", status: "live" },
      custom_fields: { cf_seats_agreed: 5 },
    });
    expect(await organization.send(api.editSubscription, { params, body })).toEqual(edited);
    const { items } = await organization.send(api.subscriptionHistory, { params });
    expect(items.filter(({ event }) => event === "edited")).toMatchObject([
      {
        on: "2026-03-10",
        note: "Reference: PO 7 instead of PO 6; Salesperson: Ann; Region removed; Seats agreed: 5",
      },
    ]);
  });

  test("when its next invoices are to have other terms, then what is billed stays, and the next one has them", async () => {
    const { organization, sell } = await open("Terms");
    const { id, customer_id } = await sell({ payment_terms: 10 });
    await organization.send(api.editSubscription, {
      params: { subscription: id },
      body: { payment_terms: 45 },
    });
    await organization.send(advanceTestClock, {
      params: { customer: customer_id },
      body: { until: "2026-04-10" },
    });
    const { items } = await organization.send(listInvoices, { query: { customer_id } });
    expect(items.map(({ date, due_date }) => `${date} due ${due_date}`).toSorted()).toEqual([
      "2026-03-10 due 2026-03-20",
      "2026-04-10 due 2026-05-25",
    ]);
  });

  test("when it is given the reference of another one, then that is named, and nothing changes", async () => {
    const { organization, sell } = await open("Taken");
    const first = await sell({ reference: "PO 1" });
    const second = await sell({ reference: "PO 2" });
    const params = { subscription: second.id };
    expect(
      await organization.refusal(api.editSubscription, { params, body: { reference: "PO 1", notes: "x" } }),
    ).toMatchObject({
      code: "subscription.reference_taken",
      title: `${first.number} has the reference PO 1`,
      details: { fields: [{ path: "reference" }] },
    });
    expect(await organization.send(api.getSubscription, { params })).toMatchObject({
      reference: "PO 2",
      notes: null,
    });
    // Its own reference is no other's.
    await organization.send(api.editSubscription, { params, body: { reference: "PO 2", notes: "kept" } });
  });
});
