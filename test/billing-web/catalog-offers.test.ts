import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon, getAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon, getCoupon, listCoupons } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import type { Organization } from "../support/world.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A product with one plan, and a tax. */
async function fill(organization: Organization): Promise<{ plan: string; tax: string }> {
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Vault" } });
  const { id: plan } = await organization.send(createPlan, {
    body: {
      plan_code: "vault-monthly",
      name: "Vault by the month",
      product_id,
      interval: 1,
      interval_unit: "months",
      prices: [{ price: "12" }],
    },
  });
  const { id: tax } = await organization.send(createTax, {
    body: { name: "Sales tax", percentage: "7.25" },
  });
  return { plan, tax };
}

/** Two addons for the plan of `fill`, and a coupon of each status. */
async function fillMore(organization: Organization, plan: string): Promise<void> {
  const addon = { addon_code: "seat", name: "Extra seat", unit_name: "seat" };
  await organization.send(createAddon, { body: { ...addon, prices: [{ price: "8" }] } });
  await organization.send(createAddon, {
    body: {
      addon_code: "training",
      name: "Training day",
      type: "one_time",
      pricing_scheme: "package",
      unit_name: "person",
      applicable_to: "plans",
      plans: [plan],
      prices: [{ brackets: [{ from: "1", to: null, price: "900" }] }],
    },
  });
  for (const [coupon_code, more] of [
    ["WELCOME", { discount_by: "percentage", discount_value: "20" }],
    ["SUMMER", { discount_by: "percentage", discount_value: "7.5", expiry_at: "2020-08-31" }],
    ["FLAT", { discount_by: "flat", discount_value: "15", currency_code: "EUR", max_redemption: 200 }],
  ] as const)
    await organization.send(createCoupon, {
      body: {
        coupon_code,
        name: `Coupon ${coupon_code}`,
        type: "duration",
        duration: 3,
        apply_to_addons: "select",
        addons: ["seat"],
        ...more,
      },
    });
}

describe("what is sold beside plans", () => {
  test("F73 given a plan and a tax, when an addon by volume is added by hand, then it shows what a quantity costs, and is for that plan with that tax", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    const { plan, tax } = await fill(organization);
    await open("billing/catalog/addons");
    await page.getByText("No addons yet.").waitFor();
    await page.getByRole("link", { name: "New addon" }).first().click();
    await page.getByRole("heading", { level: 1, name: "New addon" }).waitFor();
    await page.locator("input:focus").waitFor();
    await page.getByLabel("Name").fill("Text messages");
    await page.getByLabel("Addon code").fill("text-messages");
    await page.getByRole("combobox", { name: "Pricing" }).click();
    await page.getByRole("option", { name: "Volume" }).click();
    await page.getByRole("textbox", { name: "Unit", exact: true }).fill("message");
    await page.getByLabel("Price of bracket 1 in").fill("0.05");
    await page.getByLabel("Price of bracket 2 in").fill("0.035");
    // 25 × 0.035 is 0.875: rounded once, on the line.
    await page.getByText(/25 messages: 25 × .*0\.035 = .*0\.88/).waitFor();
    await page.getByRole("combobox", { name: "Tax" }).click();
    await page.getByRole("option", { name: "Sales tax 7.25 %" }).click();
    await page.getByRole("radio", { name: "Some plans" }).check();
    await page.getByRole("button", { name: "Create addon" }).click();
    await page.getByText("Choose at least one plan").first().waitFor();
    await page.getByRole("combobox", { name: "For these plans" }).fill("vault");
    await page.getByRole("option", { name: "Vault by the month (vault-monthly)" }).click();
    await page.keyboard.press("Escape");
    await keepShot(page, "addon-form");
    await pictures(page)("addon-form", page.getByRole("group", { name: "Price in USD" }));
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Create addon" }).click();
    await page.getByRole("heading", { level: 1, name: "Text messages" }).waitFor();
    await page.getByText("Sales tax 7.25 %").waitFor();
    await page.getByRole("link", { name: "Vault by the month" }).waitFor();
    await keepShot(page, "addon-light");
    expect(await organization.send(getAddon, { params: { addon: "text-messages" } })).toMatchObject({
      type: "recurring",
      pricing_scheme: "volume",
      tax_id: tax,
      plans: [{ id: plan }],
      prices: [{ brackets: [{ price: "0.05" }, { price: "0.035" }] }],
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F72 given a plan, when a coupon for money off three invoices is added by hand, then what its terms lack is named before, and it is so", async () => {
    const { page, open, organization, faults, context } = await world.settle({ colours: "dark" });
    await fill(organization);
    await open("billing/catalog/coupons");
    await page.getByText("No coupons yet.").waitFor();
    await page.getByRole("link", { name: "New coupon" }).first().click();
    await page.getByRole("heading", { level: 1, name: "New coupon" }).waitFor();
    await page.locator("input:focus").waitFor();
    await page.getByLabel("Name").fill("Three cheaper months");
    await page.getByLabel("Coupon code").fill("FLEET15");
    await page.getByLabel("Percent").fill("120");
    await page.getByRole("button", { name: "Create coupon" }).click();
    await page.getByText("must be at most 100 %").first().waitFor();
    await page.getByRole("combobox", { name: "Discount" }).click();
    await page.getByRole("option", { name: "Amount of money" }).click();
    await page.getByLabel("Amount").fill("15.005");
    await page.getByRole("combobox", { name: "Off which invoices" }).click();
    await page.getByRole("option", { name: "Several invoices" }).click();
    await page.getByRole("button", { name: "Create coupon" }).click();
    await page.getByText("2 fields need another look").waitFor();
    expect((await organization.send(listCoupons, { query: {} })).items).toEqual([]);
    await page.getByLabel("Amount").fill("15");
    await page.getByLabel("How many invoices").fill("3");
    await page.getByLabel("Most redemptions").fill("200");
    await page.getByLabel("Last day").fill("2120-12-31");
    await keepShot(page, "coupon-form-dark");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Create coupon" }).click();
    await page.getByRole("heading", { level: 1, name: "Three cheaper months" }).waitFor();
    await page.getByText(/15\.00 off the first 3 invoices/).waitFor();
    await page.getByText("0 of 200").waitFor();
    await keepShot(page, "coupon-dark");
    expect(await organization.send(getCoupon, { params: { coupon: "fleet15" } })).toMatchObject({
      discount_by: "flat",
      discount_value: "15.00",
      type: "duration",
      duration: 3,
      max_redemption: 200,
      expiry_at: "2120-12-31",
      apply_to_plans: "all",
      apply_to_addons: "none",
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(looks)(
    "given addons and coupons, in %s on a %s they are listed with their status, found, opened and marked",
    async (colours, size) => {
      const { page, open, organization, faults, context } = await world.settle({ colours, size });
      await fillMore(organization, (await fill(organization)).plan);
      await open("billing/catalog/addons");
      await page.getByText("Training day").first().waitFor();
      await keepShot(page, `addons-${colours}-${size}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByLabel("Search addons by name or code").fill("SEAT");
      await page.getByText("Training day").first().waitFor({ state: "detached" });
      await open("billing/catalog/coupons");
      await page.getByText("Expired").first().waitFor();
      await keepShot(page, `coupons-${colours}-${size}`);
      if (size === "desktop") await pictures(page)("coupons");
      expect(await accessibilityFaults(page)).toEqual([]);
      await open("billing/catalog/coupons?status=expired");
      await page.getByText("Coupon WELCOME").first().waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Coupon SUMMER" }).click();
      await page.getByRole("heading", { level: 1, name: "Coupon SUMMER" }).waitFor();
      await page.getByRole("link", { name: "Extra seat" }).waitFor();
      await keepShot(page, `coupon-${colours}-${size}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Mark as inactive" }).click();
      await page.getByText("Coupon SUMMER is inactive now.").waitFor();
      expect(await organization.send(getCoupon, { params: { coupon: "SUMMER" } })).toMatchObject({
        status: "inactive",
      });
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
