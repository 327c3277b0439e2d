import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import * as customers from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { cancelSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { concord } from "../app/processes.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
const ids = new Map<string, string>();
/** The day that it is. */
let today = "2026-01-10";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => `${today}T12:00:00.000Z` } });
  shop = await world.organization("Filters", { currency: "USD", timeZone: "UTC" });
  for (const display_name of ["Subscriber", "Former", "Debtor", "Payer", "Nobody"])
    ids.set(display_name, (await shop.send(customers.createCustomer, { body: { display_name } })).id);
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Seats" } });
  const prices = [{ currency_code: "USD", price: "10" }];
  const year = { product_id, interval: 1, interval_unit: "years" as const, prices };
  await shop.send(createPlan, { body: { ...year, plan_code: "seat", name: "Seat" } });
  await subscribe("Subscriber");
  const params = { subscription: await subscribe("Former") };
  await shop.send(cancelSubscription, { params, body: { at_term_end: false } });
  await bill("Debtor");
  const invoice_id = await bill("Payer");
  const body = {
    customer_id: idOf("Payer"),
    amount: "10",
    mode: "cash" as const,
    invoices: [{ invoice_id, amount: "10" }],
  };
  await shop.send(recordPayment, { body });
});
afterAll(() => world?.stop());

function idOf(name: string): string {
  return ids.get(name) ?? "";
}

async function subscribe(name: string): Promise<string> {
  const body = { customer_id: idOf(name), plan: { plan: "seat" }, payment_terms: 60 };
  return (await shop.send(createSubscription, { body })).subscription.id;
}

async function bill(name: string): Promise<string> {
  const line_items = [{ name: "Thing", quantity: "1", price: "10" }];
  const body = { customer_id: idOf(name), line_items, payment_terms: 5, send: true };
  return (await shop.send(createInvoice, { body })).id;
}

async function names(query: Record<string, string>): Promise<string[]> {
  const { items } = await shop.send(customers.listCustomers, { query });
  const { count } = await shop.send(customers.countCustomers, { query });
  expect(count).toBe(items.length);
  const csv = await shop.send(customers.exportCustomers, { query });
  const found = items.map(({ display_name }) => display_name);
  expect([...ids.keys()].filter((name) => csv.includes(name)).toSorted()).toEqual(found);
  return found;
}

describe("given customers with and without subscriptions and invoices", () => {
  test("when they are asked for by subscription, then one that is over counts for none, in list, count and export", async () => {
    expect(await names({ subscribed: "true" })).toEqual(["Subscriber"]);
    expect(await names({ subscribed: "false" })).toEqual(["Debtor", "Former", "Nobody", "Payer"]);
  });

  test("when a due day passes, then whoever has not paid is overdue from the day after", async () => {
    today = "2026-01-15";
    expect(await names({ overdue: "true" })).toEqual([]);
    today = "2026-01-16";
    expect(await names({ overdue: "true" })).toEqual(["Debtor"]);
    expect(await names({ overdue: "false", subscribed: "false" })).toEqual(["Former", "Nobody", "Payer"]);
    expect(
      await shop.send(customers.listCustomers, { query: { overdue: "true", search: "pay" } }),
    ).toMatchObject({
      items: [],
    });
  });

  test("when the command line asks, then it lists the same, and a status that is none is refused", async () => {
    today = "2026-01-16";
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
    const debtors = await concord(["customers", "list", "--overdue"], env);
    expect([debtors.stdout.includes("Debtor"), debtors.stdout.includes("Payer")]).toEqual([true, false]);
    const others = await concord(["customers", "list", "--no-overdue", "--no-subscribed"], env);
    expect(others.stdout.match(/Former|Nobody|Payer|Debtor|Subscriber/g)).toEqual([
      "Former",
      "Nobody",
      "Payer",
    ]);
    expect((await concord(["customers", "list", "--no-overdue", "--status", "gone"], env)).code).toBe(1);
    expect((await concord(["customers", "list", "--linked"], env)).stdout).toBe("No customer is like that\n");
  });
});
