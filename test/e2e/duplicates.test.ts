import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addRecords, customerNamed, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import type { Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let pause: Pause;

const address = (street: string, city: string, zip: string) => ({
  street,
  city,
  zip,
  country: "United States",
});

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  pause = pictures(page);
  await addRecords(organization, "Accounts", [
    {
      Account_Name: "Harbor Freight Lines Inc.",
      Phone: "+1 617 555 0101",
      Billing_Street: "40 Wharf Rd",
      Billing_City: "Boston",
      Billing_Code: "02110",
    },
    {
      Account_Name: "Harbour Freight Lines",
      Phone: "(617) 555-0101",
      Website: "https://harborfreight.example",
      Billing_City: "Boston",
    },
    {
      Account_Name: "Lumen Optics LLC",
      Phone: "+1 303 555 0199",
      Billing_Street: "4 Pine St",
      Billing_City: "Denver",
      Billing_Code: "80202",
    },
  ]);
  await startSyncing(organization, { module: "accounts", extent: "one-way" });
  for (const body of [
    {
      display_name: "Acme Trading GmbH",
      email: "office@acme-trading.example",
      phone: "+1 212 555 0142",
      billing_address: address("12 Main Street", "New York", "10001"),
    },
    {
      display_name: "ACME Tradng",
      phone: "212-555-0142",
      billing_address: address("12 Main St.", "New York", "10010"),
    },
    {
      display_name: "Lumen Optic",
      phone: "303 555 0199",
      billing_address: address("4 Pine Street", "Denver", "80202"),
    },
    {
      display_name: "Northwind Foods",
      phone: "212 555 0170",
      billing_address: address("9 Broad Street", "New York", "10004"),
    },
    {
      display_name: "North Wind Foods Ltd",
      email: "hello@northwind.example",
      billing_address: address("9 Broad St", "New York", "10004"),
    },
  ])
    await organization.send(createCustomer, { body });
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

const pair = (name: RegExp) => page.getByRole("navigation", { name: "Pairs" }).getByRole("link", { name });

describe("F87 B7 given records that are the same, within billing, within the CRM and across", () => {
  test("when duplicates are looked for, then each pair is shown side by side with what speaks for it", async () => {
    await page.goto(`/o/${organization.id}/settings/integrations`);
    await page.getByRole("link", { name: "Duplicates" }).click();
    await page.getByText("Nobody has looked for duplicates yet.").waitFor();
    await page.getByRole("button", { name: "Look for duplicates" }).click();
    await page.getByText("5 customers and 3 CRM records: 4 pairs to look at").waitFor();
    await pair(/Acme Trading GmbH/).click();
    const shown = page.getByRole("region", { name: "Acme Trading GmbH and ACME Tradng" });
    const phone = shown.getByRole("row", { name: /^Phone/ });
    expect(await phone.innerText()).toMatch(/\+1 212 555 0142\s+212-555-0142\s+the same/);
    await shown.getByRole("row", { name: /^Name.*nearly the same/ }).waitFor();
    await shown.getByRole("row", { name: /^E-mail.*one is blank/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("duplicate-console");
    // The address names the pair: opened anew it is the one that is shown.
    await page.reload();
    await shown.waitFor();
  });

  test("on a phone, each field has a line of its own with both values below, no keys are shown, and what one presses to let a record stay is within that record's column", async () => {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    const keep = page.getByRole("button", { name: "Let this one stay" });
    const column = page.getByRole("columnheader").filter({ has: keep });
    const [button, cell] = [await keep.boundingBox(), await column.boundingBox()];
    if (!button || !cell) throw new Error("nothing to measure");
    expect(button.x).toBeGreaterThanOrEqual(cell.x);
    expect(button.x + button.width).toBeLessThanOrEqual(cell.x + cell.width);
    // Both values have half the width, and no address is parted inside a word.
    const email = await page.getByRole("cell", { name: "office@acme-trading.example" }).boundingBox();
    expect(email?.width).toBeGreaterThan(140);
    expect(email?.height).toBeLessThan(60);
    const key = page.getByRole("button", { name: "Not the same" }).locator("kbd");
    expect(await key.isVisible()).toBe(true);
    const device = await context.newCDPSession(page);
    await device.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    await expect.poll(() => key.isVisible()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "duplicates-phone-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await keepShot(page, "duplicates-phone-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await device.send("Emulation.setTouchEmulationEnabled", { enabled: false });
    if (before) await page.setViewportSize(before);
  });

  test("when m is pressed, then the two are one, and undone they are two again", async () => {
    await page.getByRole("button", { name: "Let this one stay" }).click();
    await page.keyboard.press("m");
    await page.getByText("Acme Trading GmbH is merged into ACME Tradng.").waitFor();
    await pair(/Acme Trading GmbH/).waitFor({ state: "detached" });
    expect(await customerNamed(organization, "ACME Tradng")).toMatchObject({
      email: "office@acme-trading.example",
    });
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Undone.").waitFor();
    await pair(/Acme Trading GmbH/).waitFor();
  });

  test("when n is pressed, then the pair is not the same; l links; arrows lead from one to the next", async () => {
    await pair(/Northwind Foods/).click();
    await page.getByRole("region", { name: /Northwind Foods and/ }).waitFor();
    await page.keyboard.press("n");
    await page.getByText("Not the same. No search offers them again.").waitFor();
    await pair(/Northwind Foods/).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Across 1" }).click();
    await page.getByRole("region", { name: "Lumen Optic and Lumen Optics LLC" }).waitFor();
    await page.keyboard.press("l");
    await page.getByText("Lumen Optic is linked, and its record is fetched.").waitFor();
    await page.getByText("No two records look like the same one.").waitFor();
    await page.getByRole("link", { name: "All" }).click();
    await page.getByRole("navigation", { name: "Pairs" }).getByRole("link").first().click();
    const first = await page.locator('nav[aria-label="Pairs"] [aria-current="page"]').innerText();
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => page.locator('nav[aria-label="Pairs"] [aria-current="page"]').innerText())
      .not.toBe(first);
    const { items } = await organization.send(listDuplicates, { query: { state: "dismissed" } });
    expect(items).toHaveLength(1);
  });

  test("when two records of the CRM are merged, then their name is asked for first, since nothing brings it back", async () => {
    await page.getByRole("link", { name: "Within the CRM 1" }).click();
    await page.getByRole("region", { name: /Harbo/ }).waitFor();
    await page.getByRole("button", { name: "Merge" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge two records in the CRM?" });
    const yes = dialog.getByRole("button", { name: "Merge in the CRM" });
    await yes.waitFor();
    expect(await yes.isDisabled()).toBe(true);
    const gone =
      (await dialog.getByLabel(/^Type/).evaluate((field) => field.closest("form")?.textContent)) ?? "";
    await dialog
      .getByLabel(/^Type/)
      .fill(
        gone.includes("Type Harbour Freight Lines") ? "Harbour Freight Lines" : "Harbor Freight Lines Inc.",
      );
    await yes.click();
    await page
      .getByText(/is merged into/)
      .last()
      .waitFor();
    await page.getByText("No two records look like the same one.").waitFor();
  });
});
