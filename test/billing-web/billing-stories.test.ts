import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { setTestClock } from "#billing/subscription/test-clock.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function press(page: Page | Locator, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
}

async function balanceOf({ organization }: BillingVisitor, customer: string) {
  const { outstanding, unused_credits: unused } = await organization.send(ledger.customerBalance, {
    params: { customer },
  });
  return { outstanding, unused };
}

describe("the settings of billing", () => {
  test("given a tax is made, then a line can have it; inactive, it is offered no more", async () => {
    const { page, open, add, faults, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    await open("settings/taxes");
    await page.getByRole("button", { name: "New tax" }).first().click();
    const adding = page.getByRole("dialog", { name: "New tax" });
    await adding.getByLabel("Name").fill("VAT");
    await adding.getByLabel("Rate in percent").fill("119");
    await press(adding, "Save tax");
    await adding.getByRole("alert").getByText("Rate must be from 0 to 100").waitFor();
    await adding.getByLabel("Rate in percent").fill("19");
    await press(adding, "Save tax");
    await page.getByRole("row", { name: /VAT.*19 %.*Active/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await open(`billing/invoices/new?customer=${customer?.id}`);
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Price of line 1").fill("100");
    await page.getByRole("combobox", { name: "Tax of line 1" }).click();
    await page.getByRole("option", { name: "VAT 19 %" }).click();
    await page.getByRole("status", { name: "Total", exact: true }).getByText("US$119.00").waitFor();
    await press(page, "Save draft");
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();

    await open("settings/taxes");
    await page.getByRole("button", { name: "More actions for VAT" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await press(page.getByRole("dialog"), "Delete tax");
    await page.getByRole("alert").first().waitFor();
    await page.getByRole("button", { name: "More actions for VAT" }).click();
    await page.getByRole("menuitem", { name: "Make inactive" }).click();
    await page.getByRole("row", { name: /VAT.*Inactive/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F78: given a customer in a currency without a rate, then the form says where to add it; added, the document takes it", async () => {
    const { page, open, add, faults, context } = await world.settle();
    const [customer] = await add({ display_name: "Paris SA", currency_code: "EUR" });
    await open(`billing/estimates/new?customer=${customer?.id}`);
    await page.getByText(/No rate from EUR to USD is known/).waitFor();
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Price of line 1").fill("100");
    await press(page, "Save draft");
    await page
      .getByRole("alert")
      .getByText(/add the rate of its day under Settings, Exchange rates/)
      .waitFor();

    await open("settings/exchange-rates");
    await page.getByText("Everything is billed in USD so far").waitFor();
    await page.getByRole("button", { name: "Add rate" }).first().click();
    const adding = page.getByRole("dialog", { name: "Add rate" });
    await adding.getByRole("combobox", { name: "Currency" }).fill("EUR");
    await page.getByRole("option", { name: /EUR/ }).click();
    await adding.getByLabel("Rate, USD for 1 EUR").fill("0");
    await press(adding, "Add rate");
    await adding.getByRole("alert").getByText("Rate must be more than 0").waitFor();
    await adding.getByLabel("Rate, USD for 1 EUR").fill("1.25");
    await press(adding, "Add rate");
    await page.getByRole("row", { name: /EUR.*1 EUR = 1.25 USD.*In force/ }).waitFor();
    await page.reload();
    await pictures(page)("exchange-rates");
    expect(await accessibilityFaults(page)).toEqual([]);

    await open(`billing/estimates/new?customer=${customer?.id}`);
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Price of line 1").fill("100");
    await page.getByText("$125.00 at 1.25 USD for 1 EUR").waitFor();
    await press(page, "Save draft");
    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();
    await page.getByText("$125.00 at 1.25 USD for 1 EUR").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given the numbers of invoices are set, then the next one has them, and none is given twice", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    await open("settings/number-series");
    await page.getByRole("button", { name: "Edit the numbers of invoices" }).click();
    const editing = page.getByRole("dialog", { name: "Numbers of invoices" });
    await editing.getByLabel("Prefix").fill("R-");
    await editing.getByLabel("Next number").fill("42");
    await editing.getByLabel("Digits").fill("4");
    await editing.getByText("R-0042").waitFor();
    await press(editing, "Save");
    await page.getByText("The next one of invoices is R-0042.").waitFor();
    const body = { customer_id: customer?.id ?? "", line_items: [{ name: "Seat", price: "1" }], send: true };
    expect((await organization.send(invoices.createInvoice, { body })).number).toBe("R-0042");
    await page.reload();
    await page.getByRole("button", { name: "Edit the numbers of invoices" }).click();
    await editing.getByLabel("Next number").fill("7");
    await press(editing, "Save");
    await editing
      .getByText(/must be 43 or more/)
      .first()
      .waitFor();
    await context.close();
  });

  test("F71: given other retries and terms, then they are saved, and what they mean is said by an example", async () => {
    const { page, open, organization, context } = await world.settle();
    await open("settings/billing");
    await page.getByText("is tried again on 6 Jun 2026, 11 Jun 2026 and 14 Jun 2026").waitFor();
    await pictures(page)("preferences", page.getByRole("heading", { level: 2, name: "Subscriptions" }));
    await page.getByLabel("Retry 1, after days").fill("0");
    await press(page, "Save");
    await page.getByRole("alert").getByText("Wait at least a day").waitFor();
    await page.getByLabel("Retry 1, after days").fill("2");
    await page.getByRole("button", { name: "Take retry 3 away" }).click();
    await page.getByLabel("Payment terms in days").fill("30");
    await page.getByRole("radio", { name: "Once for each rate" }).check();
    await page.getByRole("radio", { name: "Unpaid" }).check();
    await page.getByText("is tried again on 3 Jun 2026 and 8 Jun 2026").waitFor();
    await page.getByRole("checkbox", { name: "Receipts" }).check();
    await page.getByText("Nobody is reminded of an overdue invoice by itself.").waitFor();
    for (let added = 0; added < 2; added += 1)
      await page.getByRole("button", { name: "Add reminder" }).click();
    await page.getByText("the customer is reminded on 4 Jun 2026 and 11 Jun 2026").waitFor();
    await page.getByLabel("Reminder 2, days overdue").fill("3");
    await press(page, "Save");
    await page.getByRole("alert").getByText("Each number of days may be there once").waitFor();
    await page.getByLabel("Reminder 2, days overdue").fill("14");
    expect(await accessibilityFaults(page)).toEqual([]);
    await press(page, "Save");
    await page.getByText("The billing preferences are saved.").waitFor();
    expect(await organization.send(getOrganization, {})).toMatchObject({
      payment_terms: 30,
      tax_rounding: "rate",
      dunning_gaps: [2, 5],
      dunning_ends_in: "unpaid",
      email_invoices: false,
      email_receipts: true,
      reminder_days: [3, 14],
    });
    await context.close();
  });
});

describe("money that goes back", () => {
  test("F75: given a payment with a zero too many, when it is recorded, then that is asked about; void, its invoice is open again", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, faults, context } = visitor;
    const [customer] = await add("Acme Typo");
    const customer_id = customer?.id ?? "";
    const invoice = await organization.send(invoices.createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", price: "100" }], send: true },
    });
    await open(`billing/invoices/${invoice.id}`);
    await press(page, "Record payment");
    const recording = page.getByRole("dialog", { name: "Record payment" });
    await recording.getByLabel("Amount in USD").fill("1000");
    await press(recording, "Record payment");
    const sure = page.getByRole("dialog", { name: "Record US$1,000.00?" });
    await sure.getByText("US$900.00 of it settles nothing and becomes credit of Acme Typo.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // Escape answers the question, and leaves the form that asked it.
    await page.keyboard.press("Escape");
    await sure.waitFor({ state: "detached" });
    expect(await recording.getByLabel("Amount in USD").inputValue()).toBe("1000");
    await press(recording, "Record payment");
    await press(sure, "Cancel");
    // What was typed is still there.
    expect(await recording.getByLabel("Amount in USD").inputValue()).toBe("1000");
    await press(recording, "Record payment");
    await press(sure, "Record payment");
    await page.getByText("PAY-000001 of US$1,000.00 is recorded.").waitFor();

    await page.getByRole("link", { name: "PAY-000001" }).first().click();
    await page.getByText("US$900.00 unused").waitFor();
    await choose(page, "Void");
    const voiding = page.getByRole("dialog", { name: "Void PAY-000001?" });
    await voiding.getByText("INV-000001 is open again").waitFor();
    await voiding.getByLabel("Reason").fill("A zero too many");
    await keepShot(page, "payment-void");
    await press(voiding, "Void payment");
    await page.getByText("PAY-000001 of Acme Typo is void.").waitFor();
    await page.getByText("A zero too many").waitFor();
    await page.getByRole("button", { name: "Apply to invoices" }).waitFor({ state: "detached" });
    await keepShot(page, "payment-voided");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "100.00", unused: "0.00" });
    await open("billing/payments");
    const voided = page.getByRole("row", { name: /PAY-000001.*Void/ });
    await voided.waitFor();
    const search = page.getByRole("searchbox", { name: /^Search payments/ });
    await search.fill("PAY-9");
    await page.getByText("No payment has this number, reference or customer").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await search.fill("PAY-0");
    await voided.waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F75: given a payment that settles an invoice, when it is unapplied and refunded in part, then the balances follow", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, faults, context } = visitor;
    const [customer] = await add("Acme Bank");
    const customer_id = customer?.id ?? "";
    const invoice = await organization.send(invoices.createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", price: "100" }], send: true },
    });
    const payment = await organization.send(recordPayment, {
      body: {
        customer_id,
        amount: "100",
        mode: "card",
        invoices: [{ invoice_id: invoice.id, amount: "100" }],
      },
    });
    await open(`billing/payments/${payment.id}`);
    await page.getByRole("button", { name: "Unapply from INV-000001" }).click();
    await page.getByText("US$100.00 is unused again.").waitFor();
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "100.00", unused: "100.00" });
    await press(page, "Refund");
    const refunding = page.getByRole("dialog", { name: "Refund of PAY-000001" });
    await refunding.getByLabel("Amount in USD").fill("40");
    const today = await refunding.getByLabel("Date").inputValue();
    await refunding.getByLabel("Date").fill("1999-12-31");
    await press(refunding, "Refund");
    await refunding
      .getByText(/must not be before .* nothing to give back/)
      .first()
      .waitFor();
    await refunding.getByLabel("Date").fill(today);
    await press(refunding, "Refund");
    await page.getByText("US$60.00 unused").waitFor();
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "100.00", unused: "60.00" });
    await press(page, "Apply to invoices");
    const applying = page.getByRole("dialog", { name: "Apply PAY-000001" });
    // More than there is, and more than the invoice has open.
    await applying.getByLabel("Settle of INV-000001").fill("101");
    await applying.getByText("US$41.00 more than there is").waitFor();
    await press(applying, "Apply");
    await applying.getByRole("alert").first().waitFor();
    await applying.getByLabel("Settle of INV-000001").fill("60");
    await press(applying, "Apply");
    await page.getByText("PAY-000001 is applied.").waitFor();
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "40.00", unused: "0.00" });

    await open(`billing/invoices/${invoice.id}`);
    await choose(page, "Write off the balance");
    const writingOff = page.getByRole("dialog", { name: "Write off US$40.00 of INV-000001?" });
    await writingOff.getByText(/Acme Bank owes it no more/).waitFor();
    await press(writingOff, "Cancel");
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "40.00", unused: "0.00" });
    await choose(page, "Write off the balance");
    await press(writingOff, "Write off");
    await page.getByText("US$40.00 of INV-000001 is written off.").waitFor();
    await page.getByText("Written off", { exact: true }).first().waitFor();
    await choose(page, "Cancel the write-off");
    await page.getByText("US$40.00 of INV-000001 is expected again.").waitFor();
    expect(await balanceOf(visitor, customer_id)).toEqual({ outstanding: "40.00", unused: "0.00" });
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("a subscription that goes on", () => {
  test("F72: given a live one, when it is paused, resumed, postponed, and has a coupon for a while, then its page says so each time", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    const send: typeof organization.send = (endpoint, call) => organization.send(endpoint, call);
    const product = await send(createProduct, { body: { name: "Cloud" } });
    const [customer] = await add({ display_name: "Buyer Ltd", currency_code: "USD" });
    const customer_id = customer?.id ?? "";
    await send(createPlan, {
      body: {
        plan_code: "basic",
        name: "Basic",
        product_id: product.id,
        interval: 1,
        interval_unit: "months",
        prices: [{ currency_code: "USD", price: "31" }],
      },
    });
    await send(createCoupon, {
      body: { coupon_code: "TEN", name: "Ten off", discount_by: "percentage", discount_value: "10" },
    });
    await send(setTestClock, { params: { customer: customer_id }, body: { today: "2026-01-15" } });
    const { subscription } = await send(createSubscription, {
      body: { customer_id, plan: { plan: "basic" }, auto_collect: false },
    });
    await open(`billing/subscriptions/${subscription.id}`);
    const dialog = page.getByRole("dialog");

    await choose(page, "Pause");
    await press(dialog, "Pause");
    await page.getByText("SUB-000001 is paused.").waitFor();
    await page.getByText("Paused", { exact: true }).first().waitFor();
    await press(page, "Resume");
    await press(dialog, "Resume");
    await page.getByText("SUB-000001 is resumed.").waitFor();
    await page.getByText("Live", { exact: true }).first().waitFor();

    await choose(page, "Postpone renewal");
    await dialog.getByLabel("Renews on").fill("2026-01-01");
    await press(dialog, "Postpone");
    await dialog.getByRole("alert").first().waitFor();
    await dialog.getByLabel("Renews on").fill("2026-03-01");
    await press(dialog, "Postpone");
    await page.getByText("SUB-000001 renews later.").waitFor();
    await page.getByRole("heading", { name: "Next: 1 Mar 2026" }).waitFor();

    await choose(page, "Apply coupon");
    await dialog.getByLabel("Coupon").fill("NONE");
    await press(dialog, "Apply coupon");
    await dialog.getByRole("alert").first().waitFor();
    await dialog.getByLabel("Coupon").fill("TEN");
    await press(dialog, "Apply coupon");
    await page.getByText("SUB-000001 has the coupon from its next invoice on.").waitFor();
    await page.getByText("Ten off").first().waitFor();
    await choose(page, "Remove coupon");
    await press(dialog, "Remove coupon");
    await page.getByText("SUB-000001 is without the coupon now.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
