import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, listCustomers } from "#billing/customer/customer.api.ts";
import { importCustomers } from "#billing/customer/customer-import.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { createPurchaseOrder, listPurchaseOrders } from "#billing/order/purchase-order.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { concord, dataFolder } from "../app/processes.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
const folder = dataFolder();

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

test("given more customers of a name than an index is asked for, then the invoices of all of them are found", async () => {
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
