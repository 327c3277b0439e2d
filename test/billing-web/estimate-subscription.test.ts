import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { listEstimates } from "#billing/estimate/estimate.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A customer, a plan with brackets, tax and a setup fee, and an addon. */
async function shop({ add, organization }: BillingVisitor): Promise<void> {
  await add({ display_name: "Acme Bank", currency_code: "USD" });
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
  const { id: tax_id } = await organization.send(createTax, { body: { name: "VAT", percentage: "19" } });
  const brackets = [
    { from: "1", to: "10", price: "5.005" },
    { from: "11", to: "20", price: "4.333" },
  ];
  await organization.send(createPlan, {
    body: {
      ...{ product_id, tax_id, plan_code: "team", name: "Team", unit_name: "seat" },
      ...{ interval: 1, interval_unit: "months", pricing_scheme: "tier" },
      prices: [{ currency_code: "USD", brackets, setup_fee: "49" }],
    },
  });
  await organization.send(createAddon, {
    body: { addon_code: "backup", name: "Backup", prices: [{ currency_code: "USD", price: "2.50" }] },
  });
}

describe("an estimate with a plan", () => {
  test("F76: given it is sent and accepted, when it becomes a subscription, then its first invoice is the estimate to the cent", async () => {
    const visitor = await world.settle();
    const { page, open, organization, faults, context } = visitor;
    await shop(visitor);
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const offer = async (line: number, option: RegExp) => {
      await press("Add plan or addon");
      const picker = page.getByRole("combobox", { name: `Plan or addon of line ${line}` });
      await picker.click();
      await page.getByRole("option", { name: option }).click();
    };
    await open("billing/estimates/new");
    await page.getByRole("combobox", { name: "Customer" }).fill("Acme");
    await page.getByRole("option", { name: "Acme Bank" }).click();
    await offer(1, /^Team, from/);
    await page.getByLabel("Quantity of line 1").fill("21");
    await page.getByText("The price of line 1 has no bracket for this quantity").waitFor();
    await page.getByLabel("Quantity of line 1").fill("15");
    await page.getByText("and US$49.00 for the setup, once").waitFor();
    // 10 x 5.005 = 50.05, 5 x 4.333 = 21.67, and the setup.
    await page.getByLabel("Amount of line 1").filter({ hasText: "US$120.72" }).waitFor();
    await offer(2, /^Backup/);
    await page.getByLabel("Price of line 2").fill("2.25");
    await press("Add line");
    await page.getByLabel("Item of line 3").fill("Moving in");
    await page.getByLabel("Price of line 3").fill("99.99");
    const totals = page.getByRole("region", { name: "Totals" });
    // 19 % of each of the two brackets, 9.51 and 4.12, and of the setup, 9.31.
    await totals.getByText("US$245.90").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pictures(page)("estimate-plan");
    await press("Save draft");

    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();
    await page.getByText("Team (11 to 20)").waitFor();
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel("Amount of line 1").filter({ hasText: "US$120.72" }).waitFor();
    await page.getByLabel("Description of line 1").fill("Each month, from your first day on");
    await press("Save draft");
    await press("Mark as sent");
    await press("Mark as accepted");
    await page.getByText("EST-000001 is accepted.").waitFor();
    await press("Convert to subscription");
    const dialog = page.getByRole("dialog", { name: "Convert EST-000001 to a subscription" });
    await dialog.getByRole("region", { name: "Preview" }).getByText("US$245.90").waitFor();
    await dialog.getByLabel("Trial").fill("14");
    await dialog.getByText("Nothing is billed today.").waitFor();
    await dialog.getByRole("button", { name: /^Invoice of .*: US\$245.90$/ }).waitFor();
    await dialog.getByLabel("Trial").fill("0");
    await dialog.getByText("Nothing is billed today.").waitFor({ state: "detached" });
    await dialog.getByRole("definition").getByText("US$245.90").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pictures(page)("estimate-subscription");
    await dialog.getByRole("button", { name: "Convert", exact: true }).click();

    await page.getByRole("heading", { name: "SUB-000001", level: 1 }).waitFor();
    await page.getByText("sold the subscription: EST-000001").waitFor();
    await page.getByRole("link", { name: "INV-000001" }).waitFor();
    const [invoice] = (await organization.send(listInvoices, { query: {} })).items;
    const [estimate] = (await organization.send(listEstimates, { query: {} })).items;
    expect(estimate).toMatchObject({ status: "invoiced", total: "245.90" });
    expect(invoice).toMatchObject({ status: "sent", total: estimate?.total });
    await page.getByRole("link", { name: "EST-000001" }).click();
    await page
      .getByRole("list", { name: "Subscription" })
      .getByRole("link", { name: "SUB-000001" })
      .waitFor();
    expect(await page.getByRole("button", { name: "Convert to subscription" }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each([
    { colours: "light", size: "desktop" },
    { colours: "dark", size: "phone" },
  ] as const)("given $colours on a $size, then its form and its conversion fit", async (look) => {
    const visitor = await world.settle(look);
    const { page, open, context } = visitor;
    await shop(visitor);
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    await open("billing/estimates/new");
    await page.getByRole("combobox", { name: "Customer" }).fill("Acme");
    await page.getByRole("option", { name: "Acme Bank" }).click();
    await press("Add plan or addon");
    await page.getByRole("combobox", { name: "Plan or addon of line 1" }).click();
    await page.getByRole("option", { name: /^Team, from/ }).waitFor();
    await keepShot(page, `estimate-offer-choices-${look.colours}-${look.size}`);
    await page.getByRole("option", { name: /^Team, from/ }).click();
    await press("Add line");
    await page.getByLabel("Item of line 2").fill("Moving in");
    await page.getByLabel("Price of line 2").fill("99.99");
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, `estimate-offer-${look.colours}-${look.size}`);
    await press("Save draft");
    await page.getByRole("heading", { name: "Draft of an estimate" }).waitFor();
    await press("Mark as sent");
    await press("Mark as accepted");
    await press("Convert to subscription");
    await page.getByRole("dialog").getByRole("heading", { name: "Invoice of" }).waitFor();
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, `estimate-subscribe-${look.colours}-${look.size}`);
    await context.close();
  });
});
