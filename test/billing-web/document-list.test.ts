import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** Customers, and what is billed to each on a day of 2026. */
async function bill({ add, organization }: BillingVisitor): Promise<void> {
  for (const [name, date, price] of [
    ["North Star Trading", "2026-01-10", "100"],
    ["Starlight", "2026-02-10", "250"],
    ["=Stars", "2026-02-20", "300"],
    ["Moon", "2026-02-11", "400"],
  ] as const) {
    const [customer] = await add(name);
    const line_items = [{ name: "Thing", price }];
    const body = { customer_id: customer?.id ?? "", date, line_items, send: true };
    await organization.send(createInvoice, { body });
  }
}

async function filterBy({ page }: BillingVisitor, title: string, value: string): Promise<void> {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: title, exact: true }).click();
  await page.getByRole("textbox", { name: title, exact: true }).fill(value);
  await page.getByRole("button", { name: "Apply" }).click();
}

describe("F74 the list of invoices", () => {
  test("given a name, days and amounts, when the address is opened elsewhere, then it shows the same, and the file has it", async () => {
    const visitor = await world.settle();
    const { page, open, faults, context } = visitor;
    await bill(visitor);
    await open("billing/invoices");
    const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
    await row("Moon").waitFor();
    await page.getByRole("searchbox", { name: /^Search invoices/ }).fill("star");
    await row("Moon").waitFor({ state: "detached" });
    await row("North Star Trading").waitFor();
    await filterBy(visitor, "From", "2026-02-01");
    await row("North Star Trading").waitFor({ state: "detached" });
    await filterBy(visitor, "At least", "1.019,99");
    await page.getByText("must be an amount, such as 19.99").waitFor();
    await page.getByRole("textbox", { name: "At least", exact: true }).fill("300");
    await page.getByRole("button", { name: "Apply" }).click();
    await row("Starlight").waitFor({ state: "detached" });
    await row("=Stars").waitFor();
    const said = Object.fromEntries(new URL(page.url()).searchParams);
    expect(said).toEqual({ q: "star", from: "2026-02-01", at_least: "300" });

    const colleague = await world.beside(visitor);
    await colleague.page.goto(page.url());
    await colleague.page.getByRole("row", { name: /=Stars/ }).waitFor();
    expect(await colleague.page.getByRole("row", { name: /US\$/ }).count()).toBe(1);

    await page.getByRole("button", { name: "More actions" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export the filtered ones as CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("invoices.csv");
    const parts: Buffer[] = [];
    for await (const part of await file.createReadStream()) parts.push(part as Buffer);
    const lines = Buffer.concat(parts).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",'=Stars,");

    await page.getByRole("link", { name: "Draft", exact: true }).click();
    await page.getByText("or none fits the filters").waitFor();
    await page.getByRole("button", { name: "Show all invoices" }).click();
    await row("Moon").waitFor();
    expect(faults).toEqual([]);
    await Promise.all([context.close(), colleague.context.close()]);
  });

  test.each(looks)(
    "given %s colours on a %s and all filters on, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      await bill(visitor);
      const all = "q=star&from=2026-01-01&to=2026-12-31&at_least=1&at_most=1000";
      await visitor.open(`billing/invoices?${all}`);
      await visitor.page.getByText("Starlight").first().waitFor();
      await keepShot(visitor.page, `invoices-filtered-${colours}-${size}`);
      expect(await accessibilityFaults(visitor.page)).toEqual([]);
      expect(await widerBy(visitor.page)).toBeLessThanOrEqual(0);
      await visitor.context.close();
    },
  );
});

describe("F67 the lists of subscriptions and payments", () => {
  test("given a name, a status and days, then each shows and exports those that fit", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, faults, context } = visitor;
    const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
    const month = { interval: 1, interval_unit: "months" as const, prices: [{ price: "10" }] };
    await organization.send(createPlan, { body: { product_id, plan_code: "seat", name: "Seat", ...month } });
    for (const { id: customer_id } of await add("North Star Trading", "Moon")) {
      const body = { customer_id, plan: { plan: "seat" } };
      await organization.send(createSubscription, { body });
      const paid = { customer_id, amount: "75", mode: "cash" as const, date: "2026-01-20" };
      await organization.send(recordPayment, { body: paid });
    }
    const moon = page.getByRole("row", { name: /Moon/ });
    const star = page.getByRole("row", { name: /North Star/ });
    const exported = async () => {
      await page.getByRole("button", { name: "More actions" }).click();
      const item = page.getByRole("menuitem", { name: "Export the filtered ones as CSV" });
      const response = await page.request.get((await item.getAttribute("href")) ?? "");
      await page.keyboard.press("Escape");
      return (await response.text()).trim().split("\r\n").length - 1;
    };
    await open("billing/subscriptions");
    await moon.waitFor();
    await page.getByRole("searchbox", { name: /^Search subscriptions/ }).fill("trad");
    await moon.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("menuitem", { name: "Status", exact: true }).click();
    await page.getByRole("radio", { name: "Live", exact: true }).check();
    await page.waitForURL(/status=live/);
    await page.keyboard.press("Escape");
    await star.waitFor();
    expect(await exported()).toBe(1);
    await keepShot(page, "subscriptions-filtered");
    expect(await accessibilityFaults(page)).toEqual([]);

    await open("billing/payments?from=2026-01-20&to=2026-01-20&at_least=75");
    await moon.waitFor();
    await star.waitFor();
    expect(await exported()).toBe(2);
    await keepShot(page, "payments-filtered");
    expect(await accessibilityFaults(page)).toEqual([]);
    await open("billing/payments?from=2026-01-21");
    await page.getByText("or none fits the filters").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
