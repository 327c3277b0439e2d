import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { createInvoice, deleteInvoice } from "#billing/invoice/invoice.api.ts";
import { listPayments } from "#billing/payment/payment.api.ts";
import { statusOf } from "#web/settings/move-in/words.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, type Look } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { csvOf, movedIn, previewed } from "../billing/move-in/move-in-world.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

const customers = csvOf(
  "Customer ID,Display Name,EmailID,Area,Currency Code,Status",
  "4600000000101,Boney Miles,boney@akamai.example,East,USD,Active",
  "4600000000102,Zorin Ltd,,West,EUR,Inactive",
  "4600000000103,Nobody's,nobody,North,Groats,Active",
);

async function choose(page: Page, kind: string, csv: string): Promise<void> {
  await page.getByRole("button", { name: "Import a file" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Import a file" });
  await dialog.getByRole("combobox", { name: "What the file holds" }).click();
  await page.getByRole("option", { name: kind, exact: true }).click();
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: "Customers.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await dialog.getByText("Customers.csv").waitFor();
  await dialog.getByRole("button", { name: "Next" }).click();
}

async function counts(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Counts" });
  await list.waitFor();
  const texts = await list.locator("li").allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, " "));
}

const invoices = csvOf(
  "Invoice Number,Invoice Date,Invoice Status,Customer Name,Item Name,Item Price,Total,Balance",
  "A1,2025-01-31,Closed,Boney Miles,Seats,50.00,50.00,0.00",
  "A2,2025-02-28,Partially Paid,Boney Miles,Seats,50.00,50.00,20.00",
);

const payments = csvOf(
  "Payment Number,Date,Customer Name,Amount,Invoice Number,Amount Applied to Invoice",
  "1,2025-02-10,Boney Miles,50.00,A1,50.00",
);

describe("B14 the list of imports", () => {
  const none = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, undone: 0, kept: 0 };

  test.each([
    [{ created: 2 }, "Imported"],
    [{ created: 1, failed: 1 }, "Imported in part"],
    [{ updated: 1, failed: 1 }, "Imported in part"],
    [{ failed: 2 }, "Nothing imported"],
    [{ skipped: 1, failed: 1 }, "Nothing imported"],
    [{ skipped: 2 }, "Imported"],
  ])("given an import of %s, then it says %s", (counts, word) => {
    expect(statusOf({ status: "done", counts: { ...none, ...counts } }).word).toBe(word);
  });
});

describe("B14 moving in", () => {
  test.each([
    { colours: "light", size: "desktop" },
    { colours: "dark", size: "desktop" },
    { colours: "light", size: "phone" },
    { colours: "dark", size: "phone" },
  ] as const satisfies Look[])(
    "given $colours $size and invoices whose payments are missing, then the balances that differ are shown until those come in",
    async (look) => {
      const { page, open, add, organization, faults, context } = await world.settle(look);
      await add("Boney Miles");
      const { id } = await movedIn(organization, "invoices", invoices);
      await open(`settings/move-in/${id}`);
      await page.getByText("2 figures of this file come to something else here").waitFor();
      await page.getByRole("link", { name: "Balances that differ" }).click();
      await page.getByRole("heading", { name: "Balances that differ" }).waitFor();
      await page.getByRole("link", { name: "A1", exact: true }).waitFor();
      expect(await page.getByText("no payments came in yet").count()).toBe(2);
      await keepShot(page, `move-in-differences-${look.colours}-${look.size}`);
      if (look.colours === "light" && look.size === "desktop") await pictures(page)("move-in-differences");
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await widerBy(page)).toBe(0);
      await movedIn(organization, "payments", payments);
      await page.reload();
      await page.getByRole("link", { name: "A2", exact: true }).waitFor();
      expect(await page.getByRole("link", { name: "A1", exact: true }).count()).toBe(0);
      await page.getByRole("link", { name: "All imports" }).click();
      await page.getByRole("link", { name: "1 balance differs from the files" }).waitFor();
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test("given a file of customers, when it is chosen, previewed and imported, then each step shows what becomes of the rows, and it can be undone", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    const pause = pictures(page);
    await open("settings/move-in");
    await page.getByText("Nothing was imported yet.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await choose(page, "Customers", customers);
    await page.getByRole("heading", { name: "Import customers" }).waitFor();
    await page.getByText("5 columns of 6 will be read. The others are left out.").waitFor();
    await page.getByRole("combobox", { name: "Field for Area" }).click();
    await page.getByRole("option", { name: "Department", exact: true }).click();
    await page.getByText("6 columns of 6 will be read.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("move-in-columns");
    await page.getByRole("button", { name: "Preview 3 rows" }).click();
    await page.getByRole("heading", { name: "What the import will do" }).waitFor();
    expect(await counts(page)).toEqual(["2 will be created", "1 have errors"]);
    expect((await organization.send(listCustomers, { query: {} })).items).toEqual([]);
    await page.getByText("must be an address like name@example.com").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("move-in-preview");
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download rows with errors" }).click();
    expect((await downloading).suggestedFilename()).toBe("customers-errors.csv");
    await page.getByRole("button", { name: "Import 2 customers" }).click();
    await page.getByRole("heading", { name: "What the import did" }).waitFor();
    expect(await counts(page)).toEqual(["2 created", "1 left out"]);
    const { items } = await organization.send(listCustomers, { query: {} });
    expect(items.map(({ display_name }) => display_name)).toEqual(["Boney Miles", "Zorin Ltd"]);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Undo the import" }).click();
    await page.getByRole("button", { name: "Undo import" }).click();
    await page.getByText("Undone", { exact: true }).first().waitFor();
    expect((await organization.send(listCustomers, { query: {} })).items).toEqual([]);
    await page.getByRole("link", { name: "All imports" }).click();
    await page.getByRole("link", { name: "Customers", exact: true }).last().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given payments whose amounts may be read in two ways, when they are previewed, then the decimal sign is asked for, and what is chosen is imported", async () => {
    const { page, open, add, organization, faults, context } = await world.settle();
    await add("Boney Miles");
    const csv = csvOf("Payment Number;Date;Customer Name;Amount", "PZ1;20.01.2026;Boney Miles;1.500");
    const { id } = await previewed(organization, "payments", csv);
    await open(`settings/move-in/${id}`);
    await page.getByText("1 amount of this file may be read in two ways").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("radio", { name: "Decimal comma: 1.234,50" }).click();
    await page.getByRole("button", { name: "Preview 1 row" }).click();
    await page.getByRole("button", { name: "Import 1 payment" }).click();
    await page.getByRole("heading", { name: "What the import did" }).waitFor();
    expect((await organization.send(listPayments, { query: {} })).items).toMatchObject([
      { amount: "1500.00" },
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given an import of which everything is in use, when it is undone, then the page says that nothing could be, and the list calls it imported; of which some is, undone in part", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    const lines = ["Customer ID,Display Name", "1,Boney Miles", "2,Zorin Ltd"];
    const { id } = await movedIn(organization, "customers", csvOf(...lines));
    const { items } = await organization.send(listCustomers, { query: {} });
    const written: string[] = [];
    for (const { id: customer_id } of items) {
      const body = { customer_id, line_items: [{ name: "Work", price: "1" }] };
      written.push((await organization.send(createInvoice, { body })).id);
    }
    const undo = async (said: string) => {
      await open(`settings/move-in/${id}`);
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Undo the import" }).click();
      await page.getByRole("button", { name: "Undo import" }).click();
      await page.getByText(`${said}. The rows say why.`).waitFor();
    };
    await undo("Nothing could be undone: 2 kept");
    expect(await counts(page)).toEqual(["0 created", "0 left out", "2 could not be undone"]);
    await page.getByText("Boney Miles has a draft invoice").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "All imports" }).click();
    await page.getByText("Imported", { exact: true }).waitFor();
    await organization.send(deleteInvoice, { params: { invoice: written[0] ?? "" } });
    await undo("Undone in part: 1 kept");
    await page.getByRole("link", { name: "All imports" }).click();
    await page.getByText("Undone in part: 1 kept", { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each([
    { colours: "light", size: "desktop" },
    { colours: "dark", size: "desktop" },
    { colours: "light", size: "phone" },
    { colours: "dark", size: "phone" },
  ] as const satisfies Look[])("given $colours $size, then the pages fit", async (look) => {
    const { page, open, context } = await world.settle(look);
    const name = `${look.colours}-${look.size}`;
    await open("settings/move-in");
    await keepShot(page, `move-ins-empty-${name}`);
    await choose(page, "Customers", customers);
    await page.getByRole("button", { name: "Preview 3 rows" }).waitFor();
    await keepShot(page, `move-in-new-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBe(0);
    await page.getByRole("button", { name: "Preview 3 rows" }).click();
    await page.getByRole("button", { name: "Import 2 customers" }).waitFor();
    await page.getByText("must be an address like name@example.com").waitFor();
    await keepShot(page, `move-in-preview-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBe(0);
    await open("settings/move-in");
    await page.getByText("Previewed").first().waitFor();
    await keepShot(page, `move-ins-${name}`);
    await context.close();
  });
});
