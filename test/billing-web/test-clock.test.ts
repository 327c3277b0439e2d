import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

describe("a customer's own clock (B16)", () => {
  test.each([
    { colours: "light", size: "desktop" },
    { colours: "dark", size: "phone" },
  ] as const)(
    "given $colours on a $size, when it is started and moved over two renewals, then they are billed as on their days; it can be taken away",
    async (look) => {
      const { page, open, add, organization, faults, context } = await world.settle(look);
      const product = await organization.send(createProduct, { body: { name: "Cloud" } });
      const basic = {
        ...{ plan_code: "basic", name: "Basic", product_id: product.id },
        ...{ interval: 1, interval_unit: "months" as const, prices: [{ currency_code: "USD", price: "30" }] },
      } as const;
      await organization.send(createPlan, { body: basic });
      const [customer] = await add({ display_name: "Timed Ltd", currency_code: "USD" });
      const id = customer?.id ?? "";
      await open(`billing/customers/${id}?tab=invoices`);
      const dialog = page.getByRole("dialog", { name: "Test clock of Timed Ltd" });
      const reach = async (): Promise<void> => {
        await page.getByRole("button", { name: "More actions" }).click();
        await page.getByRole("menuitem", { name: "Test clock" }).click();
      };

      await reach();
      await dialog.getByLabel("Its first day").fill("2026-01-31");
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await widerBy(page)).toBe(0);
      await keepShot(page, `test-clock-start-${look.colours}`);
      await dialog.getByRole("button", { name: "Start clock" }).click();
      await page.getByText("Test clock: 31 Jan 2026").waitFor();
      const body = { customer_id: id, plan: { plan: "basic" } };
      const { subscription } = await organization.send(createSubscription, { body });

      await reach();
      await dialog.getByLabel("Move to").fill("2026-01-01");
      await dialog.getByRole("button", { name: "Move clock" }).click();
      await dialog.getByText("Choose a day after 31 Jan 2026").first().waitFor();
      await dialog.getByLabel("Move to").fill("2026-03-31");
      await keepShot(page, `test-clock-move-${look.colours}`);
      await dialog.getByRole("button", { name: "Move clock" }).click();
      await page.getByText("Test clock: 31 Mar 2026").waitFor();
      await page.getByText("INV-000003").waitFor();
      const { items } = await organization.send(listInvoices, { query: { customer_id: id } });
      expect(items.map(({ date }) => date)).toEqual(["2026-03-31", "2026-02-28", "2026-01-31"]);

      await open(`billing/subscriptions/${subscription.id}`);
      await page.getByText("Test clock: 31 Mar 2026").waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await widerBy(page)).toBe(0);
      await open(`billing/customers/${id}?tab=invoices`);

      await reach();
      await dialog.getByRole("button", { name: "Take the clock away" }).click();
      const sure = page.getByRole("dialog", { name: "Take the clock away?" });
      await sure.getByText("what was due since 31 Mar 2026 is billed at once").waitFor();
      await sure.getByRole("button", { name: "Take away" }).click();
      await page.getByText("The customer lives by everybody's clock.").waitFor();
      await page.getByText("Test clock: 31 Mar 2026").waitFor({ state: "detached" });
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
