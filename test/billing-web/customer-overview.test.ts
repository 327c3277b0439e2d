import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A customer with a subscription, and six invoices of which the oldest is the only one that is open. */
async function grown({ add, organization }: BillingVisitor): Promise<string> {
  const [customer] = await add({
    display_name: "Acme Bank",
    email: "billing@acme.example",
    contact_persons: [{ first_name: "Ada", last_name: "Berg", email: "ada@example.com" }],
  });
  const customer_id = customer?.id ?? "";
  const product = await organization.send(createProduct, { body: { name: "Cloud" } });
  const prices = [{ currency_code: "USD", price: "5" }];
  const plan = { product_id: product.id, name: "Basic", plan_code: "basic", interval: 1, prices };
  await organization.send(createPlan, { body: { ...plan, interval_unit: "months" } });
  await organization.send(createSubscription, {
    body: { customer_id, plan: { plan: "basic" }, trial_days: 14 },
  });
  const line_items = [{ name: "Seat", price: "50" }];
  for (const month of [1, 2, 3, 4, 5, 6]) {
    const date = `2026-0${month}-01`;
    const body = { customer_id, date, due_date: date, line_items, send: true };
    const { id: invoice_id } = await organization.send(createInvoice, { body });
    if (month === 1) continue;
    const invoices = [{ invoice_id, amount: "50" }];
    const paid = { customer_id, amount: month === 6 ? "70" : "50", date, mode: "card" as const, invoices };
    await organization.send(recordPayment, { body: paid });
  }
  return customer_id;
}

test.each(looks)(
  "F65: given a customer of long standing (%s, %s), then its overview shows what is owed, its subscriptions, and open invoices before newer ones",
  async (colours, size) => {
    const visitor = await world.settle({ colours, size });
    const { page, open, faults, context } = visitor;
    const customer = await grown(visitor);
    await open(`billing/customers/${customer}`);
    await page.getByRole("link", { name: /Outstanding.*\$50\.00.*1 open invoice, 1 overdue/ }).waitFor();
    await page.getByRole("link", { name: /Unused credits.*\$20\.00/ }).waitFor();
    await page.getByRole("link", { name: "SUB-000001" }).waitFor();
    await page.getByRole("link", { name: "INV-000001" }).waitFor();
    const shown = await page.getByRole("link", { name: /^INV-/ }).allInnerTexts();
    expect(shown).toEqual(["INV-000001", "INV-000006", "INV-000005", "INV-000004", "INV-000003"]);
    await keepShot(page, `customer-overview-${colours}-${size}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: "Invoice" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, `customer-new-${colours}-${size}`);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "All invoices" }).click();
    await page.getByRole("link", { name: "INV-000002" }).waitFor();
    await keepShot(page, `customer-documents-${colours}-${size}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  },
);

test("given a customer's page, then New leads to all that can be written for it, and a payment is recorded there", async () => {
  const { page, open, add, faults, context } = await world.settle();
  const [customer] = await add("Acme Bank");
  const begin = async (what: string): Promise<void> => {
    await open(`billing/customers/${customer?.id}?tab=persons`);
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  for (const [what, title] of [
    ["Invoice", "New invoice"],
    ["Estimate", "New estimate"],
    ["Sales order", "New sales order"],
    ["Credit note", "New credit note"],
    ["Subscription", "Sell a subscription"],
  ] as const) {
    await begin(what);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    expect(new URL(page.url()).searchParams.get("customer"), what).toBe(customer?.id);
  }
  await begin("Payment");
  await page.getByRole("dialog", { name: "Record payment" }).getByLabel("Amount").fill("12");
  await page.getByRole("dialog").getByRole("button", { name: "Record" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Overview" }).click();
  await page.getByRole("link", { name: /Unused credits.*\$12\.00/ }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("given the address of any part of a customer's page, then the tab that holds it is shown with it", async () => {
  const { page, open, add, faults, context } = await world.settle();
  const [customer] = await add("Acme Bank");
  for (const [tab, name, part] of [
    ["subscriptions", "Subscriptions"],
    ["invoices", "Documents", "Invoices"],
    ["payments", "Payments", "Payments"],
    ["statement", "Payments", "Statement"],
    ["methods", "Payments", "Payment methods"],
    ["credit-notes", "Documents", "Credit notes"],
    ["estimates", "Documents", "Estimates"],
    ["orders", "Documents", "Orders"],
    ["persons", "Contact persons (0)"],
    ["files", "Documents", "Files"],
    ["timeline", "Activity", "Timeline"],
    ["merges", "Activity", "Merges"],
  ] as const) {
    await open(`billing/customers/${customer?.id}?tab=${tab}`);
    await page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
    const here = page.getByRole("tabpanel").locator("[aria-current=page]");
    expect(await here.allInnerTexts(), tab).toEqual(part === undefined ? [] : [part]);
  }
  expect(faults).toEqual([]);
  await context.close();
});
