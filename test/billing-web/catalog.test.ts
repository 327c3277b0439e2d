import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan, getPlan, listPlans } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import type { Organization } from "../support/world.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** Two products with three plans, in two currencies and two schemes. */
async function fill(organization: Organization): Promise<void> {
  for (const [name, ...codes] of [
    ["Tracker", "tracker-solo", "tracker-team"],
    ["Vault", "vault"],
  ] as const) {
    const { id: product_id } = await organization.send(createProduct, { body: { name } });
    for (const plan_code of codes) {
      const isTeam = plan_code === "tracker-team";
      const brackets = [
        { from: "1", to: "10", price: "9" },
        { from: "11", to: null, price: "7.50" },
      ];
      await organization.send(createPlan, {
        body: {
          plan_code,
          name: `Plan ${plan_code}`,
          product_id,
          interval: 1,
          interval_unit: "months",
          ...(isTeam ? { pricing_scheme: "tier", unit_name: "seat", trial_period: 14 } : {}),
          prices: ["EUR", "USD"].map((currency_code) => ({
            currency_code,
            ...(isTeam ? { brackets } : { price: "19.99" }),
          })),
        },
      });
    }
  }
}

describe("the plans of the catalog", () => {
  test("given nothing is sold, when a product and a plan by tiers are added by hand, then it shows what a quantity costs as one types, and the plan has its brackets", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    await open("billing/catalog");
    await page.getByText("Nothing is sold yet.").waitFor();
    await page.getByRole("button", { name: "New product" }).first().click();
    await page.getByRole("dialog").getByLabel("Name").fill("Tracker");
    await page.getByRole("button", { name: "Create product" }).click();
    await page.getByRole("heading", { level: 1, name: "Tracker" }).waitFor();
    await page.getByRole("link", { name: "New plan" }).first().click();
    await page.getByLabel("Name").fill("Team");
    await page.getByLabel("Plan code").fill("team-monthly");
    await page.getByRole("combobox", { name: "Pricing" }).click();
    await page.getByRole("option", { name: "Tier" }).click();
    await page.getByRole("textbox", { name: "Unit", exact: true }).fill("seat");
    await page.getByLabel("Price of bracket 1 in").fill("9");
    await page.getByText("Fill in the prices and a quantity").waitFor();
    await page.getByLabel("Price of bracket 2 in").fill("7.50");
    await page.getByText(/25 seats: 10 × .*9\.00 \+ 15 × .*7\.50 = .*202\.50/).waitFor();
    await page.getByLabel("Example quantity").fill("10");
    await page.getByText(/10 seats: 10 × .*9\.00 = .*90\.00/).waitFor();
    await keepShot(page, "plan-form");
    await pictures(page)("plan-form", page.getByRole("heading", { level: 2, name: "Price" }));
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: "Team" }).waitFor();
    const made = await organization.send(getPlan, { params: { plan: "team-monthly" } });
    expect(made).toMatchObject({
      pricing_scheme: "tier",
      unit_name: "seat",
      billing_cycles: -1,
      prices: [
        {
          brackets: [
            { from: "1", to: "10", price: "9.00" },
            { from: "11", to: null, price: "7.50" },
          ],
        },
      ],
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given wrong values, when the form is sent, then each is named, and nothing is created", async () => {
    const { page, open, organization, context } = await world.settle();
    await organization.send(createProduct, { body: { name: "Tracker" } });
    await open("billing/catalog/plans/new");
    await page.getByLabel("Name").fill("Solo");
    await page.getByLabel("Plan code").fill("so lo");
    await page.getByLabel("Bill every").fill("x");
    await page.getByRole("button", { name: "Create plan" }).click();
    await page.getByText("2 fields need another look").waitFor();
    await page.getByLabel("Plan code").fill("solo");
    await page.getByLabel("Bill every").fill("1");
    await page.getByRole("button", { name: "Create plan" }).click();
    await page.getByText("One field needs another look").waitFor();
    expect((await organization.send(listPlans, { query: {} })).items).toEqual([]);
    await context.close();
  });

  test.each(looks)(
    "given plans, in %s on a %s they are listed by product, found, opened and marked",
    async (colours, size) => {
      const { page, open, organization, faults, context } = await world.settle({ colours, size });
      await fill(organization);
      await open("billing/catalog");
      await page
        .getByRole("row", { name: /^Plan tracker-team.*from US\$7\.50 per seat \/ month \+ 1 more/ })
        .waitFor();
      await keepShot(page, `plans-${colours}-${size}`);
      if (colours === "light" && size === "desktop") await pictures(page)("plans");
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByLabel("Search plans by name or code").fill("VAULT");
      await page.getByRole("link", { name: "Plan tracker-team" }).waitFor({ state: "detached" });
      await page.getByLabel("Search plans by name or code").fill("team");
      await page.getByRole("link", { name: "Plan tracker-team" }).click();
      await page.getByRole("heading", { level: 1, name: "Plan tracker-team" }).waitFor();
      await page.getByText("11 and more:").first().waitFor();
      await keepShot(page, `plan-${colours}-${size}`);
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Mark as inactive" }).click();
      await page.getByText("Plan tracker-team is inactive now.").waitFor();
      expect(await organization.send(getPlan, { params: { plan: "tracker-team" } })).toMatchObject({
        status: "inactive",
      });
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
