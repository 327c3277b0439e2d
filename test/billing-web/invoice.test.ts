import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { customerTimeline } from "#billing/customer/customer.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

describe("an invoice, from its draft to its end", () => {
  test("F74, F75: given lines as one types, when it is sent, paid in two parts and void, then what was paid is the customer's credit", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    await organization.send(createTax, { body: { name: "VAT", percentage: "19" } });
    await open("billing/invoices/new");
    await page.getByRole("combobox", { name: "Customer" }).fill("Acme");
    await page.getByRole("option", { name: "Acme Bank" }).click();
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Quantity of line 1").fill("3");
    const price = page.getByLabel("Price of line 1");
    // A number that cannot be read is said, and not counted as nothing.
    await price.fill("1.019,99");
    await page.getByText("Price of line 1 must be a price, such as 19.99.").waitFor();
    await price.fill("19.99");
    const total = page.getByRole("status", { name: "Total", exact: true });
    await total.getByText("US$59.97").waitFor();
    await page.getByRole("combobox", { name: "Tax of line 1" }).click();
    await page.getByRole("option", { name: "VAT 19 %" }).click();
    await total.getByText("US$71.36").waitFor();

    await page.getByLabel("Price of line 1").press("Enter");
    await page.keyboard.type("Consulting");
    await page.getByLabel("Price of line 2").fill("100");
    await page.getByLabel("Discount of line 2 in percent").fill("10");
    await page.keyboard.press("Alt+ArrowUp");
    expect(await page.getByLabel("Item of line 1").inputValue()).toBe("Consulting");
    await total.getByText("US$161.36").waitFor();
    await pictures(page)("invoice-form", page.getByRole("heading", { level: 2, name: "Lines" }));

    await page.getByRole("textbox", { name: "Shipping", exact: true }).fill("10");
    await total.getByText("US$171.36").waitFor();
    await page.getByRole("combobox", { name: "Tax on shipping" }).click();
    await page.getByRole("option", { name: "VAT 19 %" }).click();
    await total.getByText("US$173.26").waitFor();
    await keepShot(page, "invoice-form-shipping-tax");
    await page.getByRole("combobox", { name: "Tax on shipping" }).press("Backspace");
    await page.getByRole("textbox", { name: "Shipping", exact: true }).fill("");
    await total.getByText("US$161.36").waitFor();
    await page.getByRole("button", { name: "Save draft" }).click();

    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    await page.getByRole("button", { name: "Mark as sent" }).click();
    const sure = page.getByRole("dialog", { name: "Mark as sent?" });
    await sure.getByText("US$161.36").waitFor();
    await sure.getByRole("button", { name: "Mark as sent" }).click();
    await page.getByRole("heading", { name: "INV-000001", level: 1 }).waitFor();

    await page.getByRole("button", { name: "Record payment" }).click();
    const paying = page.getByRole("dialog", { name: "Record payment" });
    expect(await paying.getByLabel("Amount in USD").inputValue()).toBe("161.36");
    await paying.getByLabel("Settle of INV-000001").fill("200");
    await paying.getByLabel("Amount in USD").fill("300");
    await paying.getByRole("button", { name: "Record payment" }).click();
    const tooMuch = "Settle of INV-000001 is more than the 161.36 that is open";
    await paying.getByRole("alert").getByRole("button", { name: tooMuch }).click();
    expect(await paying.locator(":focus").getAttribute("aria-label")).toBe("Settle of INV-000001");
    expect(await paying.locator(":focus").getAttribute("aria-invalid")).toBe("true");
    await paying.getByLabel("Settle of INV-000001").fill("");
    await paying.getByLabel("Amount in USD").fill("0");
    await paying.getByRole("button", { name: "Record payment" }).click();
    await paying.getByRole("alert").getByText("Amount in USD must be more than 0").waitFor();
    await paying.getByRole("button", { name: "Cancel" }).click();

    await page.getByRole("button", { name: "Record payment" }).click();
    await paying.getByLabel("Amount in USD").fill("61.36");
    expect(await paying.getByLabel("Settle of INV-000001").inputValue()).toBe("61.36");
    await paying.getByRole("button", { name: "Record payment" }).click();
    await page.getByText("Partially paid").first().waitFor();
    await page.getByText(/US\$100\.00 due/).waitFor();
    await page.reload();
    await pictures(page)("invoice");

    await page.getByRole("button", { name: "Record payment" }).click();
    await paying.getByLabel("Amount in USD").fill("120");
    await paying.getByText("US$20.00 is left as credit").waitFor();
    await paying.getByRole("button", { name: "Record payment" }).click();
    await page.getByText("Paid", { exact: true }).first().waitFor();

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Void" }).click();
    const voiding = page.getByRole("dialog", { name: "Void INV-000001?" });
    await voiding.getByText(/US\$161\.36.*becomes credit of Acme Bank/).waitFor();
    await voiding.getByLabel("Reason").fill("Wrong customer");
    await voiding.getByRole("button", { name: "Void invoice" }).click();
    await page.getByText("Void because: Wrong customer").waitFor();

    const params = { customer: customer?.id ?? "" };
    expect(await organization.send(ledger.customerBalance, { params })).toMatchObject({
      outstanding: "0.00",
      unused_credits: "181.36",
    });
    const { items } = await organization.send(customerTimeline, { params, query: {} });
    expect(items.map(({ kind }) => kind)).toContain("invoice_voided");
    await open(`billing/customers/${params.customer}?tab=payments`);
    await page.getByText("US$0.00 outstanding, US$181.36 unused credits").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F101: given a customer who bears no tax, when a draft is written for it, then the form says why, offers no tax and counts none, and the customer's page has the number", async () => {
    const { page, open, add, organization, context, faults } = await world.settle();
    await organization.send(createTax, { body: { name: "VAT", percentage: "19" } });
    const [customer] = await add({ display_name: "Acme BV" });
    await open(`billing/customers/${customer?.id}/edit`);
    await page.getByLabel("Tax number").fill("nothing");
    await page.getByLabel("Tax exemption reason").fill("Reverse charge");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Tax number must be a number such as DE123456789").first().waitFor();
    await page.getByLabel("Tax number").fill("NL123456789B01");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Acme BV", level: 1 }).waitFor();
    await page.getByText("NL123456789B01").first().waitFor();

    await open(`billing/invoices/new?customer=${customer?.id}`);
    await page.getByText("No tax: Reverse charge").waitFor();
    await page.getByLabel("Item of line 1").fill("Seat");
    await page.getByLabel("Price of line 1").fill("100");
    await page.getByRole("status", { name: "Total", exact: true }).getByText("100.00").waitFor();
    expect(await page.getByRole("combobox", { name: "Tax of line 1" }).count()).toBe(0);
    await keepShot(page, "invoice-no-tax");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    await page.getByText("Tax number NL123456789B01").waitFor();
    await page.getByText("Reverse charge").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F74: given a catalog, when one of its plans is taken for a line, then it brings its price and tax, Enter adds no line by that, and other words stand as they are", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    await add("Acme Bank");
    const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
    const { id: tax_id } = await organization.send(createTax, { body: { name: "VAT", percentage: "19" } });
    const plan = { product_id, tax_id, interval: 1, interval_unit: "months" as const };
    const prices = [{ currency_code: "USD", price: "19.99" }];
    await organization.send(createPlan, {
      body: { ...plan, plan_code: "team", name: "Team", pricing_scheme: "per_unit", prices },
    });
    const brackets = [{ from: "1", to: null, price: "5" }];
    await organization.send(createPlan, {
      body: {
        ...{ ...plan, plan_code: "crowd", name: "Team of many", pricing_scheme: "volume" },
        prices: [{ currency_code: "USD", brackets }],
      },
    });
    await open("billing/invoices/new");
    await page.getByRole("combobox", { name: "Customer" }).fill("Acme");
    await page.getByRole("option", { name: "Acme Bank" }).click();
    const item = page.getByRole("combobox", { name: "Item of line 1" });
    await page.getByLabel("Quantity of line 1").fill("2");
    await item.fill("tea");
    // What is priced by brackets is not offered: it would be lines of its own.
    await page.getByRole("option", { name: /^Team, US\$19\.99/ }).waitFor();
    expect(await page.getByRole("option").count()).toBe(1);
    await keepShot(page, "invoice-catalog");
    await item.press("ArrowDown");
    await item.press("Enter");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await item.inputValue()).toBe("Team");
    expect(await page.getByLabel("Price of line 1").inputValue()).toBe("19.99");
    const tax = page.getByRole("combobox", { name: "Tax of line 1" });
    const chosen = async (option: string): Promise<string> => {
      await tax.click();
      await page.getByRole("option", { name: option }).click();
      return tax.inputValue();
    };
    // Choosing what is chosen leaves it; no tax is a choice of its own.
    expect(await tax.inputValue()).toBe("VAT 19 %");
    expect(await chosen("VAT 19 %")).toBe("VAT 19 %");
    expect(await chosen("No tax")).toBe("No tax");
    expect(await chosen("VAT 19 %")).toBe("VAT 19 %");
    expect(await page.getByRole("list", { name: "Lines" }).getByRole("listitem").count()).toBe(1);
    // 39.98 and 7.60 of tax.
    await page.getByRole("status", { name: "Total", exact: true }).getByText("US$47.58").waitFor();
    await item.press("Enter");
    await page.getByRole("combobox", { name: "Item of line 2" }).fill("Moving in");
    await page.getByLabel("Price of line 2").fill("10");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    await page.getByText("Moving in").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a draft in another currency, when its day is moved, then it has the rate of that day, and one that was given stays", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    const [customer] = await add({ display_name: "Euro GmbH", currency_code: "EUR" });
    for (const [date, rate] of [
      ["2026-01-01", "1.1"],
      ["2026-06-01", "1.2"],
    ] as const)
      await organization.send(setExchangeRate, { body: { currency_code: "EUR", date, rate } });
    const body = { customer_id: customer?.id ?? "", line_items: [{ name: "Seat", price: "100" }] };
    const moved = async (more: object): Promise<string> => {
      const draft = await organization.send(invoices.createInvoice, { body: { ...body, ...more } });
      await open(`billing/invoices/${draft.id}/edit`);
      await page.getByLabel("Date", { exact: true }).fill("2026-02-01");
      await page.getByRole("button", { name: "Save draft" }).click();
      await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
      const invoice = await organization.send(invoices.getInvoice, { params: { invoice: draft.id } });
      return `${invoice.date} ${invoice.exchange_rate}`;
    };
    expect(await moved({ date: "2026-06-15" })).toBe("2026-02-01 1.1");
    expect(await moved({ date: "2026-06-15", exchange_rate: "1.3" })).toBe("2026-02-01 1.3");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given two editors of one draft, when the second saves, then the page says what to do, and either one's can stand", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [customer] = await add("Acme Bank");
    const line_items = [{ name: "Seat", price: "10" }];
    const body = { customer_id: customer?.id ?? "", line_items };
    const { id } = await organization.send(invoices.createInvoice, { body });
    await open(`billing/invoices/${id}/edit`);
    await page.getByLabel("Price of line 1").fill("12");
    const theirs = { line_items: [{ name: "Theirs", price: "11" }] };
    await organization.send(invoices.editInvoice, { params: { invoice: id }, body: theirs });
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Somebody else saved this draft while you were at it").waitFor();
    expect(await page.getByLabel("Price of line 1").inputValue()).toBe("12");
    await page.getByRole("button", { name: "Save mine over theirs" }).click();
    await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
    const now = await organization.send(invoices.getInvoice, { params: { invoice: id } });
    expect(now.line_items).toMatchObject([{ name: "Seat", amount: "12.00" }]);
    await context.close();
  });
});
