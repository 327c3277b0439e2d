import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { changeSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { setTestClock } from "#billing/subscription/test-clock.api.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A customer whose clock stands at the last day of January, and a catalog to sell from. */
async function shop({ add, organization }: BillingVisitor): Promise<string> {
  const product = await organization.send(createProduct, { body: { name: "Cloud" } });
  const [customer] = await add({ display_name: "Buyer Ltd", currency_code: "USD" });
  const plan = (code: string, name: string, price: string) =>
    organization.send(createPlan, {
      body: {
        plan_code: code,
        name,
        product_id: product.id,
        interval: 1,
        interval_unit: "months",
        pricing_scheme: "per_unit",
        prices: [{ currency_code: "USD", price }],
      },
    });
  await plan("basic", "Basic", "31");
  await plan("pro", "Pro", "62");
  await organization.send(createAddon, {
    body: { addon_code: "backup", name: "Backup", prices: [{ currency_code: "USD", price: "5" }] },
  });
  await organization.send(createCoupon, {
    body: { coupon_code: "TEN", name: "Ten off", discount_by: "percentage", discount_value: "10" },
  });
  const id = customer?.id ?? "";
  await organization.send(setTestClock, { params: { customer: id }, body: { today: "2026-01-15" } });
  return id;
}

describe("the pages of subscriptions", () => {
  test.each([
    ["light", "desktop"],
    ["dark", "laptop"],
    ["dark", "phone"],
    ["light", "phone"],
  ] as const)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, organization, faults, context } = visitor;
      await open("billing/subscriptions");
      await page.getByText("A subscription bills a customer").waitFor();
      const customer = await shop(visitor);
      const { subscription } = await organization.send(createSubscription, {
        body: {
          customer_id: customer,
          plan: { plan: "basic", quantity: "3" },
          addons: [{ addon: "backup" }],
          coupon: "TEN",
          reference: "PO-7",
          notes: "Pays late",
        },
      });
      await organization.send(changeSubscription, {
        params: { subscription: subscription.id },
        body: { plan: { plan: "pro" }, when: "term_end" },
      });
      for (const [place, name] of [
        ["billing/subscriptions", "list"],
        [`billing/subscriptions/${subscription.id}`, "page"],
      ] as const) {
        await open(place);
        await page.getByText("Buyer Ltd").first().waitFor();
        await page.waitForLoadState("networkidle");
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await widerBy(page)).toBe(0);
        await keepShot(page, `subscription-${name}-${colours}-${size}`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
