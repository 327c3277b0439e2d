import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { applyCreditNote, createCreditNote, creditInvoice } from "#billing/credit-note/credit-note.api.ts";
import { deleteExchangeRate, setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice, voidInvoice, writeOffInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment, voidPayment } from "#billing/payment/payment.api.ts";
import { getReport, type ReportView } from "#billing/report/report.api.ts";
import { type ReportName, reportNames } from "#billing/report/report-names.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { concord } from "../app/processes.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
const customers = new Map<string, string>();

/** The day that it is for everybody; subscriptions live on clocks of their own until then. */
const today = "2026-04-15";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => `${today}T12:00:00.000Z` } });
  shop = await world.organization("Figures", { currency: "USD", timeZone: "UTC" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const plan = {
    product_id,
    interval: 1,
    interval_unit: "months" as const,
    pricing_scheme: "per_unit" as const,
  };
  const prices = (usd: string, eur: string) => [
    { currency_code: "USD", price: usd },
    { currency_code: "EUR", price: eur },
  ];
  await shop.send(createPlan, {
    body: { ...plan, plan_code: "basic", name: "Basic", prices: prices("30", "20") },
  });
  await shop.send(createPlan, {
    body: { ...plan, plan_code: "pro", name: "Pro", prices: prices("60", "50") },
  });
  for (const [date, rate] of [
    ["2025-12-01", "1.1"],
    ["2026-02-01", "1.2"],
  ] as const)
    await shop.send(setExchangeRate, { body: { currency_code: "EUR", date, rate } });
  await makeLives();
});
afterAll(() => world?.stop());

async function newCustomer(
  name: string,
  country: string | undefined,
  currency_code = "USD",
): Promise<string> {
  const billing_address = country === undefined ? {} : { billing_address: { country } };
  const { id } = await shop.send(createCustomer, {
    body: { display_name: name, currency_code, ...billing_address },
  });
  customers.set(name, id);
  return id;
}

/** A customer on a clock of its own from 10 January on, with a subscription; `act` moves the clock and does something then. */
async function life(name: string, country: string | undefined, given: object, currency?: string) {
  const customer = await newCustomer(name, country, currency);
  const params = { customer };
  await shop.send(clock.setTestClock, { params, body: { today: "2026-01-10" } });
  const body = { customer_id: customer, plan: { plan: "basic" }, ...given };
  const { subscription } = await shop.send(api.createSubscription, { body });
  return async (day: string, act?: (subscription: { subscription: string }) => Promise<unknown>) => {
    await shop.send(clock.advanceTestClock, { params, body: { until: day } });
    await act?.({ subscription: subscription.id });
  };
}

async function makeLives(): Promise<void> {
  const until = today;
  // Grows on 10 February from 30 to 120.
  const grower = await life("Grower", "Germany", {});
  await grower("2026-02-10", (params) =>
    shop.send(actions.changeSubscription, {
      params,
      body: { plan: { plan: "pro", quantity: "2" } },
    }),
  );
  await grower(until);
  // Leaves in March.
  const leaver = await life("Leaver", "France", { plan: { plan: "basic", quantity: "3" } });
  await leaver("2026-02-20", (params) =>
    shop.send(actions.cancelSubscription, { params, body: { at_term_end: true } }),
  );
  await leaver(until);
  // Is paused from 5 February to 3 April.
  const sleeper = await life("Sleeper", undefined, {});
  await sleeper("2026-02-05", (params) =>
    shop.send(actions.pauseSubscription, { params, body: { resumes_on: "2026-04-03" } }),
  );
  await sleeper(until);
  // Pays in euros: 20, later 40.
  const european = await life("European", "Germany", {}, "EUR");
  await european("2026-03-10", (params) =>
    shop.send(actions.changeSubscription, {
      params,
      body: { plan: { plan: "basic", quantity: "2" }, when: "term_end" },
    }),
  );
  await european(until);
  // Tries, and nothing more.
  const trial = await life("Tries", undefined, { trial_days: 200 });
  await trial(until);
}

function read(report: ReportName, query = {}): Promise<ReportView> {
  return shop.send(getReport, { params: { report }, query });
}

const quarter = { from: "2026-01-01", to: "2026-04-15" };

describe("recurring revenue", () => {
  test("given lives of every kind, then each month's movements are those that happened in it, and add up", async () => {
    const { rows, totals, base_currency } = await read("mrr-movements", quarter);
    expect(base_currency).toBe("USD");
    const nothing = {
      new: "0.00",
      expansion: "0.00",
      reactivation: "0.00",
      contraction: "0.00",
      churn: "0.00",
      exchange: "0.00",
    };
    expect(rows).toEqual([
      // 30 + 90 + 30, and 20 EUR at 1.1
      { month: "2026-01", opening: "0.00", ...nothing, new: "172.00", closing: "172.00" },
      // Grower from 30 to 120, Sleeper's pause, and a tenth more for each of 20 EUR
      {
        month: "2026-02",
        opening: "172.00",
        ...nothing,
        expansion: "90.00",
        churn: "-30.00",
        exchange: "2.00",
        closing: "234.00",
      },
      { month: "2026-03", opening: "234.00", ...nothing, churn: "-90.00", closing: "144.00" },
      // Sleeper wakes, and European has twice as much from the new term on
      {
        month: "2026-04",
        opening: "144.00",
        ...nothing,
        expansion: "24.00",
        reactivation: "30.00",
        closing: "198.00",
      },
    ]);
    expect(totals).toMatchObject({ opening: "0.00", new: "172.00", churn: "-120.00", closing: "198.00" });
  });

  test("then MRR, ARR and those who pay are told for each month's end", async () => {
    const { rows } = await read("mrr", quarter);
    expect(rows).toEqual([
      { month: "2026-01", mrr: "172.00", change: "172.00", arr: "2064.00", subscriptions: 4, customers: 4 },
      { month: "2026-02", mrr: "234.00", change: "62.00", arr: "2808.00", subscriptions: 3, customers: 3 },
      { month: "2026-03", mrr: "144.00", change: "-90.00", arr: "1728.00", subscriptions: 2, customers: 2 },
      { month: "2026-04", mrr: "198.00", change: "54.00", arr: "2376.00", subscriptions: 3, customers: 3 },
    ]);
  });

  test("then churn is what was lost of what there was, and nothing where there was nothing", async () => {
    const { rows } = await read("churn", quarter);
    expect(rows).toMatchObject([
      { month: "2026-01", customers_at_start: 0, customer_churn: null, revenue_churn: null },
      {
        customers_at_start: 4,
        customers_lost: 1,
        customer_churn: "25.00",
        mrr_lost: "30.00",
        revenue_churn: "17.44",
        revenue_retention: "134.88",
      },
      { customers_at_start: 3, customers_lost: 1, customer_churn: "33.33", revenue_churn: "38.46" },
      { customers_at_start: 2, customers_lost: 0, customer_churn: "0.00", revenue_churn: "0.00" },
    ]);
  });

  test("then the statuses of any day are those of that day, and sign-ups those of their month", async () => {
    const now = await read("subscriptions");
    expect(now).toMatchObject({ from: null, to: today, totals: { subscriptions: 5, mrr: "198.00" } });
    expect(now.rows).toEqual([
      { id: "trial", status: "Trial", subscriptions: 1, mrr: "0.00" },
      { id: "live", status: "Live", subscriptions: 3, mrr: "198.00" },
      { id: "cancelled", status: "Cancelled", subscriptions: 1, mrr: "0.00" },
    ]);
    const then = await read("subscriptions", { to: "2026-02-28" });
    expect(then.rows.map(({ id, subscriptions }) => [id, subscriptions])).toEqual([
      ["trial", 1],
      ["live", 2],
      ["paused", 1],
      ["non_renewing", 1],
    ]);
    const { rows } = await read("sign-ups", quarter);
    expect(rows.map(({ sold, trials, paying, ended }) => [sold, trials, paying, ended])).toEqual([
      [5, 1, 4, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ]);
  });
});

describe("churn", () => {
  test("given all that was there stays, when more is sold and lost or comes back, then churn is 0 and retention 100 %", async () => {
    const figures = shop;
    shop = await world.organization("Stays", { currency: "USD", timeZone: "UTC" });
    try {
      const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
      const plan = { ...{ plan_code: "basic", name: "Basic" }, product_id, interval_unit: "months" as const };
      const prices = [{ currency_code: "USD", price: "49.99" }];
      await shop.send(createPlan, { body: { ...plan, interval: 1, pricing_scheme: "per_unit", prices } });
      const pause = (params: { subscription: string }) =>
        shop.send(actions.pauseSubscription, { params, body: {} });
      const resume = (params: { subscription: string }) =>
        shop.send(actions.resumeSubscription, { params, body: {} });
      const cancel = (params: { subscription: string }) =>
        shop.send(actions.cancelSubscription, { params, body: { at_term_end: false } });
      const stays = await life("Stays", undefined, { plan: { plan: "basic", quantity: "2" } });
      await stays("2026-03-05", pause);
      await stays("2026-03-15", resume);
      // Their trials end on 5 February: one is lost in that month, one is paused in it.
      await (
        await life("Gone", undefined, { trial_days: 26 })
      )("2026-02-20", cancel);
      await (
        await life("Sleeps", undefined, { trial_days: 26 })
      )("2026-02-20", pause);
      const back = await life("Back", undefined, { plan: { plan: "basic", quantity: "3" } });
      await back("2026-01-25", pause);
      await back("2026-02-10", resume);
      // Becomes half in April.
      await stays("2026-04-10", (params) =>
        shop.send(actions.changeSubscription, { params, body: { plan: { plan: "basic" } } }),
      );
      const movements = await read("mrr-movements", quarter);
      expect(movements.rows).toMatchObject([
        { new: "249.95", churn: "-149.97", closing: "99.98" },
        { new: "99.98", reactivation: "149.97", churn: "-99.98", closing: "249.95" },
        { reactivation: "99.98", churn: "-99.98", closing: "249.95" },
        { contraction: "-49.99", closing: "199.96" },
      ]);
      const { rows } = await read("churn", quarter);
      const kept = { customers_lost: 0, mrr_lost: "0.00", revenue_churn: "0.00" };
      expect(rows).toMatchObject([
        { customers_lost: 0, mrr_lost: "0.00", revenue_churn: null, revenue_retention: null },
        { ...kept, customers_at_start: 1, mrr_at_start: "99.98", revenue_retention: "100.00" },
        { ...kept, customers_at_start: 2, mrr_at_start: "249.95", revenue_retention: "100.00" },
        { customers_lost: 0, mrr_lost: "49.99", revenue_churn: "20.00", revenue_retention: "80.00" },
      ]);
    } finally {
      shop = figures;
    }
  });
});

describe("exchange rates that are missing", () => {
  test("given a currency whose first rate is of a later day, then reports reckon the days before at that one and say so; without any they refuse with the currency", async () => {
    const figures = shop;
    shop = await world.organization("Moved in", { currency: "USD", timeZone: "UTC" });
    const rate = { currency_code: "EUR", date: "2026-01-01" };
    try {
      const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
      const plan = { ...{ plan_code: "basic", name: "Basic" }, product_id, interval_unit: "years" as const };
      const prices = [{ currency_code: "EUR", price: "240" }];
      await shop.send(createPlan, { body: { ...plan, interval: 1, pricing_scheme: "per_unit", prices } });
      await shop.send(setExchangeRate, { body: { ...rate, rate: "1.1" } });
      await (
        await life("Early", undefined, {}, "EUR")
      )("2026-01-11");
      expect((await read("mrr", quarter)).rates_assumed).toEqual([]);
      await shop.send(deleteExchangeRate, { query: rate });

      for (const report of ["mrr", "mrr-movements", "churn", "subscriptions"] as const) {
        const refused = await shop.refusal(getReport, { params: { report }, query: quarter });
        expect(refused).toMatchObject({
          status: 409,
          code: "exchange_rate.missing",
          title: "No exchange rate from EUR to USD is known",
          remedy: "Add a rate of EUR at Settings > Exchange rates.",
          details: { currency_code: "EUR" },
        });
      }
      await read("sign-ups", quarter);

      const later = { currency_code: "EUR", date: "2026-03-10" };
      await shop.send(setExchangeRate, { body: { ...later, rate: "1.5" } });
      await shop.send(setExchangeRate, { body: { ...later, date: "2026-04-01", rate: "2" } });
      const { rows, rates_assumed } = await read("mrr", quarter);
      expect(rates_assumed).toEqual([later]);
      expect(rows.map(({ mrr }) => mrr)).toEqual(["30.00", "30.00", "30.00", "40.00"]);
      expect((await read("churn", quarter)).rates_assumed).toEqual([later]);
      expect((await read("mrr-movements", quarter)).rates_assumed).toEqual([later]);
      expect(await read("subscriptions", { to: "2026-02-01" })).toMatchObject({
        totals: { mrr: "30.00" },
        rates_assumed: [later],
      });
      expect((await read("subscriptions")).rates_assumed).toEqual([]);
      // Documents take no rate of a later day.
      const line_items = [{ name: "x", price: "1" }];
      const body = { customer_id: customers.get("Early") ?? "", date: "2026-03-09", line_items };
      expect(await shop.refusal(createInvoice, { body })).toMatchObject({ code: "exchange_rate.missing" });
      const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
      const { stdout } = await concord(["reports", "mrr", "--from", "2026-01-01"], env);
      expect(stdout).toContain("reckoned at that rate: EUR from 2026-03-10.");
    } finally {
      shop = figures;
    }
  });
});

describe("sales and receivables", () => {
  test("given invoices, credit notes and a void one, then plans, countries and customers come to the same, in base currency", async () => {
    const customer_id = await newCustomer("=cmd|Plain", "Italy");
    const line = { name: "Help", quantity: "1", price: "33.33" };
    const sold = { customer_id, date: "2025-06-10", send: true };
    await shop.send(createInvoice, {
      body: { ...sold, line_items: [line], shipping_charge: "5", adjustment: "-0.33" },
    });
    const { id: invoice } = await shop.send(createInvoice, { body: { ...sold, line_items: [line] } });
    await shop.send(voidInvoice, { params: { invoice }, body: { reason: "typed twice" } });
    await shop.send(createInvoice, { body: { ...sold, line_items: [line], send: false } });
    await shop.send(createCreditNote, {
      body: { customer_id, date: "2025-06-20", line_items: [{ ...line, price: "8" }], open: true },
    });
    const days = { from: "2025-06-01", to: "2025-06-30" };
    for (const report of ["sales-by-plan", "sales-by-country", "sales-by-customer"] as const) {
      const { rows, totals } = await read(report, days);
      expect(totals).toMatchObject({ amount: "30.00" });
      expect(rows).toMatchObject([{ amount: "30.00", invoices: 1, credit_notes: 1, share: "100.00" }]);
    }
    const whole = await Promise.all(
      (["sales-by-plan", "sales-by-country", "sales-by-customer"] as const).map((report) =>
        read(report, { from: "2025-01-01" }),
      ),
    );
    expect(new Set(whole.map(({ totals }) => totals?.["amount"])).size).toBe(1);
    expect(whole[0]?.rows.map(({ name, kind }) => [name, kind])).toEqual([
      ["Basic", "Plan"],
      ["Pro", "Plan"],
      ["All else", null],
    ]);
    expect(whole[1]?.rows.map(({ name }) => name).toSorted()).toEqual([
      "France",
      "Germany",
      "Italy",
      "Not given",
    ]);
    const european = whole[2]?.rows.find(({ name }) => name === "European");
    // 20 EUR at 1.1, twice at 1.2, and 40 EUR at 1.2
    expect(european).toMatchObject({ amount: "118.00", invoices: 4 });
  });

  test("then what is owed is told by its age today, by customer, in base currency", async () => {
    const customer_id = await newCustomer("Late", undefined, "EUR");
    for (const [date, price] of [
      ["2026-04-15", "1"],
      ["2026-04-14", "10"],
      ["2026-03-15", "100"],
      ["2026-02-14", "1000"],
      ["2026-01-14", "10000"],
    ] as const)
      await shop.send(createInvoice, {
        body: { customer_id, date, payment_terms: 0, send: true, line_items: [{ name: "x", price }] },
      });
    const { rows, totals, from, to } = await read("receivables");
    expect([from, to]).toEqual([null, today]);
    expect(rows.find(({ name }) => name === "Late")).toEqual({
      id: customer_id,
      name: "Late",
      invoices: 5,
      current: "1.20",
      days_1_30: "12.00",
      days_31_60: "1320.00",
      days_61_90: "0.00",
      over_90: "11000.00",
      total: "12333.20",
    });
    const sum = rows.reduce((all, row) => all + Number(row["total"]), 0);
    expect(Number(totals?.["total"])).toBeCloseTo(sum, 2);
  });

  test("given a day that is past, then what came since does not count: payments, credits, write-offs, voids, later invoices", async () => {
    const customer_id = await newCustomer("Past", undefined);
    const invoice = async (date: string, price: string): Promise<string> =>
      (
        await shop.send(createInvoice, {
          body: { customer_id, date, payment_terms: 0, send: true, line_items: [{ name: "x", price }] },
        })
      ).id;
    const [paid, voided, off, credited] = [
      await invoice("2026-01-10", "100"),
      await invoice("2026-01-20", "10"),
      await invoice("2026-02-01", "1"),
      await invoice("2026-02-02", "0.50"),
    ];
    await invoice("2026-03-20", "1000");
    await shop.send(recordPayment, {
      body: {
        customer_id,
        amount: "30",
        mode: "cash",
        date: "2026-02-10",
        invoices: [{ invoice_id: paid, amount: "30" }],
      },
    });
    await shop.send(recordPayment, {
      body: {
        customer_id,
        amount: "70",
        mode: "cash",
        date: "2026-03-10",
        invoices: [{ invoice_id: paid, amount: "70" }],
      },
    });
    await shop.send(voidInvoice, { params: { invoice: voided }, body: { reason: "typed twice" } });
    await shop.send(writeOffInvoice, { params: { invoice: off } });
    const { id: credit_note } = await shop.send(creditInvoice, {
      params: { invoice: credited },
      body: { open: true },
    });
    await shop.send(applyCreditNote, {
      params: { credit_note },
      body: { invoices: [{ invoice_id: credited, amount: "0.50" }] },
    });
    const past = async (to: string) => {
      const { rows } = await read("receivables", { to });
      const row = rows.find(({ name }) => name === "Past");
      return [row?.["invoices"], row?.["current"], row?.["days_1_30"], row?.["days_31_60"], row?.["total"]];
    };
    expect(await past("2026-01-09")).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(await past("2026-01-10")).toEqual([1, "100.00", "0.00", "0.00", "100.00"]);
    expect(await past("2026-02-09")).toEqual([4, "0.00", "111.50", "0.00", "111.50"]);
    expect(await past("2026-02-10")).toEqual([4, "0.00", "11.50", "70.00", "81.50"]);
    expect(await past("2026-03-10")).toEqual([3, "0.00", "0.00", "11.50", "11.50"]);
    expect(await past(today)).toEqual([1, "0.00", "1000.00", "0.00", "1000.00"]);
  });
});

describe("for the accountant (F100)", () => {
  let books: Organization;
  const taxes = new Map<string, string>();
  const of = async (report: ReportName, query: { from?: string; to?: string }) =>
    books.send(getReport, { params: { report }, query });

  beforeAll(async () => {
    books = await world.organization("Books", { currency: "USD", timeZone: "UTC" });
    await books.send(setExchangeRate, { body: { currency_code: "EUR", date: "2026-01-01", rate: "1.15" } });
    for (const [name, percentage] of [
      ["VAT", "19"],
      ["VAT", "7"],
      ["Zero", "0"],
    ] as const)
      taxes.set(
        percentage,
        (await books.send(createTax, { body: { name: `${name} ${percentage} %`, percentage } })).id,
      );
  });

  const buyer = async (display_name: string, currency_code: string) =>
    (await books.send(createCustomer, { body: { display_name, currency_code } })).id;
  const line = (price: string, percentage?: string) => ({
    name: "Thing",
    price,
    tax_id: percentage === undefined ? null : (taxes.get(percentage) ?? ""),
  });
  const rowsOf = ({ rows }: ReportView, ...keys: string[]) => rows.map((row) => keys.map((key) => row[key]));

  test("given invoices of several rates and currencies, a credit note, a draft and one that is void, then taxes are told by rate, on the day of each document, and a void one is taken off on the day that it became so", async () => {
    const dollar = await buyer("Dollar Ltd", "USD");
    const euro = await buyer("Euro GmbH", "EUR");
    const send = (customer_id: string, date: string, line_items: object[], more = {}) =>
      books.send(createInvoice, {
        body: { customer_id, date, send: true, line_items: line_items as never, ...more },
      });
    await send(dollar, "2026-01-10", [line("100", "19"), line("10", "7"), line("5", "0"), line("3")]);
    // 0.19 and 0.07 EUR are 0.22 and 0.08 USD, and 0.26 EUR are 0.30.
    await send(euro, "2026-01-31", [line("1", "19"), line("1", "7")], { shipping_charge: "2" });
    await send(dollar, "2026-01-12", [line("1000", "19")], { send: false });
    const { id: invoice } = await send(dollar, "2026-01-13", [line("50", "19")]);
    await books.send(createCreditNote, {
      body: { customer_id: dollar, date: "2026-02-01", line_items: [line("20", "19")], open: true },
    });
    const january = { from: "2026-01-01", to: "2026-01-31" };
    const before = await of("tax-summary", january);
    expect(rowsOf(before, "name", "percentage", "taxable", "tax", "invoices", "credit_notes")).toEqual([
      ["VAT 19 %", "19", "151.15", "28.72", 3, 0],
      ["VAT 7 %", "7", "11.15", "0.78", 2, 0],
      ["Zero 0 %", "0", "5.00", "0.00", 1, 0],
      ["Not taxed", null, "5.30", "0.00", 2, 0],
    ]);
    expect(before.totals).toMatchObject({ taxable: "172.60", tax: "29.50" });

    await books.send(voidInvoice, { params: { invoice }, body: { reason: "typed twice" } });
    expect(await of("tax-summary", january)).toEqual(before);
    const after = await of("tax-documents", { from: "2026-02-01", to: "2026-04-30" });
    expect(rowsOf(after, "date", "document", "customer", "name", "taxable", "tax")).toEqual([
      ["2026-02-01", "Credit note", "Dollar Ltd", "VAT 19 %", "-20.00", "-3.80"],
      [today, "Invoice, made void", "Dollar Ltd", "VAT 19 %", "-50.00", "-9.50"],
    ]);
    expect(after.rows[1]).toMatchObject({ id: invoice, number: "INV-000003" });
    const year = await of("tax-summary", { from: "2026-01-01", to: "2026-04-30" });
    expect(rowsOf(year, "taxable", "tax", "invoices", "credit_notes")[0]).toEqual(["81.15", "15.42", 3, 1]);
    const { totals } = await of("tax-documents", { from: "2026-01-01", to: "2026-04-30" });
    expect(totals).toMatchObject({ number: "Total", taxable: "102.60", tax: "16.20" });
  });

  test("given payments of several modes and currencies, one of them void, then what came in is told by both, and one by one", async () => {
    const dollar = await buyer("Payer Ltd", "USD");
    const euro = await buyer("Payer GmbH", "EUR");
    const pay = (customer_id: string, amount: string, mode: "cash" | "check", date: string) =>
      books.send(recordPayment, {
        body: { customer_id, amount, mode, date, reference_number: `for ${amount}` },
      });
    await pay(euro, "10.01", "cash", "2026-03-01");
    await pay(dollar, "100", "cash", "2026-03-02");
    await pay(dollar, "0.50", "cash", "2026-03-31");
    await pay(dollar, "7", "check", "2026-03-02");
    await pay(dollar, "1", "cash", "2026-04-01");
    const { id: payment } = await pay(dollar, "55", "check", "2026-03-03");
    await books.send(voidPayment, { params: { payment }, body: { reason: "typed twice" } });
    const march = { from: "2026-03-01", to: "2026-03-31" };
    const received = await of("payments-received", march);
    expect(rowsOf(received, "mode", "payments", "currency_code", "amount", "in_base")).toEqual([
      ["Cash", 2, "USD", "100.50", "100.50"],
      ["Cash", 1, "EUR", "10.01", "11.51"],
      ["Check", 1, "USD", "7.00", "7.00"],
    ]);
    expect(received.totals).toEqual({ mode: "Total", payments: 4, in_base: "119.01" });
    const list = await of("payments-list", march);
    expect(rowsOf(list, "date", "customer", "mode", "reference_number", "amount", "in_base")).toEqual([
      ["2026-03-01", "Payer GmbH", "Cash", "for 10.01", "10.01", "11.51"],
      ["2026-03-02", "Payer Ltd", "Cash", "for 100", "100.00", "100.00"],
      ["2026-03-02", "Payer Ltd", "Check", "for 7", "7.00", "7.00"],
      ["2026-03-31", "Payer Ltd", "Cash", "for 0.50", "0.50", "0.50"],
    ]);
    expect(list.totals).toEqual({ number: "Total", in_base: "119.01" });
  });

  test("then the trial balance of a day has each account on its side, and both sides come to the same", async () => {
    const balance = await of("trial-balance", { to: "2026-01-31" });
    expect(balance.from).toBeNull();
    expect(rowsOf(balance, "account", "debit", "credit")).toEqual([
      ["Accounts receivable", "202.10", null],
      ["Revenue", null, "172.60"],
      ["Tax payable", null, "29.50"],
    ]);
    expect(balance.totals).toEqual({ account: "Total", debit: "202.10", credit: "202.10" });
    const later = await of("trial-balance", { to: "2026-03-31" });
    expect(rowsOf(later, "account", "debit", "credit")).toContainEqual(["Cash", "174.01", null]);
  });
});

describe("three ways to the same figures", () => {
  test("given format=csv or Accept: text/csv, then each report is a file of its columns, and a name that is a formula runs nothing", async () => {
    for (const report of reportNames)
      for (const [query, headers] of [
        ["&format=csv", {}],
        ["", { accept: "text/csv" }],
      ] as const) {
        const address = `${world.url}/api/v1/reports/${report}?from=2025-06-01${query}`;
        const answer = await fetch(address, {
          headers: { authorization: `Bearer ${shop.key}`, ...headers },
        });
        expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
        expect(answer.headers.get("content-disposition")).toMatch(
          new RegExp(`^attachment; filename="${report}-20[0-9-]+\\.csv"$`),
        );
        const lines = parse(await answer.text(), { bom: true });
        const { columns, rows, totals } = await read(report, { from: "2025-06-01" });
        expect(lines[0]).toEqual(columns.map(({ label }) => label));
        expect(lines).toHaveLength(1 + rows.length + (totals === null ? 0 : 1));
        if (report === "sales-by-customer") expect(lines.flat()).toContain("'=cmd|Plain");
      }
  });

  test("given a period that ends before it begins or lasts half a century, then the answer names the field", async () => {
    const wrong = await shop.refusal(getReport, {
      params: { report: "churn" },
      query: { from: "2026-02-01", to: "2026-01-01" },
    });
    expect(wrong).toMatchObject({
      status: 400,
      code: "request.invalid",
      details: { part: "query", fields: [{ path: "from" }] },
    });
    const long = { from: "1970-01-01" };
    expect(await shop.refusal(getReport, { params: { report: "mrr" }, query: long })).toMatchObject({
      code: "request.invalid",
    });
  });

  test("given nothing was ever sold, then each report says so with zeros and no rows", async () => {
    const other = await world.organization("Nothing yet", { currency: "JPY", timeZone: "UTC" });
    for (const report of reportNames) {
      const { rows, base_currency } = await other.send(getReport, { params: { report }, query: {} });
      expect(base_currency).toBe("JPY");
      for (const row of rows)
        expect(Object.values(row).every((cell) => /^(20|0|$)/.test(String(cell ?? "")))).toBe(true);
    }
  });

  test("when it is asked for on the command line, then it prints the same, lists what there is, and writes a file", async () => {
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
    const list = await concord(["reports"], env);
    expect(list.stdout.split("\n").slice(0, reportNames.length)).toEqual(
      reportNames.map((name) => expect.stringMatching(new RegExp(`^${name} `))),
    );
    const { stdout } = await concord(["reports", "mrr", "--from", "2026-01-01"], env);
    expect(stdout).toMatch(/^Recurring revenue, 2026-01-01 to 2026-04-15, USD\n/);
    expect(stdout).toMatch(/2026-02 +234\.00 +62\.00 +2808\.00 +3 +3\n/);
    const file = `${world.dataDir}/mrr.csv`;
    expect((await concord(["reports", "mrr", "--csv", file], env)).stdout).toBe(
      `mrr is written to ${file}\n`,
    );
    const none = await concord(["reports", "nothing"], env);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("request.invalid") });
  });
});
