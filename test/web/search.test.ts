import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { addRecords } from "../support/sync-world.ts";
import { openWebWorld, type WebWorld } from "./web-world.ts";

let web: WebWorld;
beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search records, or go to a page").fill(text);
}

/** What stands under a heading, which is drawn by the style of its group. */
function group(page: Page, title: string) {
  return page.locator(`[style*="${title}"]`);
}

describe("given Ctrl K", () => {
  test("when a customer, an account and an invoice are looked for, mistyped too, then each is found under what it is and opens", async () => {
    const { page, path, context, organization, faults } = await web.settle();
    await addRecords(organization, "Accounts", [{ Account_Name: "Harbor Freight Lines" }]);
    await addRecords(organization, "Contacts", [{ First_Name: "Ada", Last_Name: "Lovelace" }]);
    const { id: customer_id } = await organization.send(createCustomer, {
      body: { display_name: "Summit Cedar" },
    });
    await organization.send(createInvoice, {
      body: { customer_id, line_items: [{ name: "Seats", quantity: "1", price: "10" }], send: true },
    });
    await page.goto(path("billing"));
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await type(page, "sumit ceadr");
    await group(page, "Customers with a similar name").waitFor();
    await page.getByRole("button", { name: /Summit Cedar/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Summit Cedar" }).waitFor();
    await type(page, "harbr");
    await group(page, "CRM accounts with a similar name").waitFor();
    await page.getByRole("button", { name: "Harbor Freight Lines" }).click();
    await page.getByRole("heading", { name: "Harbor Freight Lines" }).waitFor();
    await type(page, "lovelase");
    await page.getByRole("button", { name: /Lovelace/ }).waitFor();
    await page.keyboard.press("Escape");
    await type(page, "inv 1");
    await page.getByRole("button", { name: /INV-000001/ }).click();
    await page.getByRole("heading", { name: /INV-000001/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
