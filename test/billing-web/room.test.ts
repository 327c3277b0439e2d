import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { createApiKey } from "#platform/auth/api-key.api.ts";
import { widthsIn } from "#web/ui/table/column.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;
beforeAll(async () => void (world = await openBillingWebWorld()));
afterAll(() => world.stop());

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** Pixels by which the content of a part is wider than the part. */
function overflowOf(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((part) => part.scrollWidth - part.clientWidth);
}

describe("the columns of a table", () => {
  test("where there is room, they are as wide as they want to be; where there is little, only wide ones give way, by three tenths at most", () => {
    const columns = [{ width: 200 }, { width: 100 }, { width: 200 }, { width: 200, isActions: true }];
    expect(widthsIn(columns, 1000)).toEqual([200, 100, 200, 200]);
    expect(widthsIn(columns, 640)).toEqual([170, 100, 170, 200]);
    expect(widthsIn(columns, 100)).toEqual([140, 100, 140, 200]);
  });

  test("given a window of 1280 pixels, then nothing of the customers and the API keys is cut off, and on a narrow one a key can still be revoked", async () => {
    const { page, open, add, organization, context } = await world.settle();
    await add({ display_name: "Acme", email: "somebody@acme.example", phone: "+1 617 555 0123" });
    await organization.send(createApiKey, { body: { name: "A program", role: "admin" } });
    await page.setViewportSize(laptop);
    await open("billing/customers");
    await page.getByRole("link", { name: "Acme" }).waitFor();
    expect(await overflowOf(page, "div:has(> table)")).toBe(0);
    await open("settings/api-keys");
    const revoke = page.getByRole("button", { name: "Revoke A program" });
    await revoke.waitFor();
    expect(await overflowOf(page, "div:has(> table)")).toBe(0);
    await page.setViewportSize({ width: 720, height: 700 });
    const box = await revoke.boundingBox();
    expect((box?.x ?? 1000) + (box?.width ?? 0)).toBeLessThan(720);
    await context.close();
  });
});

describe("what is longer than its box would like", () => {
  test("given an amount of many figures, then it stands on one line of Home; dates of a form are beside each other, and on a phone both ways to be paid are whole", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [made] = await add("Acme");
    const line_items = [{ name: "Seat", quantity: "1234567", price: "19.99" }];
    const body = { customer_id: made?.id ?? "", line_items, send: true };
    await organization.send(createInvoice, { body });
    for (const size of [laptop, phone]) {
      await page.setViewportSize(size);
      await open("billing");
      const amount = page.getByRole("list", { name: "Money" }).getByText("US$24,678,994.33");
      expect((await amount.boundingBox())?.height).toBeLessThan(40);
    }
    await open("billing/subscriptions/new");
    const ways = page.getByRole("radiogroup", { name: "How it is paid" }).locator("label");
    await ways.first().waitFor();
    expect(
      await ways.evaluateAll((labels) => labels.map((one) => one.scrollWidth - one.clientWidth)),
    ).toEqual([0, 0]);
    await page.setViewportSize(laptop);
    await open("billing/invoices/new");
    const [from, until] = [page.getByLabel("Date", { exact: true }), page.getByLabel("Due date")];
    expect((await from.boundingBox())?.y).toBe((await until.boundingBox())?.y);
    await context.close();
  });
});

describe("a customer whose name and e-mail address are very long", () => {
  test("then no page is wider than the window, and the name takes three lines at most", async () => {
    const { page, open, add, context } = await world.settle();
    const name = "Supercalifragilistic Holdings ".repeat(6).trim();
    const [made] = await add({
      display_name: name,
      email: `${"a".repeat(60)}@${"b".repeat(60)}.example.com`,
    });
    for (const size of [laptop, phone]) {
      await page.setViewportSize(size);
      await open(`billing/customers/${made?.id}`);
      const title = page.getByRole("heading", { level: 1, name });
      await title.waitFor();
      expect(await overflowOf(page, "main")).toBe(0);
      expect((await title.boundingBox())?.height).toBeLessThan(90);
      await open("billing");
      const recent = page.getByRole("list", { name: "Recently changed customers" });
      await recent.getByRole("link", { name }).waitFor();
      expect(await overflowOf(page, "main")).toBe(0);
      expect(await recent.evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  });
});

describe("a notice that offers to undo", () => {
  test("given a merge by a double click, then there is one, its button is whole, and it covers neither the way to the settings nor what one does next", async () => {
    const { page, open, add, context } = await world.settle();
    const [kept] = await add(
      "Acme",
      "Acme of which the name is so long that it takes several lines ".repeat(3).trim(),
    );
    const refused: string[] = [];
    page.on("response", (response) => response.status() >= 400 && refused.push(response.url()));
    await page.setViewportSize(laptop);
    await open(`billing/customers/${kept?.id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Merge with another customer" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge two customers" });
    await dialog.getByRole("combobox").fill("acme of");
    await page.getByRole("option").click();
    await dialog.getByRole("list", { name: "What the merge does" }).waitFor();
    await dialog.getByRole("button", { name: "Merge", exact: true }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.first().waitFor();
    await dialog.waitFor({ state: "hidden" });
    await page.waitForLoadState("networkidle");
    expect(await undo.count()).toBe(1);
    expect(refused).toEqual([]);
    expect(await undo.evaluate((button) => button.scrollWidth - button.clientWidth)).toBe(0);
    const notice = await undo.locator("xpath=ancestor::*[@role='alert']").boundingBox();
    const settings = await page.getByRole("link", { name: "Settings" }).boundingBox();
    expect(notice?.x).toBeGreaterThan((settings?.x ?? 0) + (settings?.width ?? 0));
    expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThanOrEqual(laptop.height - 64);
    await context.close();
  });
});
