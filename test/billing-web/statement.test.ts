import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayAt, plusDays } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { monthsBefore } from "#billing/report/period.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import {
  type BillingVisitor,
  type BillingWebWorld,
  openBillingWebWorld,
  searchOf,
} from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

const today = dayAt(instantFromMs(Date.now()), "America/New_York");
const lastMonth = monthsBefore(today, 1);

/** A customer that paid a part of an invoice last month, and more than it owes today; answers its id. */
async function trade({ organization, add }: BillingVisitor): Promise<string> {
  const [customer] = await add("Harbour Ltd");
  const customer_id = customer?.id ?? "";
  const line_items = (price: string) => [{ name: "Hosting", quantity: "1", price }];
  const invoice = (date: string, price: string) =>
    organization.send(createInvoice, {
      body: { customer_id, date, payment_terms: 30, line_items: line_items(price), send: true },
    });
  const pay = (date: string, amount: string, invoice_id: string, part: string) =>
    organization.send(recordPayment, {
      body: {
        ...{ customer_id, date, amount, mode: "bank_transfer", reference_number: "HSBC 4711" },
        invoices: [{ invoice_id, amount: part }],
      },
    });
  const first = await invoice(plusDays(lastMonth, 2), "1200");
  await pay(plusDays(lastMonth, 9), "450", first.id, "450");
  const second = await invoice(today, "860.50");
  await pay(today, "1000", first.id, "750");
  await organization.send(createCreditNote, {
    body: { customer_id, date: today, line_items: line_items("99"), open: true },
  });
  return second.number === null ? "" : customer_id;
}

test.each(looks)(
  "given %s colours on a %s, then a statement is whole, axe finds no fault, and nothing is wider than the window",
  async (colours, size) => {
    const visitor = await world.settle({ colours, size });
    const { page, open, faults, context } = visitor;
    const customer = await trade(visitor);
    await open(`billing/customers/${customer}?tab=statement&from=${lastMonth}&to=${today}`);
    const table = page.getByRole("table", { name: "Statement of account" });
    await table.waitFor();
    await page.waitForLoadState("networkidle");
    await keepShot(page, `statement-${colours}-${size}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBeLessThanOrEqual(0);
    const frame = await table.evaluate(
      (element) => element.scrollWidth - (element.parentElement?.clientWidth ?? 0),
    );
    expect(frame).toBeLessThanOrEqual(0);
    const row = await table.getByRole("row", { name: /Closing balance/ }).innerText();
    expect(row).toContain("511.50");
    expect(faults).toEqual([]);
    await context.close();
  },
);

test("given a customer's statement, when another period is chosen, then the address holds it, and the lines and the file are of those days", async () => {
  const visitor = await world.settle();
  const { page, open, context, faults } = visitor;
  const customer = await trade(visitor);
  await open(`billing/customers/${customer}`);
  await page.getByRole("tab", { name: "Payments" }).click();
  await page.getByRole("link", { name: "Statement" }).click();
  const table = page.getByRole("table", { name: "Statement of account" });
  const row = (name: RegExp) => table.getByRole("row", { name });
  await row(/Opening balance/)
    .getByText("750.00")
    .waitFor();
  expect(await row(/(Invoice|Payment|Credit note) [A-Z]+-/).count()).toBe(3);
  await row(/Closing balance.*511\.50/).waitFor();
  await row(/Closing balance/)
    .getByText("860.50 outstanding")
    .waitFor();

  await page.getByRole("combobox", { name: "Period" }).click();
  await page.getByRole("option", { name: "Last month" }).click();
  await row(/Closing balance.*750\.00/).waitFor();
  const end = plusDays(monthsBefore(today, 0), -1);
  expect(searchOf(page)).toEqual({ tab: "statement", from: lastMonth, to: end });
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`statement-${lastMonth}-${end}.csv`);
  expect(readFileSync(await file.path(), "utf8")).toContain("Closing balance,,,,,,750.00,USD");

  const pdf = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download PDF" }).click();
  expect((await pdf).suggestedFilename()).toBe(`statement-${lastMonth}-${end}.pdf`);

  // A colleague who gets the address sees the same; own days before anything happened say so.
  await page.reload();
  await row(/Closing balance.*750\.00/).waitFor();
  await page.getByLabel("To", { exact: true }).fill(plusDays(lastMonth, 1));
  await table.getByText("No transactions in these days").waitFor();
  await page.getByRole("combobox", { name: "Period" }).click();
  await page.getByRole("option", { name: "This month" }).click();
  await row(/Closing balance.*511\.50/).waitFor();
  expect(searchOf(page)).toEqual({ tab: "statement" });
  await pictures(page)("statement");

  await row(/^.*Payment/)
    .getByRole("link")
    .click();
  await page.getByRole("heading", { level: 1, name: /PAY-000002/ }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
