import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer, editCustomer, listCustomers } from "#billing/customer/customer.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { changeSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription, type SubscriptionOutcome } from "#billing/subscription/subscription.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let now = "";

beforeAll(async () => void (world = await startWorld({ roles: "web", clock: { now: () => now } })));
afterAll(() => world?.stop());

/** A plan of 31.00 EUR for March 2025 in Berlin, whose clocks go forward on the 30th: it has 743 hours. */
async function soldForMarch(proration_basis: "day" | "second"): Promise<{
  shop: Organization;
  subscription: string;
  changeTo: (plan: string) => Promise<SubscriptionOutcome>;
}> {
  now = "2025-03-01T08:00:00.000Z";
  const shop = await world.organization("Shop", { currency: "EUR", timeZone: "Europe/Berlin" });
  await shop.send(editOrganization, { body: { proration_basis } });
  const product = await shop.send(createProduct, { body: { name: "Cloud" } });
  for (const [plan_code, price] of Object.entries({ basic: "31", pro: "62", odd: "49.99" })) {
    const prices = [{ currency_code: "EUR", price }];
    const plan = { plan_code, name: plan_code, product_id: product.id, interval: 1, prices };
    await shop.send(createPlan, { body: { ...plan, interval_unit: "months" } });
  }
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const { subscription } = await shop.send(createSubscription, {
    body: { customer_id, plan: { plan: "basic" } },
  });
  const params = { subscription: subscription.id };
  const changeTo = (plan: string) =>
    shop.send(changeSubscription, { params, body: { plan: { plan }, when: "now" } });
  return { shop, subscription: subscription.id, changeTo };
}

const linesOf = ({ invoices, credit_notes }: SubscriptionOutcome): unknown =>
  [...invoices, ...credit_notes].flatMap(({ line_items }) =>
    line_items.map(({ description, price }) => `${description}: ${price}`),
  );

describe("given a change at noon of 30 March in Berlin", () => {
  test.each([
    [
      "second",
      [
        "Unused time: 129600 of 2674800 seconds · Invoice INV-000001: -1.50",
        "Remaining time: 129600 of 2674800 seconds: 3.00",
      ],
    ],
    ["day", ["Unused time: 2 of 31 days · Invoice INV-000001: -2.00", "Remaining time: 2 of 31 days: 4.00"]],
  ] as const)(
    "when the organization counts by the %s, then each line says its share",
    async (basis, lines) => {
      const { changeTo } = await soldForMarch(basis);
      now = "2025-03-30T10:00:00.000Z";
      expect(linesOf(await changeTo("pro"))).toEqual(lines);
    },
  );

  test("when it changes again on the same day, then only what was charged last is given back, and no line tells again of what was given back before", async () => {
    const { changeTo } = await soldForMarch("second");
    now = "2025-03-30T10:00:00.000Z";
    await changeTo("pro");
    now = "2025-03-30T22:00:00.000Z";
    expect(linesOf(await changeTo("basic"))).toEqual([
      "Unused time: 86400 of 129600 seconds · Invoice INV-000002: 2.00",
      "Remaining time: 86400 of 2674800 seconds: -1.00",
    ]);
  });

  test("when the organization counts by the day from then on, then lines by the second are given back by whole days", async () => {
    const { shop, changeTo } = await soldForMarch("second");
    now = "2025-03-30T10:00:00.000Z";
    await changeTo("pro");
    await shop.send(editOrganization, { body: { proration_basis: "day" } });
    now = "2025-03-31T10:00:00.000Z";
    expect(linesOf(await changeTo("basic"))).toEqual([
      "Unused time: 1 of 2 days · Invoice INV-000002: 1.50",
      "Remaining time: 1 of 31 days: -1.00",
    ]);
  });
});

describe("given a subscription that changes more than once within its term", () => {
  test("when it goes up, down and up again, then each invoice gives back one line and charges one, and all together is what the days cost, to a cent a change", async () => {
    const { changeTo } = await soldForMarch("day");
    const billed: string[] = [];
    for (const [day, plan] of [
      ["10", "odd"],
      ["17", "basic"],
      ["23", "odd"],
    ] as const) {
      now = `2025-03-${day}T10:00:00.000Z`;
      const outcome = await changeTo(plan);
      const lines = [...outcome.invoices, ...outcome.credit_notes].flatMap(({ line_items }) => line_items);
      expect(lines).toHaveLength(2);
      billed.push(...outcome.invoices.map(({ total }) => total));
      billed.push(...outcome.credit_notes.map(({ total }) => `-${total}`));
    }
    // 9 days of 31.00 and 7 of 49.99, then 6 and 9 again, of a month of 31.
    const exact = ((9 + 6) * 31 + (7 + 9) * 49.99) / 31 - 31;
    const sum = billed.reduce((all, one) => all + Number(one), 0);
    expect(Math.abs(sum - exact)).toBeLessThanOrEqual(0.03);
  });

  test("when it is of seats, then each line says how many of what, in the customer's language", async () => {
    const { shop, subscription } = await soldForMarch("day");
    const product = await shop.send(createProduct, { body: { name: "Team" } });
    for (const unit_name of ["seat", null]) {
      const plan_code = unit_name === null ? "bare" : "team";
      const plan = { plan_code, name: plan_code, product_id: product.id, interval: 1, unit_name };
      const prices = [{ currency_code: "EUR", price: "31" }];
      const body = { ...plan, interval_unit: "months", pricing_scheme: "per_unit", prices } as const;
      await shop.send(createPlan, { body });
    }
    const change = async (day: string, plan: { plan: string; quantity: string }) => {
      now = `2025-03-${day}T10:00:00.000Z`;
      const body = { plan, when: "now" } as const;
      return linesOf(await shop.send(changeSubscription, { params: { subscription }, body }));
    };
    expect(await change("02", { plan: "team", quantity: "3" })).toEqual([
      "Unused time: 30 of 31 days · Invoice INV-000001: -30.00",
      "Remaining time, 3 × seat: 30 of 31 days: 90.00",
    ]);
    expect(await change("17", { plan: "team", quantity: "5" })).toEqual([
      "Unused time, 3 × seat: 15 of 30 days · Invoice INV-000002: -45.00",
      "Remaining time, 5 × seat: 15 of 31 days: 75.00",
    ]);
    const { items } = await shop.send(listCustomers, { query: {} });
    const params = { customer: items[0]?.id ?? "" };
    await shop.send(editCustomer, { params, body: { language: "de" } });
    expect(await change("22", { plan: "bare", quantity: "7" })).toEqual([
      "Nicht genutzte Zeit, 5 × seat: 10 von 15 Tagen · Rechnung INV-000003: -50.00",
      "Verbleibende Zeit, Menge 7: 10 von 31 Tagen: 70.00",
    ]);
    await shop.send(editCustomer, { params, body: { language: null } });
    await shop.send(editOrganization, { body: { language: "nl" } });
    expect(await change("25", { plan: "team", quantity: "2" })).toEqual([
      "Niet gebruikte tijd, aantal 7: 7 van 10 dagen · Factuur INV-000004: 49.00",
      "Resterende tijd, 2 × seat: 7 van 31 dagen: -14.00",
    ]);
  });

  test("when an addon in tiers stays, then it is no line; when it changes, it is given back as a whole and rounded once", async () => {
    now = "2025-03-01T08:00:00.000Z";
    const shop = await world.organization("Tiers", { currency: "EUR", timeZone: "UTC" });
    const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
    const plan = { product_id, interval: 1, interval_unit: "months" } as const;
    for (const plan_code of ["basic", "pro"])
      await shop.send(createPlan, {
        body: { ...plan, plan_code, name: plan_code, prices: [{ price: plan_code === "pro" ? "62" : "31" }] },
      });
    const brackets = [
      { from: "1", to: "10", price: "1" },
      { from: "11", to: null, price: "0.755" },
    ];
    await shop.send(createAddon, {
      body: {
        ...{ addon_code: "storage", name: "Storage", unit_name: "GB", pricing_scheme: "tier" as const },
        prices: [{ currency_code: "EUR", brackets }],
      },
    });
    const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
    const storage = (quantity: string) => ({ addons: [{ addon: "storage", quantity }] });
    const { subscription, invoices } = await shop.send(createSubscription, {
      body: { customer_id, plan: { plan: "basic" }, ...storage("25") },
    });
    expect(invoices[0]?.line_items.map(({ net }) => net)).toEqual(["31.00", "10.00", "11.33"]);
    const params = { subscription: subscription.id };
    const change = async (day: string, given: object) => {
      now = `2025-03-${day}T10:00:00.000Z`;
      const body = { plan: { plan: "pro" }, when: "now" as const, ...given };
      return linesOf(await shop.send(changeSubscription, { params, body }));
    };
    expect(await change("11", storage("25"))).toEqual([
      "Unused time: 21 of 31 days · Invoice INV-000001: -21.00",
      "Remaining time: 21 of 31 days: 42.00",
    ]);
    // 10.00 and 11.33 are 21.33, of which 10 of 31 days are 6.88; each by itself would be 3.23 and 3.65.
    expect(await change("22", {})).toEqual([
      "Unused time, 25 × GB: 10 of 31 days · Invoice INV-000001: 6.88",
    ]);
  });

  test("when an addon comes and goes, then only it is on the invoices, not the plan that stays", async () => {
    const { shop, subscription } = await soldForMarch("day");
    const prices = [{ currency_code: "EUR", price: "9.99" }];
    await shop.send(createAddon, { body: { addon_code: "seat", name: "Seat", prices } });
    const change = (day: string, addons: { addon: string }[]) => {
      now = `2025-03-${day}T10:00:00.000Z`;
      return shop.send(changeSubscription, {
        params: { subscription },
        body: { plan: { plan: "basic" }, addons, when: "now" },
      });
    };
    expect(linesOf(await change("17", [{ addon: "seat" }]))).toEqual(["Remaining time: 15 of 31 days: 4.83"]);
    expect(linesOf(await change("22", []))).toEqual([
      "Unused time: 10 of 15 days · Invoice INV-000002: 3.22",
    ]);
  });

  test("when an addon that costs nothing comes and goes, then what goes is no document", async () => {
    const { shop, subscription } = await soldForMarch("day");
    const prices = [{ currency_code: "EUR", price: "0" }];
    await shop.send(createAddon, { body: { addon_code: "help", name: "Help", prices } });
    const change = (addons: { addon: string }[]) =>
      shop.send(changeSubscription, {
        params: { subscription },
        body: { plan: { plan: "basic" }, addons, when: "now" },
      });
    now = "2025-03-17T10:00:00.000Z";
    await change([{ addon: "help" }]);
    const { subscription: left, invoices, credit_notes } = await change([]);
    expect(left.items).toMatchObject([{ kind: "plan" }]);
    expect([...invoices, ...credit_notes]).toEqual([]);
  });
});
