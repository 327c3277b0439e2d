import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { editContactPerson } from "#billing/customer/contact-person.api.ts";
import { listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A plan to sell, a customer with people, and one without. */
async function shop({ add, organization }: BillingVisitor): Promise<string> {
  const product = await organization.send(createProduct, { body: { name: "Cloud" } });
  await organization.send(createPlan, {
    body: {
      plan_code: "basic",
      name: "Basic",
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      pricing_scheme: "per_unit",
      prices: [{ currency_code: "USD", price: "31" }],
    },
  });
  const [akamai] = await add(
    {
      display_name: "Akamai",
      currency_code: "USD",
      contact_persons: [
        { first_name: "Adam", last_name: "John", email: "adam@akamai.example" },
        { first_name: "Boney", last_name: "Miles", email: "boney@akamai.example", is_primary: true },
        { first_name: "Carla", last_name: "Silent", phone: "+1 617" },
      ],
    },
    { display_name: "Lonely Ltd", currency_code: "USD" },
  );
  return akamai?.contact_persons.find((person) => person.first_name === "Adam")?.id ?? "";
}

describe("F97 given a customer with several people", () => {
  test.each(looks)(
    "when a subscription is sold (%s, %s), then the primary one is chosen beforehand, and others can be at once or later",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, organization, faults, context } = visitor;
      const adam = await shop(visitor);
      const look = async (name: string): Promise<void> => {
        await page.locator("[data-old]").waitFor({ state: "detached" });
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await widerBy(page)).toBe(0);
        await keepShot(page, `receivers-${name}-${colours}-${size}`);
      };
      const receivers = page.getByRole("combobox", { name: "E-mails go to" });
      const choose = async (label: string, option: RegExp): Promise<void> => {
        await page.getByRole("combobox", { name: label }).click();
        await page.getByRole("option", { name: option }).click();
      };
      const chosen = (name: RegExp) => page.locator("[data-with-remove]").filter({ hasText: name });

      await open("billing/subscriptions/new");
      await choose("Customer", /^Akamai/);
      await chosen(/^Boney Miles/).waitFor();
      await choose("Customer", /^Lonely/);
      await chosen(/^Boney Miles/).waitFor({ state: "detached" });
      await choose("Customer", /^Akamai/);
      await chosen(/^Boney Miles/).waitFor();
      await choose("Plan", /^Basic/);
      await receivers.click();
      const silent = page.getByRole("option", { name: "Carla Silent, no e-mail address" });
      expect(await silent.getAttribute("data-combobox-disabled")).toBe("true");
      await page.getByRole("option", { name: /^Adam John/ }).click();
      await page.keyboard.press("Escape");
      await look("sale");
      await page.getByRole("button", { name: "Sell", exact: true }).click();
      await page.getByRole("heading", { name: "SUB-000001" }).waitFor();
      const shown = page.locator("dl > div").filter({ hasText: "E-mails go to" });
      await shown.getByText("boney@akamai.example").waitFor();
      await shown.getByText("adam@akamai.example").waitFor();
      await look("page");

      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Choose who gets e-mails" }).click();
      const dialog = page.getByRole("dialog");
      await chosen(/^Adam John/).waitFor();
      await look("dialog");
      if (colours === "light") await pictures(page)("subscription-receivers");
      // The address goes meanwhile, in another window: that is refused where it is chosen, with what helps.
      await organization.send(editContactPerson, { params: { person: adam }, body: { email: null } });
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog
        .getByText(
          "Adam John has no e-mail address: enter one on the customer's page, or choose somebody else",
        )
        .first()
        .waitFor();
      await look("refused");
      await chosen(/^Adam John/)
        .getByRole("button", { includeHidden: true })
        .click();
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "detached" });
      await shown.getByText("adam@akamai.example").waitFor({ state: "detached" });
      await page.getByText("chose who gets its e-mails: Boney Miles").waitFor();
      const { items } = await organization.send(listSubscriptions, { query: {} });
      expect(items).toHaveLength(1);
      // What the server refuses is told by the browser's console as well; that is no fault of the page.
      expect(faults.filter((fault) => !fault.includes("400"))).toEqual([]);
      await context.close();
    },
  );
});
