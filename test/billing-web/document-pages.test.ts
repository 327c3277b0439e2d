import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as purchases from "#billing/order/purchase-order.api.ts";
import * as orders from "#billing/order/sales-order.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** An organization with one document of each kind, and what settings need. */
async function fill({ add, organization }: BillingVisitor): Promise<Record<string, string>> {
  const send: typeof organization.send = (endpoint, call) => organization.send(endpoint, call);
  const [customer] = await add({
    display_name: "Acme Bank",
    billing_address: { street: "1 Main Street", zip: "10115", city: "Berlin", country: "Germany" },
  });
  const customer_id = customer?.id ?? "";
  const line_items = [
    { name: "Seat", description: "A licence for one person", quantity: "12", price: "19.99" },
    {
      name: "Consulting",
      quantity: "2.5",
      price: "120",
      discount: { by: "percentage" as const, value: "10" },
    },
  ];
  const common = { customer_id, line_items, reference_number: "PO 4711", notes: "Thank you." };
  const draft = await send(estimates.createEstimate, { body: common });
  const estimate = await send(estimates.createEstimate, {
    body: { ...common, expiry_date: "2099-12-31", send: true },
  });
  const order = await send(orders.createSalesOrder, { body: { ...common, confirm: true } });
  const held = await send(orders.createSalesOrder, { body: { ...common, confirm: true } });
  await send(orders.holdSalesOrder, { params: { sales_order: held.id } });
  const invoice = await send(invoices.createInvoice, { body: { ...common, send: true } });
  const note = await send(notes.createCreditNote, { body: { ...common, open: true } });
  await send(notes.applyCreditNote, {
    params: { credit_note: note.id },
    body: { invoices: [{ invoice_id: invoice.id, amount: "100" }] },
  });
  await send(notes.refundCreditNote, {
    params: { credit_note: note.id },
    body: { amount: "50", mode: "bank_transfer" },
  });
  const vendor = await send(createVendor, {
    body: { name: "Paper Mill", email: "orders@paper.example", payment_terms: 30 },
  });
  const purchase = await send(purchases.createPurchaseOrder, {
    body: { vendor_id: vendor.id, line_items, delivery_date: "2099-01-31", issue: true },
  });
  await send(createTax, { body: { name: "VAT", percentage: "19" } });
  for (const [date, rate] of [
    ["2026-01-01", "1.1"],
    ["2026-02-01", "1.12"],
  ] as const)
    await send(setExchangeRate, { body: { currency_code: "EUR", date, rate } });
  return {
    estimates: "billing/estimates",
    "estimates-accepted": "billing/estimates?status=accepted",
    "estimate-draft": `billing/estimates/${draft.id}`,
    estimate: `billing/estimates/${estimate.id}`,
    "estimate-new": "billing/estimates/new",
    "estimate-edit": `billing/estimates/${draft.id}/edit`,
    "sales-orders": "billing/orders/sales",
    "sales-order": `billing/orders/sales/${order.id}`,
    "sales-order-new": "billing/orders/sales/new",
    "purchase-orders": "billing/orders/purchase",
    "purchase-order": `billing/orders/purchase/${purchase.id}`,
    "purchase-order-new": `billing/orders/purchase/new?vendor=${vendor.id}`,
    vendors: "billing/orders/vendors",
    vendor: `billing/orders/vendors/${vendor.id}`,
    "credit-notes": "billing/credit-notes",
    "credit-note": `billing/credit-notes/${note.id}`,
    "credit-note-new": "billing/credit-notes/new",
    "customer-credit-notes": `billing/customers/${customer_id}?tab=credit-notes`,
    "customer-estimates": `billing/customers/${customer_id}?tab=estimates`,
    "customer-orders": `billing/customers/${customer_id}?tab=orders`,
  };
}

const settings = {
  "settings-preferences": "settings/billing",
  "settings-taxes": "settings/taxes",
  "settings-rates": "settings/exchange-rates",
  "settings-numbers": "settings/number-series",
};

describe("every page of estimates, orders, credit notes and of billing's settings", () => {
  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, faults, context } = visitor;
      for (const [below, words] of [
        ["billing/estimates", "There are no estimates yet"],
        ["billing/orders", "There are no sales orders yet"],
        ["billing/orders/vendors", "There are no vendors yet"],
        ["billing/orders/purchase/new", "There are no vendors yet. They are made in billing under"],
        ["billing/credit-notes", "There are no credit notes yet"],
      ] as const) {
        await open(below);
        await page.getByText(words).waitFor();
      }
      await check(visitor, `documents-empty-${colours}-${size}`);
      const pages = { ...(await fill(visitor)), ...settings };
      for (const [name, below] of Object.entries(pages)) {
        await open(below);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await check(visitor, `documents-${name}-${colours}-${size}`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  async function check({ page }: BillingVisitor, name: string): Promise<void> {
    await page.waitForLoadState("networkidle");
    await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
    await keepShot(page, name);
    expect.soft(await accessibilityFaults(page), name).toEqual([]);
    expect.soft(await widerBy(page), name).toBeLessThanOrEqual(0);
  }
});
