import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayAt, plusDays } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { deleteExchangeRate, setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { monthsBefore } from "#billing/report/period.ts";
import { getReport } from "#billing/report/report.api.ts";
import { type ReportName, reportNames, reports } from "#billing/report/report-names.ts";
import { cancelSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { isList } from "#web/billing/reports/chart.ts";
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

/** An organization that sells by the month since some time; somebody pays late, somebody is dunned. */
async function fill({ add, organization }: BillingVisitor): Promise<void> {
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
  const prices = [{ currency_code: "USD", price: "30" }];
  const plan = { plan_code: "basic", name: "Basic", product_id, interval: 1, prices };
  await organization.send(createPlan, { body: { ...plan, interval_unit: "months" } });
  const [grown, gone, dunned] = await add(
    { display_name: "Grown Ltd", billing_address: { country: "Germany" }, currency_code: "USD" },
    { display_name: "Gone Ltd", currency_code: "USD" },
    { display_name: "Dunned Ltd", currency_code: "USD" },
  );
  const sold = { plan: { plan: "basic", quantity: "2" } };
  const since = monthsBefore(today, 3);
  await organization.send(createSubscription, {
    body: { ...sold, customer_id: grown?.id ?? "", starts_at: since },
  });
  const { subscription } = await organization.send(createSubscription, {
    body: { ...sold, customer_id: gone?.id ?? "", starts_at: since },
  });
  await organization.send(cancelSubscription, {
    params: { subscription: subscription.id },
    body: { at_term_end: false },
  });
  const starts_at = plusDays(today, -3);
  await organization.send(createSubscription, {
    body: { ...sold, customer_id: dunned?.id ?? "", starts_at, auto_collect: true },
  });
  const { id: tax_id } = await organization.send(createTax, { body: { name: "VAT", percentage: "19" } });
  const line_items = [{ name: "Help", quantity: "1", price: "450", tax_id }];
  await organization.send(recordPayment, {
    body: { customer_id: grown?.id ?? "", amount: "12.50", mode: "bank_transfer", date: since },
  });
  const late = { customer_id: grown?.id ?? "", date: plusDays(today, -80), payment_terms: 10 };
  await organization.send(createInvoice, { body: { ...late, line_items, send: true } });
}

describe("the pages of reports", () => {
  test.each(looks)(
    "given %s colours on a %s, then each report has its figures, axe finds no fault, and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, faults, context } = visitor;
      await fill(visitor);
      for (const below of [
        "billing",
        "billing/reports",
        ...reportNames.map((name) => `billing/reports/${name}`),
      ]) {
        await open(below);
        await page.getByRole("heading", { level: 1 }).waitFor();
        if (below.includes("reports/")) await page.getByRole("region", { name: /, table$/ }).waitFor();
        await page.waitForLoadState("networkidle");
        await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
        if (below.includes("reports/") && !isList(below.split("/").at(-1) as ReportName))
          await page.locator("main svg.recharts-surface").first().waitFor();
        const name = `${below.replaceAll(/\W+/g, "-")}-${colours}-${size}`;
        await keepShot(page, name);
        expect(await accessibilityFaults(page), name).toEqual([]);
        expect(await widerBy(page), name).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test("given a report, when another period is chosen, then the address holds it, and the table and the file are of those days", async () => {
    const visitor = await world.settle();
    const { page, open, organization, context, faults } = visitor;
    await fill(visitor);
    await open("billing/reports");
    await page.getByRole("link", { name: /^Recurring revenue/ }).click();
    const rows = page.getByRole("region", { name: "Recurring revenue, table" }).locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(12);
    await page.getByRole("combobox", { name: "Period" }).click();
    await page.getByRole("option", { name: "Last 24 months" }).click();
    await expect.poll(() => rows.count()).toBe(24);
    expect(searchOf(page)).toEqual({ from: monthsBefore(today, 23), to: today });

    const from = monthsBefore(today, 1);
    await page.getByLabel("From", { exact: true }).fill(from);
    await expect.poll(() => rows.count()).toBe(2);
    expect(searchOf(page)).toEqual({ from, to: today });
    const view = await organization.send(getReport, {
      params: { report: "mrr" },
      query: { from, to: today },
    });
    const last = view.rows.at(-1);
    expect((await rows.last().innerText()).replaceAll(",", "")).toContain(String(last?.["mrr"]));
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download CSV" }).click();
    expect((await downloading).suggestedFilename()).toBe(`mrr-${from}-${today}.csv`);

    // A colleague who gets the address sees the same, and one that was typed wrong says so.
    await page.reload();
    await expect.poll(() => rows.count()).toBe(2);
    await open("billing/reports/nothing");
    await page.getByText("There is no report of this name.").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given customers who owe, when one is chosen in a report, then its page opens", async () => {
    const visitor = await world.settle();
    const { page, open, context } = visitor;
    await fill(visitor);
    await open("billing/reports/receivables");
    await page.getByRole("link", { name: "Grown Ltd" }).click();
    await page.getByRole("heading", { name: "Grown Ltd", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/billing\/customers\/cus_\w+$/);
    await context.close();
  });

  test("F100: given a tax in the tax summary, when it is chosen, then the documents of the same days are listed, and each opens", async () => {
    const visitor = await world.settle();
    const { page, open, context, faults } = visitor;
    await fill(visitor);
    const days = { from: monthsBefore(today, 5), to: today };
    await open(`billing/reports/tax-summary?from=${days.from}&to=${days.to}`);
    const summary = page.getByRole("region", { name: "Tax summary, table" });
    await summary
      .getByRole("row", { name: /85\.50/ })
      .getByRole("link", { name: "VAT" })
      .click();
    await page.getByRole("heading", { name: "Tax by document", level: 1 }).waitFor();
    expect(searchOf(page)).toEqual(days);
    const row = page
      .getByRole("region", { name: "Tax by document, table" })
      .getByRole("row", { name: /85\.50/ });
    await row.first().getByRole("link").click();
    await page.getByRole("heading", { name: /^INV-/, level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("the morning's page", () => {
  test("given money that is late and a renewal that could not be collected, then Home says so first, and each leads to what it is about", async () => {
    const visitor = await world.settle();
    const { page, open, organization, context, faults } = visitor;
    await fill(visitor);
    await open("billing");
    const waiting = page.getByRole("region", { name: "Today" });
    await waiting.getByText("2 customers owe").waitFor();
    await waiting.getByText("1 subscription is tried again").waitFor();
    const { rows } = await organization.send(getReport, { params: { report: "mrr" }, query: {} });
    const mrr = page.getByRole("region", { name: "Money" }).getByRole("link", { name: /^MRR/ });
    expect((await mrr.innerText()).replaceAll(",", "")).toContain(String(rows.at(-1)?.["mrr"]));
    await waiting.getByRole("link", { name: /owe / }).click();
    await page.getByRole("heading", { name: "Invoices" }).waitFor();
    expect(searchOf(page)["status"]).toBe("overdue");
    await page.goBack();
    await waiting.getByRole("link", { name: /tried again/ }).click();
    await page.getByRole("heading", { name: "Subscriptions" }).waitFor();
    expect(searchOf(page)["status"]).toBe("dunning");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a currency without a rate, then Home says so where its figures would be, with the way to the rates; one of today is taken for the days before, and that is told", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
    const plan = { plan_code: "basic", name: "Basic", product_id, interval: 1 };
    const prices = [{ currency_code: "EUR", price: "30" }];
    await organization.send(createPlan, { body: { ...plan, interval_unit: "months", prices } });
    const [buyer] = await add({ display_name: "Buyer", currency_code: "EUR" });
    const starts_at = monthsBefore(today, 3);
    const first = { currency_code: "EUR", date: starts_at };
    await organization.send(setExchangeRate, { body: { ...first, rate: "1.1" } });
    const sold = { customer_id: buyer?.id ?? "", plan: { plan: "basic" }, starts_at };
    await organization.send(createSubscription, { body: sold });
    await organization.send(deleteExchangeRate, { query: first });

    await open("billing");
    const money = page.getByRole("region", { name: "Money" });
    await money.getByRole("alert").getByText("Add a rate of EUR").waitFor();
    for (const name of [/^MRR/, /^Churn/])
      expect(await money.getByRole("link", { name }).innerText()).toContain("Add an exchange rate of EUR");
    await page.getByRole("region", { name: "Today" }).getByText("No exchange rate from EUR").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "billing-rate-missing");
    await money.getByRole("alert").getByRole("link", { name: "Exchange rates" }).click();
    await page.getByRole("heading", { name: "Exchange rates", level: 1 }).waitFor();

    await organization.send(setExchangeRate, { body: { ...first, date: today, rate: "2" } });
    await open("billing");
    await money.getByRole("link", { name: /^MRR/ }).getByText("60.00").waitFor();
    await open("billing/reports/mrr");
    await page.getByText(/^Days before the first exchange rate .*: EUR from /).waitFor();
    await context.close();
  });

  test("given customers and nothing sold, then Home says nothing of money", async () => {
    const { page, open, add, context } = await world.settle();
    await add("Somebody");
    await open("billing");
    await page.getByText("Nothing waits for you.").waitFor();
    await page.getByRole("list", { name: "Recently changed customers" }).waitFor();
    await expect.poll(() => page.getByRole("region", { name: "Money" }).count()).toBe(0);
    await context.close();
  });
});

test("given every report, then its name, title and words are its own", () => {
  const all = reportNames.map((name) => reports[name]);
  for (const key of ["title", "about"] as const)
    expect(new Set(all.map((report) => report[key])).size).toBe(reportNames.length);
});
