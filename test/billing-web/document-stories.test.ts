import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** Chooses something from the menu of a page. */
async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function press(page: Page | Locator, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
}

async function writeLine(page: Page, name: string, quantity: string, price: string): Promise<void> {
  await page.getByLabel("Item of line 1").fill(name);
  await page.getByLabel("Quantity of line 1").fill(quantity);
  await page.getByLabel("Price of line 1").fill(price);
}

async function pick(page: Page, party: string, name: string): Promise<void> {
  await page.getByRole("combobox", { name: party }).fill(name.slice(0, 5));
  await page.getByRole("option", { name }).click();
}

describe("an estimate", () => {
  test("F76: given it is written, sent and accepted, when it becomes an invoice, then that is sent and paid", async () => {
    const { page, open, add, faults, context } = await world.settle();
    await add("Acme Bank");
    await open("billing/estimates");
    await page.getByRole("link", { name: "New estimate" }).first().click();
    await pick(page, "Customer", "Acme Bank");
    await writeLine(page, "Seat", "3", "20");
    await page.getByLabel("Expiry date").fill("2099-12-31");
    await press(page, "Save draft");
    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();

    await press(page, "Mark as sent");
    await page.getByRole("heading", { name: "EST-000001", level: 1 }).waitFor();
    await page.getByText("Can be accepted until").waitFor();
    await press(page, "Mark as accepted");
    await page.getByText("EST-000001 is accepted.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await pictures(page)("estimate");
    await press(page, "Convert to invoice");
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    await press(page, "Mark as sent");
    await press(page.getByRole("dialog", { name: "Mark as sent?" }), "Mark as sent");
    await page.getByRole("heading", { name: "INV-000001", level: 1 }).waitFor();
    await press(page, "Record payment");
    await press(page.getByRole("dialog", { name: "Record payment" }), "Record payment");
    await page.getByText("Paid", { exact: true }).first().waitFor();

    await open("billing/estimates?status=invoiced");
    await page.getByRole("link", { name: "EST-000001" }).click();
    await page.getByRole("list", { name: "Invoices" }).getByRole("link", { name: "INV-000001" }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F76: given the page is still read anew, when the next is done by keyboard, then nothing is lost of it", async () => {
    const { page, open, add, faults, context } = await world.settle();
    await add("Acme Bank");
    await open("billing/estimates/new");
    await pick(page, "Customer", "Acme Bank");
    await writeLine(page, "Seat", "3", "20");
    await press(page, "Save draft");
    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/api/v1/emails?*", async (route) => {
      await asked;
      await route.continue();
    });
    await page.getByRole("button", { name: "Mark as sent" }).press("Enter");
    const accept = page.getByRole("button", { name: "Mark as accepted" });
    await accept.waitFor();
    expect(await accept.isDisabled()).toBe(true);
    answer();
    // What comes next has the focus that the button took along.
    await page.locator(":focus", { hasText: "Convert to invoice" }).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText("EST-000001 is accepted.").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F76: given two editors of one draft, when the second takes what the first saved, then the edit goes on from there", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    const line_items = [{ name: "Seat", price: "10" }];
    const body = { customer_id: customer?.id ?? "", line_items };
    const { id } = await organization.send(estimates.createEstimate, { body });
    await open(`billing/estimates/${id}/edit`);
    await page.getByLabel("Price of line 1").fill("12");
    const theirs = {
      line_items: [
        { name: "Theirs", price: "11" },
        { name: "More", price: "1" },
      ],
    };
    await organization.send(estimates.editEstimate, { params: { estimate: id }, body: theirs });
    await press(page, "Save draft");
    await page.getByText("Somebody else saved this draft while you were at it").waitFor();
    await press(page, "Take theirs");
    await page.getByLabel("Item of line 2").waitFor();
    expect(await page.getByLabel("Price of line 1").inputValue()).toBe("11.00");
    await page.getByLabel("Price of line 1").fill("13");
    await press(page, "Save draft");
    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();
    const now = await organization.send(estimates.getEstimate, { params: { estimate: id } });
    expect(now.line_items).toMatchObject([{ name: "Theirs", amount: "13.00" }, { name: "More" }]);
    await context.close();
  });
});

describe("a credit note", () => {
  test("given an invoice is written off, then crediting it is not offered until that is cancelled", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    const invoice = await organization.send(invoices.createInvoice, {
      body: { customer_id: customer?.id ?? "", line_items: [{ name: "Seat", price: "50" }], send: true },
    });
    await organization.send(invoices.writeOffInvoice, { params: { invoice: invoice.id } });
    await open(`billing/invoices/${invoice.id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    const credit = page.getByRole("menuitem", { name: "Credit the invoice" });
    await page.getByRole("menuitem", { name: "Cancel the write-off" }).waitFor();
    expect(await credit.count()).toBe(0);
    await page.getByRole("menuitem", { name: "Cancel the write-off" }).click();
    await page.getByRole("button", { name: "Record payment" }).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await credit.waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F75: given an invoice is credited in part, when the note is opened, applied, taken back and refunded, then the balances say so", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    const customer_id = customer?.id ?? "";
    const invoice = await organization.send(invoices.createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", quantity: "5", price: "20" }], send: true },
    });
    await open(`billing/invoices/${invoice.id}`);
    await choose(page, "Credit the invoice");
    const crediting = page.getByRole("dialog", { name: "Credit note of INV-000001" });
    await crediting.getByLabel("Credit of Seat, line 1").fill("9");
    await press(crediting, "Make draft");
    await crediting.getByText("must be at most 5").first().waitFor();
    await crediting.getByLabel("Credit of Seat, line 1").fill("2");
    await press(crediting, "Make draft");

    await page.getByRole("heading", { name: "Draft of a credit note" }).waitFor();
    await press(page, "Open");
    await press(page.getByRole("dialog"), "Open credit note");
    await page.getByRole("heading", { name: "CN-000001", level: 1 }).waitFor();
    await press(page, "Apply to invoices");
    const applying = page.getByRole("dialog", { name: "Apply CN-000001" });
    await applying.getByLabel("Settle of INV-000001").fill("30");
    await press(applying, "Apply");
    await page.getByText("US$10.00 unused").waitFor();
    await page.reload();
    await pictures(page)("credit-note");
    await press(page, "Refund");
    const refunding = page.getByRole("dialog", { name: "Refund of CN-000001" });
    await refunding.getByLabel("Amount in USD").fill("11");
    await press(refunding, "Refund");
    await refunding.getByRole("alert").first().waitFor();
    await refunding.getByLabel("Amount in USD").fill("10");
    await press(refunding, "Refund");
    await page.getByText("Closed", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Unapply from INV-000001" }).click();
    await page.getByText("US$30.00 unused").waitFor();
    await press(page, "Ledger postings");
    await page.getByText("No longer applied").waitFor();
    expect(await page.locator("table caption").allTextContents()).toEqual(
      ["Credit note", "Applied", "Refund", "No longer applied"].map((kind) =>
        expect.stringMatching(`^${kind} · `),
      ),
    );
    expect(await accessibilityFaults(page)).toEqual([]);

    const params = { customer: customer_id };
    expect(await organization.send(ledger.customerBalance, { params })).toMatchObject({
      outstanding: "100.00",
      unused_credits: "30.00",
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given one by hand, when it is void, then nothing of it is credit any more", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    await open(`billing/credit-notes/new?customer=${customer?.id}`);
    await writeLine(page, "Goodwill", "1", "15");
    await press(page, "Save draft");
    await press(page, "Open");
    await press(page.getByRole("dialog"), "Open credit note");
    await page.getByText("US$15.00 unused").waitFor();
    await choose(page, "Void");
    const voiding = page.getByRole("dialog", { name: "Void CN-000001?" });
    await voiding.getByLabel("Reason").fill("Agreed otherwise");
    await press(voiding, "Void credit note");
    await page.getByText("Void because: Agreed otherwise").waitFor();
    const params = { customer: customer?.id ?? "" };
    expect(await organization.send(ledger.customerBalance, { params })).toMatchObject({
      unused_credits: "0.00",
    });
    await context.close();
  });
});

describe("orders", () => {
  test("F77: given a sales order is held and released, when it becomes an invoice, then it closes; its draft deleted, it is open again", async () => {
    const { page, open, add, faults, context } = await world.settle();
    await add("Acme Bank");
    await open("billing/orders/sales/new");
    await pick(page, "Customer", "Acme Bank");
    await writeLine(page, "Chair", "4", "50");
    await press(page, "Save draft");
    await press(page, "Confirm");
    await page.getByRole("heading", { name: "SO-000001", level: 1 }).waitFor();
    await choose(page, "Put on hold");
    await page.getByText("On hold", { exact: true }).waitFor();
    await page.reload();
    await pictures(page)("sales-order");
    await press(page, "Release");
    await page.getByText("SO-000001 is released.").waitFor();
    const order = page.url();
    await press(page, "Convert to invoice");
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    await page.goto(order);
    await page.getByText("Closed", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Draft of an invoice" }).click();
    await choose(page, "Delete draft");
    await press(page.getByRole("dialog"), "Delete draft");
    await page.getByText("The draft is deleted.").waitFor();
    await page.goto(order);
    await page.getByText("Confirmed", { exact: true }).waitFor();
    await choose(page, "Close without an invoice");
    const closing = page.getByRole("dialog", { name: "Close SO-000001?" });
    await press(closing, "Close order");
    await closing.getByRole("alert").getByText("Say why").waitFor();
    await closing.getByLabel("Reason").fill("Delivered by somebody else");
    await press(closing, "Close order");
    await page.getByText("Closed because: Delivered by somebody else").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F77: given a vendor is added, then an order to it is issued, billed in part and in whole, and closed; another one is cancelled", async () => {
    const { page, open, faults, context } = await world.settle();
    await open("billing/orders/vendors");
    await page.getByRole("button", { name: "New vendor" }).first().click();
    const adding = page.getByRole("dialog", { name: "New vendor" });
    await adding.getByLabel("Name").fill("Paper Mill");
    await adding.getByLabel("E-mail").fill("no address");
    await press(adding, "Save vendor");
    await adding.getByText("Enter an e-mail address").first().waitFor();
    await adding.getByLabel("E-mail").fill("orders@paper.example");
    await adding.getByLabel("Street").fill("Mill Lane 1");
    await adding.getByLabel("City").fill("Prague");
    await press(adding, "Save vendor");
    await page.getByRole("heading", { name: "Paper Mill", level: 1 }).waitFor();
    await page.getByText("Mill Lane 1, Prague").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    const order = async (): Promise<void> => {
      await page.getByRole("link", { name: "New purchase order" }).click();
      await writeLine(page, "Paper", "10", "4.50");
      await press(page, "Save draft");
      await press(page, "Issue");
    };
    await order();
    await page.getByRole("heading", { name: "PO-000001", level: 1 }).waitFor();
    await page.getByText("Mill Lane 1").waitFor();
    await press(page, "Mark as partially billed");
    await page.getByText("Partially billed", { exact: true }).waitFor();
    await press(page, "Mark as billed");
    await page.getByText("Billed", { exact: true }).waitFor();
    await choose(page, "Close");
    const closing = page.getByRole("dialog", { name: "Close PO-000001?" });
    await closing.getByLabel("Reason").fill("All is here");
    await press(closing, "Close order");
    await page.getByText("Closed because: All is here").waitFor();

    await page.getByRole("link", { name: "Paper Mill" }).click();
    await order();
    await page.getByRole("heading", { name: "PO-000002", level: 1 }).waitFor();
    await choose(page, "Cancel order");
    const cancelling = page.getByRole("dialog", { name: "Cancel PO-000002?" });
    await cancelling.getByLabel("Reason").fill("Ordered twice");
    await press(cancelling, "Cancel order");
    await page.getByText("Cancelled because: Ordered twice").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("what is typed wrong", () => {
  test("given quantities and discounts that cannot be, then each is told at its field and nothing is written", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    await open(`billing/estimates/new?customer=${customer?.id}`);
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Price of line 1").fill("20");
    const saving = async (told: string): Promise<void> => {
      await press(page, "Save draft");
      await page.getByRole("alert").getByText(told).waitFor();
    };
    await page.getByLabel("Quantity of line 1").fill("0");
    await saving("Quantity of line 1 must be more than 0");
    await page.getByLabel("Quantity of line 1").fill("1000000000000");
    await saving("Quantity of line 1 must be at most 1,000,000,000; check the digits");
    await page.getByLabel("Quantity of line 1").fill("1");
    await page.getByLabel("Discount of line 1 in percent").fill("101");
    await saving("Discount of line 1 must be from 0 to 100");
    expect((await organization.send(estimates.listEstimates, { query: {} })).items).toEqual([]);
    await context.close();
  });
});

describe("a form that is filled at once", () => {
  test("given one types the moment the form of a new document is there, then the focus stays and nothing typed is lost", async () => {
    const { page, open, add, context } = await world.settle();
    await add("Acme Bank");
    await open("billing/estimates/new");
    // All that the form asks for is known then, so that it is there with the page.
    await page.getByLabel("Reference").waitFor();
    await press(page, "Cancel");
    await page.getByText("There are no estimates yet").waitFor();
    // Takes the focus as soon as the field is in the page, as a quick typist or a password manager does.
    await page.evaluate(() => {
      const watch = new MutationObserver(() => {
        const field = document.querySelector<HTMLInputElement>('[data-path="reference_number"]');
        if (field === null) return;
        watch.disconnect();
        field.focus();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole("link", { name: "New estimate" }).first().click();
    await page.getByLabel("Reference").waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.activeElement?.closest("form") !== null)).toBe(true);
    await page.keyboard.type("PO-1");
    const typed = await page.getByLabel("Reference").inputValue();
    const searched = await page.getByRole("combobox", { name: "Customer" }).inputValue();
    expect([typed, searched]).toContain("PO-1");
    await context.close();
  });
});
