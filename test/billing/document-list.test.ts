import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, exportCustomers, listCustomers } from "#billing/customer/customer.api.ts";
import { importCustomers } from "#billing/customer/customer-import.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import * as subscriptions from "#billing/subscription/subscription.api.ts";
import { createPurchaseOrder, listPurchaseOrders } from "#billing/order/purchase-order.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { concord, dataFolder } from "../app/processes.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
const folder = dataFolder();
/** Customers by their names. */
const ids = new Map<string, string>();

/** What is billed to whom, on which day, for how much: a name is enough to tell the invoices apart. */
const billed = [
  { name: "The North Star Trading Company", date: "2026-01-10", price: "100", currency_code: "USD" },
  {
    name: "Starlight Ltd",
    date: "2026-02-10",
    price: "250.50",
    currency_code: "USD",
    reference_number: "PO 7",
  },
  { name: "Société Générale", date: "2026-03-01", price: "300", currency_code: "EUR" },
  { name: "=cmd|' /C calc'!A0", date: "2026-03-05", price: "99.99", currency_code: "USD" },
  { name: "Tokyo Star", date: "2026-03-09", price: "5000", currency_code: "JPY" },
];

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  shop = await world.organization("Lists", { currency: "USD", timeZone: "UTC" });
  for (const { name, price, currency_code, ...dates } of billed) {
    const { id } = await shop.send(createCustomer, { body: { display_name: name, currency_code } });
    const line_items = [{ name: "Thing", price }];
    const rate = currency_code === "USD" ? {} : { exchange_rate: "1.25" };
    const body = { customer_id: id, line_items, ...rate, ...dates, send: true };
    await shop.send(invoices.createInvoice, { body });
    ids.set(name, id);
  }
});
afterAll(async () => {
  folder.remove();
  await world?.stop();
});

const [north = "", starlight = "", generale = "", formula = "", tokyo = ""] = billed.map(({ name }) => name);

type Query = Partial<Record<string, string>>;

async function listed(query: Query): Promise<string[]> {
  const { items } = await shop.send(invoices.listInvoices, { query });
  return items.map(({ customer_name: name }) => name);
}

async function exported(query: Query): Promise<Record<string, string>[]> {
  return parse(await shop.send(invoices.exportInvoices, { query }), { columns: true });
}

describe("F74 given invoices of several customers", () => {
  test.each([
    { looked: "the first word of a name", query: { search: "societe" }, found: [generale] },
    { looked: "any later word, in its case or another", query: { search: "TRAD" }, found: [north] },
    { looked: "a word that several names have", query: { search: "star" }, found: [tokyo, starlight, north] },
    { looked: "the inside of a word", query: { search: "light" }, found: [] },
    { looked: "how a number begins", query: { search: "INV-000002" }, found: [starlight] },
    { looked: "a whole reference", query: { search: "PO 7" }, found: [starlight] },
    { looked: "days", query: { from: "2026-02-10", to: "2026-03-01" }, found: [generale, starlight] },
    {
      looked: "at least an amount, each in its currency",
      query: { at_least: "250.5" },
      found: [tokyo, generale, starlight],
    },
    { looked: "at most an amount", query: { at_most: "100" }, found: [formula, north] },
    {
      looked: "all of them together",
      query: { search: "star", from: "2026-02-01", at_most: "1000" },
      found: [starlight],
    },
    { looked: "a status beside a name", query: { search: "star", status: "draft" }, found: [] },
  ])(
    "when one looks for $looked, then the list and its export have those and no others",
    async ({ query, found }) => {
      expect(await listed(query)).toEqual(found);
      const names = (await exported(query)).map((row) => row["Customer Name"]);
      expect(names).toEqual(found.map((name) => (name === formula ? `'${name}` : name)));
    },
  );

  test("when the list is read page by page, then a search goes on where it was", async () => {
    const query = { search: "star", limit: "2" };
    const first = await shop.send(invoices.listInvoices, { query });
    const cursor = first.next_cursor ?? "";
    const second = await shop.send(invoices.listInvoices, { query: { ...query, cursor } });
    expect([...first.items, ...second.items].map(({ customer_name: name }) => name)).toEqual([
      tokyo,
      starlight,
      north,
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test("when they are exported, then a row has what a bookkeeper needs, amounts as plain decimals", async () => {
    const [row] = await exported({ search: "PO 7" });
    expect(row).toMatchObject({
      "Invoice Date": "2026-02-10",
      "Invoice Number": "INV-000002",
      "Invoice Status": "overdue",
      "Due Date": "2026-02-25",
      "Customer Name": starlight,
      "Reference Number": "PO 7",
      "Currency Code": "USD",
      "Exchange Rate": "1",
      SubTotal: "250.50",
      "Tax Total": "0.00",
      Total: "250.50",
      Paid: "0.00",
      Credits: "0.00",
      Balance: "250.50",
    });
    const [yen] = await exported({ search: "tokyo" });
    expect(yen).toMatchObject({ Total: "5000", "Currency Code": "JPY" });
  });

  test("when the command line asks, then it lists the same and writes the same file", async () => {
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
    const narrowed = [
      "--search",
      "star",
      "--from",
      "2026-02-01",
      "--to",
      "2026-02-28",
      "--at-least",
      "1",
      "--at-most",
      "999",
    ];
    const { stdout } = await concord(["invoices", "list", ...narrowed], env);
    expect(stdout).toMatch(/^INV-000002 .*Starlight Ltd\n$/);
    const path = join(folder.path, "invoices.csv");
    const done = await concord(["invoices", "list", ...narrowed, "--csv", path], env);
    expect(done).toMatchObject({ code: 0, stdout: `The invoices are in ${path}\n` });
    const query = { search: "star", from: "2026-02-01", to: "2026-02-28" };
    expect(readFileSync(path, "utf8")).toBe(await shop.send(invoices.exportInvoices, { query }));
  });

  test("when days or amounts are the wrong way round, or none at all, then the refusal names the field", async () => {
    const problemOf = async (query: Query) => {
      const { code, details } = await shop.refusal(invoices.listInvoices, { query });
      return [code, (details as { fields: unknown[] }).fields];
    };
    expect(await problemOf({ from: "2026-03-02", to: "2026-03-01" })).toEqual([
      "request.invalid",
      [{ path: "to", problem: "must not be before 2026-03-02" }],
    ]);
    expect(await problemOf({ at_least: "10", at_most: "9" })).toEqual([
      "request.invalid",
      [{ path: "at_most", problem: "must not be less than 10" }],
    ]);
    expect(await problemOf({ at_least: "1.019,99" })).toEqual([
      "request.invalid",
      [{ path: "at_least", problem: "must be an amount, such as 19.99" }],
    ]);
  });
});

test("given more customers of a name than an index is asked for, then the invoices of all of them are found, and a file has all of them", async () => {
  const crowd = await world.organization("Crowd", { currency: "USD", timeZone: "UTC" });
  const csv = `Display Name\n${Array.from({ length: 2001 }, (_, at) => `Old Common ${at}`).join("\n")}\n`;
  await crowd.send(importCustomers, { body: { csv } });
  const { items } = await crowd.send(listCustomers, { query: { search: "common 2000" } });
  const line_items = [{ name: "Thing", price: "10" }];
  const body = { customer_id: items[0]?.id ?? "", line_items };
  await crowd.send(invoices.createInvoice, { body });
  const { id } = await crowd.send(createCustomer, { body: { display_name: "Another" } });
  await crowd.send(invoices.createInvoice, { body: { customer_id: id, line_items } });
  const found = await crowd.send(invoices.listInvoices, { query: { search: "common" } });
  expect(found.items.map(({ customer_name: name }) => name)).toEqual(["Old Common 2000"]);
  const merged = await crowd.send(listCustomers, { query: { search: "common 1999" } });
  const merging = { params: { customer: id }, body: { loser: merged.items[0]?.id ?? "" } };
  await crowd.send(mergeCustomers, merging);
  const both = await crowd.send(invoices.listInvoices, { query: { search: "common" } });
  expect(both.items.map(({ customer_name: name }) => name)).toEqual(["Another", "Old Common 2000"]);
  // More than an export reads at once.
  const rows = parse(await crowd.send(exportCustomers, {}), { columns: true }) as Record<string, string>[];
  expect(new Set(rows.map((row) => row["Customer ID"])).size).toBe(2002);
});

test("given a customer that was merged into another, when one looks for its name, then what it was billed is found", async () => {
  const { id: loser } = await shop.send(createCustomer, { body: { display_name: "Old Windmill" } });
  const { id: customer } = await shop.send(createCustomer, { body: { display_name: "New Works" } });
  const line_items = [{ name: "Thing", price: "10" }];
  await shop.send(invoices.createInvoice, { body: { customer_id: loser, line_items } });
  await shop.send(mergeCustomers, { params: { customer }, body: { loser } });
  expect(await listed({ search: "windm" })).toEqual(["Old Windmill"]);
  expect(await listed({ search: "works" })).toEqual(["Old Windmill"]);
});

test("given purchase orders, when one searches, then they are found by how the vendor's name begins", async () => {
  for (const name of ["Paper Mill", "Ink Works"]) {
    const { id: vendor_id } = await shop.send(createVendor, { body: { name } });
    const line_items = [{ name: "Thing", price: "10" }];
    await shop.send(createPurchaseOrder, { body: { vendor_id, line_items } });
  }
  const { items } = await shop.send(listPurchaseOrders, { query: { search: "pap" } });
  expect(items.map(({ vendor_name: name }) => name)).toEqual(["Paper Mill"]);
});

test("F75 given payments, when one looks for a name, days or an amount, then list and export have those", async () => {
  const pay = async (name: string, date: string, amount: string) => {
    const body = {
      customer_id: ids.get(name) ?? "",
      date,
      amount,
      mode: "cash" as const,
      exchange_rate: "1",
    };
    await shop.send(payments.recordPayment, { body });
  };
  await pay(north, "2026-01-20", "100");
  await pay(tokyo, "2026-03-09", "5000");
  await pay(generale, "2026-03-10", "80.50");
  const numbers = async (query: Query) => {
    const { items } = await shop.send(payments.listPayments, { query });
    const rows = parse(await shop.send(payments.exportPayments, { query }), { columns: true });
    const found = items.map(({ number }) => number);
    expect((rows as Record<string, string>[]).map((row) => row["Payment Number"])).toEqual(found);
    return found;
  };
  expect(await numbers({})).toEqual(["PAY-000003", "PAY-000002", "PAY-000001"]);
  expect(await numbers({ search: "trading" })).toEqual(["PAY-000001"]);
  expect(await numbers({ search: "star", from: "2026-03-01" })).toEqual(["PAY-000002"]);
  expect(await numbers({ at_least: "100.01" })).toEqual(["PAY-000002"]);
  expect(await numbers({ at_most: "90", to: "2026-03-10" })).toEqual(["PAY-000003"]);
  const csv = await shop.send(payments.exportPayments, { query: { search: "PAY-000003" } });
  expect(parse(csv, { columns: true })).toMatchObject([
    {
      Date: "2026-03-10",
      "Payment Status": "received",
      "Customer Name": generale,
      Mode: "cash",
      "Currency Code": "EUR",
      Amount: "80.50",
      "Applied Amount": "0.00",
      "Unused Amount": "80.50",
    },
  ]);
});

test("F75 given credit notes, when they are exported, then a row says what is used and what is left", async () => {
  const body = {
    customer_id: ids.get(starlight) ?? "",
    line_items: [{ name: "Thing", price: "20" }],
    open: true,
  };
  await shop.send(notes.createCreditNote, { body });
  const none = await shop.send(notes.exportCreditNotes, { query: { search: "trading" } });
  expect(parse(none, { columns: true })).toEqual([]);
  const csv = await shop.send(notes.exportCreditNotes, { query: { search: "starl" } });
  expect(parse(csv, { columns: true })).toMatchObject([
    {
      "Credit Note Number": "CN-000001",
      "Credit Note Status": "open",
      Total: "20.00",
      "Credits Used": "0.00",
      Balance: "20.00",
    },
  ]);
});

test("F67 given subscriptions, when one looks for a name or for when they start, then list and export have those", async () => {
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const month = {
    interval: 1,
    interval_unit: "months" as const,
    prices: [{ currency_code: "USD", price: "10" }],
  };
  await shop.send(createPlan, { body: { product_id, plan_code: "seat", name: "Seat", ...month } });
  const field = { label: "Region", type: "text" as const };
  await shop.send(customFields.subscription.add, { body: field });
  const sell = async (name: string, starts_at: string) => {
    const plan = { plan: "seat", quantity: "3" };
    const custom_fields = { cf_region: "=North" };
    const body = { customer_id: ids.get(name) ?? "", plan, starts_at, custom_fields };
    await shop.send(subscriptions.createSubscription, { body });
  };
  await sell(north, "2026-03-10");
  await sell(starlight, "2026-04-01");
  const rowsOf = async (query: Query) => {
    const { items } = await shop.send(subscriptions.listSubscriptions, { query });
    const csv = await shop.send(subscriptions.exportSubscriptions, { query });
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows.map((row) => row["Subscription Number"])).toEqual(items.map(({ number }) => number));
    return rows;
  };
  expect(await rowsOf({ search: "star" })).toHaveLength(2);
  expect(await rowsOf({ from: "2026-03-11" })).toMatchObject([{ Status: "future", MRR: "" }]);
  expect(await rowsOf({ search: "TRADING", to: "2026-03-31" })).toMatchObject([
    {
      Status: "live",
      "Customer Name": north,
      "Plan Name": "Seat",
      "Plan Quantity": "3",
      "Plan Price": "10.00",
      MRR: "10.00",
      "Start Date": "2026-03-10",
      "Next Billing Date": "2026-04-10",
      Region: "'=North",
    },
  ]);
  const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
  const path = join(folder.path, "subscriptions.csv");
  await concord(["subscriptions", "list", "--search", "trading", "--csv", path], env);
  expect(parse(readFileSync(path, "utf8"), { columns: true })).toHaveLength(1);
});
