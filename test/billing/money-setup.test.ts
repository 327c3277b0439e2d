import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import * as rates from "#billing/currency/exchange-rate.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as series from "#billing/document/number-series.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as taxes from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

async function customerIn(shop: Organization, currency_code: string): Promise<string> {
  const body = { display_name: `${currency_code} customer`, currency_code };
  return (await shop.send(createCustomer, { body })).id;
}

describe("a tax", () => {
  test("given it is on a line, then the line is taxed; edited later, the document keeps what it was", async () => {
    const shop = await world.organization("Taxed", { currency: "EUR" });
    const tax = await shop.send(taxes.createTax, { body: { name: "VAT", percentage: "19.50" } });
    expect(tax).toMatchObject({ percentage: "19.5", status: "active", version: 1 });
    const customer_id = await customerIn(shop, "EUR");
    const line_items = [{ name: "Seat", price: "10", tax_id: tax.id }];
    const { id } = await shop.send(invoices.createInvoice, { body: { customer_id, line_items } });
    const params = { tax: tax.id };
    await shop.send(taxes.editTax, { params, body: { percentage: "7", name: "VAT 7", version: 1 } });
    expect(await shop.send(invoices.getInvoice, { params: { invoice: id } })).toMatchObject({
      total: "11.95",
      taxes: [{ name: "VAT", percentage: "19.5", taxable: "10.00", amount: "1.95" }],
    });
    expect(await shop.refusal(taxes.editTax, { params, body: { name: "X", version: 1 } })).toMatchObject({
      code: "tax.changed_meanwhile",
    });
    expect(await shop.refusal(taxes.deleteTax, { params })).toMatchObject({
      code: "tax.in_use",
      title: "VAT 7 is in use by a draft invoice",
    });
  });

  test("given it is inactive or of nobody, then no line and no plan gets it; unused, it can be deleted", async () => {
    const shop = await world.organization("Untaxed");
    const tax = await shop.send(taxes.createTax, { body: { name: "GST", percentage: 5 } });
    const params = { tax: tax.id };
    expect(await shop.refusal(taxes.createTax, { body: { name: "gst", percentage: "6" } })).toMatchObject({
      code: "tax.name_taken",
      details: { fields: [{ path: "name" }] },
    });
    await shop.send(taxes.inactivateTax, { params });
    const product = await shop.send(createProduct, { body: { name: "Product" } });
    const plan = {
      plan_code: "basic",
      name: "Basic",
      product_id: product.id,
      interval: 1,
      interval_unit: "months" as const,
      prices: [{ price: "10" }],
      tax_id: tax.id,
    };
    expect(await shop.refusal(createPlan, { body: plan })).toMatchObject({
      code: "request.invalid",
      details: { fields: [{ path: "tax_id" }] },
    });
    await shop.send(taxes.activateTax, { params });
    await shop.send(createPlan, { body: plan });
    expect(await shop.refusal(taxes.deleteTax, { params })).toMatchObject({
      details: { uses: ["the plan Basic"] },
    });
    const other = await shop.send(taxes.createTax, { body: { name: "Other", percentage: "0" } });
    await shop.send(taxes.deleteTax, { params: { tax: other.id } });
    const { items } = await shop.send(taxes.listTaxes, { query: {} });
    expect(items.map(({ name }) => name)).toEqual(["GST"]);
  });

  test.each(["-1", "100.1", "seven", "1.1234567"])(
    "given a percentage of %s, then it is refused by its field",
    async (percentage) => {
      const shop = await world.organization("Wrong tax");
      expect(await shop.refusal(taxes.createTax, { body: { name: "Tax", percentage } })).toMatchObject({
        code: "request.invalid",
        details: { fields: [{ path: "percentage" }] },
      });
    },
  );
});

describe("exchange rates", () => {
  test("given rates of days, then the one in force is the newest of that day or before (F78)", async () => {
    const shop = await world.organization("Rates", { currency: "EUR" });
    const set = (date: string, rate: string) =>
      shop.send(rates.setExchangeRate, { body: { currency_code: "USD", date, rate } });
    for (const [date, rate] of [
      ["2026-01-01", "0.9"],
      ["2026-03-01", "0.91"],
      ["2026-03-05", "0.92"],
      ["2026-03-05", "0.925"],
    ] as const)
      await set(date, rate);
    const on = async (date: string) =>
      (await shop.send(rates.exchangeRateInForce, { query: { currency_code: "USD", date } })).rate;
    expect([await on("2026-02-28"), await on("2026-03-04"), await on("2026-03-05")]).toEqual([
      "0.9",
      "0.91",
      "0.925",
    ]);
    await shop.send(rates.deleteExchangeRate, { query: { currency_code: "USD", date: "2026-03-05" } });
    expect(await on("2026-03-05")).toBe("0.91");
    const first = await shop.send(rates.listExchangeRates, { query: { limit: 1 } });
    const rest = await shop.send(rates.listExchangeRates, { query: { cursor: first.next_cursor ?? "" } });
    expect([...first.items, ...rest.items].map(({ date }) => date)).toEqual(["2026-03-01", "2026-01-01"]);
    const early = { currency_code: "USD", date: "2025-12-31" };
    expect(await shop.refusal(rates.exchangeRateInForce, { query: early })).toMatchObject({
      code: "exchange_rate.missing",
    });
    expect(await shop.refusal(rates.deleteExchangeRate, { query: early })).toMatchObject({
      code: "exchange_rate.not_found",
    });
    const base = { currency_code: "EUR", rate: "1" };
    expect(await shop.refusal(rates.setExchangeRate, { body: base })).toMatchObject({
      code: "exchange_rate.base",
    });
  });

  test.each(["0", "-0.9", "1e3", "9999999999999"])(
    "given a rate of %s, then it is refused by its field",
    async (rate) => {
      const shop = await world.organization("Wrong rate");
      const body = { currency_code: "EUR", date: "2026-03-01", rate };
      expect(await shop.refusal(rates.setExchangeRate, { body })).toMatchObject({
        code: "request.invalid",
        details: { fields: [{ path: "rate" }] },
      });
    },
  );

  test.each([
    {
      base: "EUR",
      currency: "JPY",
      price: "1000",
      quantity: "1",
      rate: "0.0061",
      total: "1000",
      inBase: "6.10",
    },
    {
      base: "JPY",
      currency: "USD",
      price: "19.99",
      quantity: "3",
      rate: "151.5",
      total: "59.97",
      inBase: "9085",
    },
    {
      base: "USD",
      currency: "KWD",
      price: "3.333",
      quantity: "3",
      rate: "3.25",
      total: "9.999",
      inBase: "32.50",
    },
    {
      base: "KWD",
      currency: "JPY",
      price: "483.87",
      quantity: "1",
      rate: "0.0021",
      total: "484",
      inBase: "1.016",
    },
  ])(
    "given a customer in $currency of an organization in $base, then currency and rate stay on the document, and its base total is $inBase (F78)",
    async ({ base, currency, price, quantity, rate, total, inBase }) => {
      const shop = await world.organization("Abroad", { currency: base });
      await shop.send(rates.setExchangeRate, { body: { currency_code: currency, date: "2026-03-01", rate } });
      const customer_id = await customerIn(shop, currency);
      const line_items = [{ name: "Seat", price, quantity }];
      const { id } = await shop.send(invoices.createInvoice, {
        body: { customer_id, line_items, send: true },
      });
      await shop.send(rates.setExchangeRate, {
        body: { currency_code: currency, date: "2026-03-01", rate: "7" },
      });
      expect(await shop.send(invoices.getInvoice, { params: { invoice: id } })).toMatchObject({
        currency_code: currency,
        exchange_rate: rate,
        base_currency: base,
        total,
        base_total: inBase,
      });
    },
  );
});

describe("a number series", () => {
  test("given it is set, then documents go on with it; downwards or over numbers that are taken it is refused", async () => {
    const shop = await world.organization("Numbers");
    const customer_id = await customerIn(shop, "USD");
    const issue = async () =>
      (
        await shop.send(invoices.createInvoice, {
          body: { customer_id, line_items: [{ name: "Seat", price: "1" }], send: true },
        })
      ).number;
    const set = (body: object) => shop.send(series.setNumberSeries, { body: { kind: "invoice", ...body } });
    expect(await issue()).toBe("INV-000001");
    expect(await set({ next_number: 41, digits: 4 })).toMatchObject({ next: "INV-0041" });
    expect(await issue()).toBe("INV-0041");
    expect(await set({ prefix: "R/" })).toMatchObject({ next: "R/0001", next_number: "1" });
    expect(await issue()).toBe("R/0001");
    const taken = { kind: "invoice" as const, prefix: "INV-", next_number: 41 };
    expect(await shop.refusal(series.setNumberSeries, { body: taken })).toMatchObject({
      code: "number_series.taken",
      details: {
        fields: [
          { path: "next_number", problem: "must be 42 or more: the numbers up to INV-0041 are taken" },
        ],
      },
    });
    expect(
      await shop.refusal(series.setNumberSeries, { body: { kind: "invoice", next_number: 1 } }),
    ).toMatchObject({
      code: "number_series.taken",
    });
    expect(await set({ prefix: "INV-" })).toMatchObject({ next: "INV-0042" });
    const { items } = await shop.send(series.listNumberSeries, {});
    expect(items.map(({ next }) => next)).toEqual([
      "INV-0042",
      "CN-000001",
      "EST-000001",
      "SO-000001",
      "PO-000001",
      "PAY-000001",
      "SUB-000001",
    ]);
  });

  test("given a prefix of another series, begun or not, then no series gets it, not even of two at once; what had it before counts on", async () => {
    const shop = await world.organization("Prefixes");
    const set = (kind: "invoice" | "credit_note" | "payment", prefix: string) =>
      shop.send(series.setNumberSeries, { body: { kind, prefix } });
    const refused = async (kind: "invoice" | "credit_note", prefix: string) =>
      shop.refusal(series.setNumberSeries, { body: { kind, prefix } });
    await set("invoice", "RE-2026/");
    expect(await refused("credit_note", "RE-2026/")).toMatchObject({
      code: "number_series.prefix_taken",
      details: {
        fields: [
          {
            path: "prefix",
            problem: "is the prefix of invoices, of which the next is RE-2026/000001; choose another",
          },
        ],
      },
    });
    expect(await refused("invoice", "PAY-")).toMatchObject({ code: "number_series.prefix_taken" });
    expect(await set("credit_note", "re-2026/")).toMatchObject({ next: "re-2026/000001" });
    const customer_id = await customerIn(shop, "USD");
    const line_items = [{ name: "Seat", price: "1" }];
    await shop.send(invoices.createInvoice, { body: { customer_id, line_items, send: true } });
    await set("invoice", "INV-");
    expect(await set("credit_note", "RE-2026/")).toMatchObject({ next: "RE-2026/000002" });
    for (let round = 0; round < 5; round += 1) {
      const both = await Promise.allSettled([set("invoice", `R${round}/`), set("payment", `R${round}/`)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });
});
