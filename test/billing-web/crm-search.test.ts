import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addRecords, customerNamed, customersOf, startSyncing } from "../support/sync-world.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** Opens the pop-up and types. */
async function search(page: Page, kind: "Account" | "Contact", word: string): Promise<Locator> {
  await page.getByRole("button", { name: "Search using CRM" }).click();
  const dialog = page.getByRole("dialog", { name: "Search using CRM" });
  await dialog.getByRole("textbox", { name: kind }).fill(word);
  return dialog;
}

describe("the CRM in the forms of billing", () => {
  test("F38, F40: given an account that was just made, when it is picked for a subscription, then it is a customer, once, and the form goes on", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    await open("billing/subscriptions/new");
    await page.getByRole("button", { name: "Search using CRM" }).waitFor();
    const [akamai = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
    await addRecords(organization, "Contacts", [
      { Last_Name: "Akamai Person", Account_Name: { id: akamai } },
    ]);
    const dialog = await search(page, "Account", "aka");
    await dialog.getByText("Not a customer yet").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-search");
    expect(await dialog.getByRole("listitem").count()).toBe(1);
    await dialog.getByRole("button", { name: "Akamai" }).click();
    await dialog.waitFor({ state: "hidden" });
    await expect.poll(() => page.getByRole("combobox", { name: "Customer" }).inputValue()).toBe("Akamai");
    await page.getByRole("region", { name: "CRM" }).getByText("Account", { exact: true }).waitFor();
    const made = await customerNamed(organization, "Akamai");

    const again = await search(page, "Account", "aka");
    await again.getByText("Is a customer already").waitFor();
    await again.getByRole("button", { name: "Akamai" }).click();
    await again.waitFor({ state: "hidden" });
    expect(await customersOf(organization)).toMatchObject([{ id: made.id, linked: true }]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F39: given contacts as customers, when an invoice is written, then contacts are searched", async () => {
    const { page, open, organization, context } = await world.settle({ size: "phone", colours: "dark" });
    await addRecords(organization, "Accounts", [{ Account_Name: "Miles Ltd" }]);
    await addRecords(organization, "Contacts", [{ First_Name: "Boney", Last_Name: "Miles" }]);
    await startSyncing(organization, { module: "contacts" });
    await open("billing/invoices/new");
    const dialog = await search(page, "Contact", "miles");
    await dialog.getByRole("button", { name: "Boney Miles" }).waitFor();
    expect(await dialog.getByRole("listitem").count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-search-phone-dark");
    await dialog.getByRole("button", { name: "Boney Miles" }).click();
    await dialog.waitFor({ state: "hidden" });
    await expect
      .poll(() => page.getByRole("combobox", { name: "Customer" }).inputValue())
      .toBe("Boney Miles");
    await context.close();
  });

  test("F38: given a customer that the record is the same as and that is left alone, when it is picked, then that customer is selected, and said to be", async () => {
    const { page, open, add, organization, context } = await world.settle();
    await add("Twin Ltd");
    await addRecords(organization, "Accounts", [{ Account_Name: "Twin Ltd" }]);
    await startSyncing(organization, { module: "accounts", duplicates: "skip" });
    await open("billing/invoices/new");
    const dialog = await search(page, "Account", "twin");
    await dialog.getByRole("button", { name: "Twin Ltd" }).click();
    await page.getByText(/Twin Ltd is selected\./).waitFor();
    await expect.poll(() => page.getByRole("combobox", { name: "Customer" }).inputValue()).toBe("Twin Ltd");
    expect(await customersOf(organization)).toHaveLength(1);
    await context.close();
  });

  test("F37: given an imported customer and a local one, when an invoice is for them, then form and page show what the CRM says of the first alone", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    await open("billing/invoices/new");
    await page.getByRole("combobox", { name: "Customer" }).waitFor();
    expect(await page.getByRole("button", { name: "Search using CRM" }).count()).toBe(0);
    await addRecords(organization, "Accounts", [{ Account_Name: "From the CRM", Phone: "+1 555 0100" }]);
    await (await startSyncing(organization, { module: "accounts" })).run();
    const [local] = await add("Of our own");
    const imported = await customerNamed(organization, "From the CRM");

    await open(`billing/invoices/new?customer=${imported.id}`);
    const panel = page.getByRole("region", { name: "CRM" });
    await panel.getByText("+1 555 0100").waitFor();
    await panel.getByText(organization.owner.name).waitFor();
    const link = panel.getByRole("link", { name: /From the CRM/ });
    expect(await link.getAttribute("href")).toMatch(/crm.accounts/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "invoice-form-crm");
    await page.getByRole("combobox", { name: "Customer" }).fill("Of our");
    await page.getByRole("option", { name: "Of our own" }).click();
    await panel.waitFor({ state: "hidden" });

    for (const [customer, panels] of [
      [imported, 1],
      [local, 0],
    ] as const) {
      const body = { customer_id: customer?.id ?? "", line_items: [{ name: "Seat", price: "10" }] };
      const { id } = await organization.send(createInvoice, { body });
      await open(`billing/invoices/${id}`);
      await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
      await page.waitForLoadState("networkidle");
      expect(await panel.count()).toBe(panels);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});
