import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

const longName = `A name without any blank ${"x".repeat(120)}`;

/** An organization with customers of every kind, and a custom field. */
async function fill({ add, organization }: BillingVisitor): Promise<string> {
  await organization.send(customFields.customer.add, { body: { label: "Tier", type: "text" } });
  const [full] = await add(
    {
      display_name: longName,
      email: "info@example.com",
      phone: "+49 30 1234567",
      website: "https://example.com/a/very/long/address",
      notes: "A note\nof two lines",
      tags: ["vip", "reseller"],
      billing_address: { street: "1 Main Street", city: "Berlin", country: "Germany" },
      custom_fields: { cf_tier: "Gold" },
      contact_persons: [{ first_name: "Ada", email: "ada@example.com", is_primary: true }],
    },
    "Second",
  );
  return full?.id ?? "";
}

describe("every page of customers", () => {
  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, faults, context } = visitor;
      await open("billing");
      await page.getByRole("heading", { name: "Where do your customers come from?" }).waitFor();
      await check(visitor, `home-empty-${colours}-${size}`);
      const id = await fill(visitor);
      const pages = [
        "billing",
        "billing/customers",
        `billing/customers?open=${id}`,
        "billing/customers/new",
        "billing/customers/import",
        `billing/customers/${id}`,
        `billing/customers/${id}?tab=persons`,
        `billing/customers/${id}?tab=timeline`,
        `billing/customers/${id}?tab=merges`,
        `billing/customers/${id}/edit`,
        "settings/customer-fields",
      ];
      for (const below of pages) {
        await open(below);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await check(visitor, `${below.replaceAll(/\W+/g, "-").replace(id, "one")}-${colours}-${size}`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  async function check({ page }: BillingVisitor, name: string): Promise<void> {
    await page.waitForLoadState("networkidle");
    await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
    await keepShot(page, name);
    expect(await accessibilityFaults(page), name).toEqual([]);
    expect(await widerBy(page), name).toBeLessThanOrEqual(0);
  }
});

describe("custom fields of customers", () => {
  test("F32: given nine fields, when a tenth is added, then the counter shows 10/10, and an eleventh cannot be added", async () => {
    const { page, open, organization, context, faults } = await world.settle();
    for (let number = 1; number <= 9; number += 1)
      await organization.send(customFields.customer.add, {
        body: { label: `Field ${number}`, type: "text" },
      });
    await open("settings/customer-fields");
    await page.getByText("9/10 custom fields").waitFor();
    await page.getByRole("button", { name: "Add custom field" }).click();
    const dialog = page.getByRole("dialog", { name: "Add custom field" });
    await dialog.getByLabel("Label").fill("Size");
    await dialog.getByRole("combobox", { name: "Type" }).click();
    await page.getByRole("option", { name: "Pick list" }).click();
    await dialog.getByRole("button", { name: "Add field" }).click();
    await dialog.getByRole("alert").getByText("Enter at least one option").waitFor();
    await dialog.getByPlaceholder("Type an option and press Enter").fill("Small");
    await page.keyboard.press("Enter");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Add field" }).click();
    await page.getByText("10/10 custom fields").waitFor();
    await page.getByRole("row", { name: /Size.*Pick list.*Small.*cf_size/ }).waitFor();

    const button = page.getByRole("button", { name: "Add custom field" });
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    await button.click({ force: true });
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(
      await organization.refusal(customFields.customer.add, { body: { label: "Eleventh", type: "text" } }),
    ).toMatchObject({ status: 409, code: "custom_field.limit_reached" });
    expect((await organization.send(customFields.customer.list, {})).count).toBe(10);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a field in use, when it is deleted, then the page says how many customers lose a value, and has the label typed", async () => {
    const { page, open, add, organization, context } = await world.settle();
    await organization.send(customFields.customer.add, { body: { label: "Tier", type: "text" } });
    await add({ display_name: "Gold customer", custom_fields: { cf_tier: "Gold" } }, "Other");
    await open("settings/customer-fields");
    await page.getByRole("button", { name: "Delete Tier" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Tier?" });
    await dialog.getByText("1 customer has a value in this field.").waitFor();
    await dialog.getByLabel("Type Tier to go on").fill("Tier");
    await dialog.getByRole("button", { name: "Delete field" }).click();
    await page.getByText("The field is deleted, with the values of 1 customer.").waitFor();
    await page.getByText("0/10 custom fields").waitFor();
    expect((await organization.send(customFields.customer.list, {})).count).toBe(0);
    await context.close();
  });
});
