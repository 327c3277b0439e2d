import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

type Filled = { customer: string; draft: string; overdue: string; paid: string; payment: string };

/** An organization with a customer and invoices in several states. */
async function fill({ add, organization }: BillingVisitor): Promise<Filled> {
  const address = { street: "1 Main Street", zip: "10115", city: "Berlin", country: "Germany" };
  await organization.send(editOrganization, { body: { address } });
  const [customer] = await add({
    display_name: "Acme Bank",
    billing_address: address,
    shipping_address: { ...address, street: "2 Side Street" },
  });
  const customer_id = customer?.id ?? "";
  const seats = { name: "Seat", description: "A licence for one person", quantity: "12", price: "19.99" };
  const hours = {
    name: "Consulting",
    quantity: "2.5",
    price: "120",
    discount: { by: "percentage" as const, value: "10" },
  };
  const write = async (dates: object, send: boolean) => {
    const discount = { by: "percentage" as const, value: "5" };
    const body = {
      customer_id,
      reference_number: "PO 4711",
      notes: "Thank you for your business.",
      discount,
      shipping_charge: "9.90",
      line_items: [seats, hours],
      send,
      ...dates,
    };
    return (await organization.send(invoices.createInvoice, { body })).id;
  };
  const draft = await write({}, false);
  const overdue = await write({ date: "2026-01-10", due_date: "2026-01-24" }, true);
  const paid = await write({ date: "2026-02-10" }, true);
  const { id: payment } = await organization.send(payments.recordPayment, {
    body: { customer_id, amount: "600", mode: "card", invoices: [{ invoice_id: paid, amount: "494.29" }] },
  });
  return { customer: customer_id, draft, overdue, paid, payment };
}

describe("every page of invoices and payments", () => {
  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, faults, context } = visitor;
      await open("billing/invoices");
      await page.getByText("There are no invoices yet").waitFor();
      await check(visitor, `invoices-empty-${colours}-${size}`);
      const { customer, draft, overdue, paid, payment } = await fill(visitor);
      const pages = {
        list: "billing/invoices",
        "list-of-overdue": "billing/invoices?status=overdue",
        panel: `billing/invoices?open=${overdue}`,
        draft: `billing/invoices/${draft}`,
        overdue: `billing/invoices/${overdue}`,
        paid: `billing/invoices/${paid}`,
        new: "billing/invoices/new",
        edit: `billing/invoices/${draft}/edit`,
        payments: "billing/payments",
        payment: `billing/payments/${payment}`,
        customer: `billing/customers/${customer}?tab=invoices`,
        "customer-payments": `billing/customers/${customer}?tab=payments`,
      };
      for (const [name, below] of Object.entries(pages)) {
        await open(below);
        await page.getByRole("heading", { level: 1 }).waitFor();
        if (name === "paid") await page.getByRole("button", { name: "Ledger postings" }).click();
        if (name === "payment") await page.getByRole("button", { name: "Apply to invoices" }).click();
        await check(visitor, `invoices-${name}-${colours}-${size}`);
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
