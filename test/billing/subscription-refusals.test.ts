import { afterAll, beforeAll, expect, test } from "vitest";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice, listInvoices } from "#billing/invoice/invoice.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let customer_id: string;
let params: { subscription: string };

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  shop = await world.organization("Refusals", { currency: "USD" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const month = { product_id, interval: 1, interval_unit: "months" } as const;
  const prices = [
    { currency_code: "USD", price: "30" },
    { currency_code: "EUR", price: "25" },
  ];
  for (const name of ["Basic", "Pro", "Team"])
    await shop.send(createPlan, { body: { ...month, plan_code: name.toLowerCase(), name, prices } });
  const half = { discount_by: "percentage", discount_value: "50" } as const;
  const few = { apply_to_plans: "select" as const, plans: ["pro", "team"] };
  await shop.send(createCoupon, { body: { coupon_code: "FEW", name: "Few", ...half, ...few } });
  ({ id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } }));
  const body = { customer_id, plan: { plan: "basic", quantity: "2" } };
  params = { subscription: (await shop.send(api.createSubscription, { body })).subscription.id };
});

afterAll(() => world?.stop());

const nothing = "must be more than 0: what is given back is a credit note";
test.each([
  ["0", nothing],
  ["0.00", nothing],
  ["-5", nothing],
  ["0.001", "can have 2 decimal places in USD, such as 1.01"],
  ["10.005", "can have 2 decimal places in USD, such as 1.01"],
])(
  "given a charge of %s, then the amount is named with what to do, and nothing is billed",
  async (amount, problem) => {
    const body = { name: "Help", amount };
    expect(await shop.refusal(actions.addCharge, { params, body })).toMatchObject({
      status: 400,
      details: { fields: [{ path: "amount", problem }] },
    });
    expect((await shop.send(listInvoices, { query: {} })).items).toHaveLength(1);
  },
);

test("given a charge with a tax that is not in use, then the field is named", async () => {
  const body = { name: "Help", amount: "10", tax_id: "tax_00000000000000000000000000" };
  expect(await shop.refusal(actions.addCharge, { params, body })).toMatchObject({
    details: { fields: [{ path: "tax_id" }] },
  });
});

test.each(["now", "term_end"] as const)(
  "given a change at %s to what is sold already, then it is refused; another quantity is not",
  async (when) => {
    const change = (quantity: string) => ({ plan: { plan: "basic", quantity }, when, preview: true });
    expect(await shop.refusal(actions.changeSubscription, { params, body: change("2.0") })).toMatchObject({
      status: 422,
      code: "subscription.unchanged",
      title: "The subscription sells this already",
    });
    await shop.send(actions.changeSubscription, { params, body: change("3") });
  },
);

test("given a renewal postponed to a day that is over, or a pause that ends before it begins, then the day and its field are named", async () => {
  const over = { params, body: { renewal: "2026-01-01" } };
  expect(await shop.refusal(actions.postponeRenewal, over)).toMatchObject({
    code: "subscription.date_invalid",
    title: "The day must be after 2026-04-10, when the present term ends",
    remedy: "Choose a later day.",
    details: { fields: [{ path: "renewal" }] },
  });
  const today = { params, body: { resumes_on: "2026-03-10" } };
  expect(await shop.refusal(actions.pauseSubscription, today)).toMatchObject({
    title: "The day must be after 2026-03-10, which is today",
    details: { fields: [{ path: "resumes_on" }] },
  });
});

test("given a coupon for other plans, then the refusal says for which", async () => {
  expect(await shop.refusal(actions.applyCoupon, { params, body: { coupon: "few" } })).toMatchObject({
    code: "coupon.other_plan",
    title: "FEW is only for Pro, Team",
  });
});

test("given no exchange rate, then a subscription advises only to add one, and an invoice to give it as well", async () => {
  const body = { display_name: "Abroad", currency_code: "EUR" };
  const { id: abroad } = await shop.send(createCustomer, { body });
  const sale = { customer_id: abroad, plan: { plan: "basic" } };
  expect(await shop.refusal(api.createSubscription, { body: sale })).toMatchObject({
    code: "exchange_rate.missing",
    remedy: "Add a rate for that day or an earlier one at Settings > Exchange rates.",
  });
  const invoice = { customer_id: abroad, line_items: [{ name: "Help", price: "1" }] };
  expect(await shop.refusal(createInvoice, { body: invoice })).toMatchObject({
    code: "exchange_rate.missing",
    remedy: expect.stringContaining("Give exchange_rate, or add a rate") as unknown,
  });
});
