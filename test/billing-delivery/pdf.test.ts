import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { showIn } from "#kernel/show.ts";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { editCustomer } from "#billing/customer/customer.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as purchases from "#billing/order/purchase-order.api.ts";
import * as sales from "#billing/order/sales-order.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { concord } from "../app/processes.ts";
import { pdfPages } from "../support/pdf-text.ts";
import { startWorld, type World } from "../support/world.ts";
import { get, prague, type Shop, shopIn, textAt } from "./shop.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const show = showIn("en-GB");

function shopFor(name: string, currency?: string): Promise<Shop> {
  return shopIn(world, name, currency);
}

describe("the PDF of an invoice", () => {
  test("F74 given lines, discounts, taxes and a payment, then it has every figure that the API has", async () => {
    const shop = await shopFor("Žluťoučký kůň s.r.o.");
    const { id: tax_id } = await shop.send(createTax, { body: { name: "VAT", percentage: "7.7" } });
    const { id } = await shop.send(invoices.createInvoice, {
      body: {
        customer_id: shop.customer_id,
        reference_number: "PO 4711",
        notes: "Děkujeme.\nDruhý řádek.",
        discount: { by: "percentage", value: "5" },
        shipping_charge: "9.90",
        adjustment: "-0.03",
        adjustment_description: "Rounding",
        line_items: [
          { name: "Seat", description: "For one person", quantity: "1234.5", price: "19.995", tax_id },
          { name: "Consulting", price: "120", discount: { by: "amount", value: "20" } },
        ],
        send: true,
      },
    });
    await shop.send(recordPayment, {
      body: {
        customer_id: shop.customer_id,
        amount: "600",
        mode: "cash",
        invoices: [{ invoice_id: id, amount: "600" }],
      },
    });
    const invoice = await shop.send(invoices.getInvoice, { params: { invoice: id } });
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    const amounts = [
      invoice.sub_total,
      invoice.total,
      invoice.balance,
      invoice.tax_total,
      invoice.shipping_charge,
      ...invoice.taxes.flatMap(({ taxable, amount }) => [taxable, amount]),
      ...invoice.line_items.map(({ amount }) => amount),
      `-${invoice.discount_total}`,
      invoice.adjustment,
      `-${invoice.paid}`,
    ];
    for (const amount of amounts) expect(text).toContain(show.amount(amount, "EUR"));
    for (const words of ["Nordwind GmbH", "Große Straße 12", "Žluťoučký kůň s.r.o.", "Náměstí Míru 5"])
      expect(text).toContain(words);
    for (const words of ["INV-000001", "10 Mar 2026", "25 Mar 2026", "PO 4711", "€19.995", "1,234.5"])
      expect(text).toContain(words);
    expect(text).toContain("Děkujeme. Druhý řádek.");
    expect(text).toContain("Page 1 of 1");
    expect(text).not.toContain("DRAFT");
  });

  test("given it was sent, when the customer moves, then the PDF has the address as it was", async () => {
    const shop = await shopFor("Moving");
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "1" }], send: true },
    });
    await shop.send(editCustomer, {
      params: { customer: shop.customer_id },
      body: { billing_address: { ...prague, street: "Nová 1" } },
    });
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    expect(text).toContain("Náměstí Míru 5");
    expect(text).not.toContain("Nová 1");
  });

  test("given 120 lines, then they go over pages, each with the table's head and its number", async () => {
    const shop = await shopFor("Long");
    const line_items = Array.from({ length: 120 }, (_, at) => ({ name: `Line ${at + 1}`, price: "1.01" }));
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items },
    });
    const pages = await pdfPages(await (await get(shop, `/invoices/${id}/pdf`)).arrayBuffer());
    expect(pages.length).toBeGreaterThanOrEqual(3);
    for (const [at, page] of pages.entries()) {
      // The last one may hold the sums alone.
      if (at < pages.length - 1) expect(page).toContain("Quantity");
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
    }
    const all = pages.join("\n");
    for (let at = 1; at <= 120; at += 1) expect(all).toMatch(new RegExp(`Line ${at}\\b`));
    expect(pages.at(-1)).toContain("€121.20");
    expect(pages[0]).toContain("DRAFT");
  });

  test.each([
    ["Polish", "Zażółć gęślą jaźń"],
    ["Greek", "Ελληνικά Α.Ε. Οδός"],
    ["Cyrillic", "Кириллица Ёжик Їжак"],
    ["Turkish and Icelandic", "İstanbul ığüşöç Þórður Æð"],
  ])("given letters of %s, then they are there as they were written", async (_, name) => {
    const shop = await shopFor(name);
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name, price: "1" }] },
    });
    expect((await textAt(shop, `/invoices/${id}/pdf`)).split(name)).toHaveLength(3);
  });

  test.each([
    ["שלום עולם"],
    ["مرحبا بالعالم"],
    ["日本語"],
    ["👩‍👩‍👧 😀"],
    ["\u202Eevil\u202C"],
    ["a".repeat(300)],
  ])("given %s as a name, then there is a PDF still", async (name) => {
    const shop = await shopFor("Any");
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name, price: "1" }] },
    });
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toContain("€1.00");
  });

  test.each([
    '#eval("1+1")',
    '#read("/etc/passwd")',
    "$ integral_0^1 $",
    "*bold* _slanted_ `raw`",
    "\\ \\u{41} \\#",
    "= Heading",
    "@reference <label>",
    "// comment /* more */",
    '"); #panic() ("',
    "{{7*7}} ${7*7} <%= 7*7 %>",
    '#import "@preview/x:1.0.0": *',
  ])("given %s in every text, then it is there as it was written (S16)", async (payload) => {
    const shop = await shopFor(payload);
    const { id } = await shop.send(invoices.createInvoice, {
      body: {
        customer_id: shop.customer_id,
        notes: payload,
        terms: payload,
        reference_number: payload,
        salesperson: payload,
        line_items: [{ name: payload, description: payload, price: "1" }],
      },
    });
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    // Where a line ends, the reader of PDFs sees a space.
    const withoutSpaces = (words: string) => words.replaceAll(/\s+/g, "");
    expect(withoutSpaces(text).split(withoutSpaces(payload))).toHaveLength(8);
  });

  test("given another currency, then the sum in the organization's own and its rate are told", async () => {
    const shop = await shopFor("Dollar", "USD");
    await shop.send(setExchangeRate, { body: { currency_code: "USD", rate: "0.9125" } });
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "100" }] },
    });
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    expect(text).toContain("€91.25 at 0.9125 EUR for 1 USD");
    expect(text).toContain("US$100.00");
  });

  test("given a series with a prefix of its own, then the file is called so, and no header is broken by it", async () => {
    const shop = await shopFor("Named");
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "1" }] },
    });
    const draft = await get(shop, `/invoices/${id}/pdf`);
    expect(draft.headers.get("content-disposition")).toBe(
      `attachment; filename="Invoice draft.pdf"; filename*=UTF-8''Invoice%20draft.pdf`,
    );
    expect(draft.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the PDFs of other documents", () => {
  test("F76 F77 given an estimate, orders and a credit note, then each is called what it is, with its day and total", async () => {
    const shop = await shopFor("Others");
    const body = { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "12.34" }] };
    const estimate = await shop.send(estimates.createEstimate, {
      body: { ...body, expiry_date: "2026-04-09", send: true },
    });
    const order = await shop.send(sales.createSalesOrder, { body: { ...body, delivery_date: "2026-04-10" } });
    const note = await shop.send(notes.createCreditNote, { body: { ...body, open: true } });
    const { id: vendor_id } = await shop.send(createVendor, {
      body: { name: "Möbelhaus", currency_code: "EUR", address: { street: "Am Hafen 3", city: "Hamburg" } },
    });
    const purchase = await shop.send(purchases.createPurchaseOrder, {
      body: { vendor_id, line_items: [{ name: "Chair", price: "56.78" }], delivery_date: "2026-04-11" },
    });
    const estimateText = await textAt(shop, `/estimates/${estimate.id}/pdf`);
    expect(estimateText).toMatch(/Estimate EST-000001.*Valid until 9 Apr 2026.*Total €12\.34/);
    expect(estimateText).not.toContain("Balance due");
    expect(await textAt(shop, `/sales-orders/${order.id}/pdf`)).toMatch(
      /Sales order.*Delivery 10 Apr 2026.*Total €12\.34/,
    );
    expect(await textAt(shop, `/credit-notes/${note.id}/pdf`)).toMatch(
      /Credit note CN-000001.*Credit to Others.*Credit left €12\.34/,
    );
    const invoice = await shop.send(invoices.createInvoice, {
      body: { ...body, date: "2026-03-02", send: true },
    });
    const of = { params: { invoice: invoice.id }, body: { open: true } };
    const { id } = await shop.send(notes.creditInvoice, of);
    expect(await textAt(shop, `/credit-notes/${id}/pdf`)).toMatch(
      /Credit note CN-000002.*Invoice INV-000001, 2 Mar 2026/,
    );
    expect(await textAt(shop, `/purchase-orders/${purchase.id}/pdf`)).toMatch(
      /Purchase order.*Order to Möbelhaus Am Hafen 3 Hamburg.*Delivery 11 Apr 2026.*Total €56\.78/,
    );
  });

  test("B17 given its number, when the command saves it, then the file is the PDF that the API has", async () => {
    const shop = await shopFor("Command");
    const { id, number } = await shop.send(estimates.createEstimate, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "3.21" }], send: true },
    });
    const file = join(world.dataDir, "an.pdf");
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key, CONCORD_DATA: world.dataDir };
    for (const named of [number ?? "", id]) {
      const { code, stdout } = await concord(["pdf", named, "--out", file], env);
      expect([code, stdout]).toEqual([0, `${named} is in ${file}\n`]);
      expect((await pdfPages(readFileSync(file))).join()).toContain("€3.21");
    }
    expect((await concord(["pdf", "EST-000009"], env)).stderr).toMatch(/^document\.not_found: /);
  });

  test("given an id of another kind, then there is none", async () => {
    const shop = await shopFor("Kinds");
    const estimate = await shop.send(estimates.createEstimate, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "1" }] },
    });
    expect((await get(shop, `/invoices/${estimate.id}/pdf`)).status).toBe(404);
  });
});
