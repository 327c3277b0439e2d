import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countCustomers, listCustomers } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

async function giveFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === "string" ? Buffer.from(content) : content;
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** Created, updated, skipped, unchanged, failed. */
async function counts(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Counts" });
  await list.waitFor();
  return list.locator("strong").allInnerTexts();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

describe("an import of customers", () => {
  test("given headers of other programs, when they are mapped, checked and imported, then customers come in with a custom field too", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    await organization.send(customFields.customer.add, { body: { label: "Region", type: "text" } });
    await open("billing/customers/import");
    await giveFile(
      page,
      "export.csv",
      "Customer Name;Mail;Area;Telephone\nMüller GmbH;info@mueller.example;South;030 1234567\nŁódź SA;;East;\n",
    );
    await page.getByText("3 columns of 4 will be imported. The others are left out.").waitFor();
    expect(await page.getByRole("combobox", { name: "Field for Customer Name" }).inputValue()).toBe(
      "Display name",
    );
    expect(await page.getByRole("combobox", { name: "Field for Telephone" }).inputValue()).toBe("Phone");
    await choose(page, "Field for Area", "Region");
    await page.getByRole("button", { name: "Check 2 rows" }).click();
    expect(await counts(page)).toEqual(["2", "0", "0", "0", "0"]);
    expect((await organization.send(countCustomers, { query: {} })).count).toBe(0);
    await page.getByRole("button", { name: "2 will be created" }).click();
    await page
      .getByRole("row", { name: /^2 Müller GmbH .*E-mail: info@mueller.example .*Region: South/ })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    await page.getByRole("link", { name: "Show customers" }).click();
    await page.getByText("2 customers", { exact: true }).waitFor();
    const { items } = await organization.send(listCustomers, { query: {} });
    expect(items.map(({ display_name: name, custom_fields: custom }) => [name, custom])).toEqual([
      ["Łódź SA", { cf_region: "East" }],
      ["Müller GmbH", { cf_region: "South" }],
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given customers that are there, when they are to be overwritten, then the check shows each value before and after", async () => {
    const { page, open, add, context } = await world.settle();
    await add(
      { display_name: "Acme", phone: "111111", notes: "kept" },
      { display_name: "Same", phone: "222222" },
    );
    await open("billing/customers/import");
    await giveFile(
      page,
      "customers.csv",
      "Display name,Phone,Notes\nACME,999999,\nSame,222222,\nNew,333333,\n",
    );
    await page.getByRole("button", { name: "Check 3 rows" }).click();
    expect(await counts(page)).toEqual(["1", "0", "2", "0", "0"]);
    await page.getByRole("radio", { name: "Overwrite what the file has a value for" }).check();
    await page.getByRole("button", { name: "Check 3 rows" }).click();
    await page.getByRole("button", { name: "1 will be updated" }).click();
    expect(await counts(page)).toEqual(["1", "1", "0", "1", "0"]);
    await page.getByRole("row", { name: /^2 Acme .*Phone: 111111 became 999999/ }).waitFor();
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    expect(await counts(page)).toEqual(["1", "1", "0", "1", "0"]);
    await context.close();
  });

  test("given rows with faults, then each is named by row and field, the others come in, and the failed ones can be corrected and imported", async () => {
    const { page, open, organization, faults, context } = await world.settle();
    await open("billing/customers/import");
    const rows = [
      "Name,E-mail,Currency",
      "Fine,fine@example.com,EUR",
      "Wrong,nobody,Groats",
      `Long ${"x".repeat(250)},a@example.com,`,
      "Short,a@example.com",
      ",,EUR",
      `Bell ${String.fromCharCode(7)},b@example.com,`,
      '"Never closed,c@example.com,',
    ];
    await giveFile(page, "mixed.csv", rows.join("\r\n"));
    await page.getByRole("button", { name: "Check 7 rows" }).click();
    expect(await counts(page)).toEqual(["1", "0", "0", "0", "6"]);
    const errors = page.getByRole("table", { name: "Errors by row" });
    const found = await errors.locator("tbody tr").evaluateAll((lines) =>
      lines.map((line) =>
        [...line.querySelectorAll("td")]
          .slice(0, 3)
          .map((cell) => cell.textContent)
          .join(" | "),
      ),
    );
    expect(found).toEqual([
      "3 | E-mail | E-mail must be an address like name@example.com",
      "3 | Currency | Currency must be a currency code like EUR",
      "4 | Display name | Display name has 255 characters; at most 200 fit",
      "5 | Whole row | The row has 2 cells and the header 3",
      "6 | Whole row | The row has no display name, company name, name or e-mail",
      "7 | Display name | Display name holds a control character or half a character; remove it",
      "8 | Whole row | The row opens a quote that is never closed; nothing after it was read",
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download failed rows" }).click();
    const text = readFileSync(await (await download).path(), "utf8");
    expect(text).toMatch(/Wrong,nobody,Groats,"?E-mail must be an address/);
    await page.getByRole("button", { name: "Import 1 row" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    await page.getByRole("button", { name: "Import another file" }).click();
    await giveFile(page, "mixed-failed.csv", text.replace("nobody,Groats", "right@example.com,GBP"));
    await page.getByRole("button", { name: /^Check/ }).click();
    await page.getByRole("button", { name: "Import 1 row" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    const { items } = await organization.send(listCustomers, { query: {} });
    expect(items.map(({ display_name: name, currency_code: currency }) => [name, currency])).toEqual([
      ["Fine", "EUR"],
      ["Wrong", "GBP"],
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given two columns of one name and a file in another encoding, then each can be mapped, and the letters can be set right", async () => {
    const { page, open, organization, context } = await world.settle();
    await open("billing/customers/import");
    const cyrillic = Buffer.from([0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0]);
    await giveFile(
      page,
      "cyrillic.csv",
      Buffer.concat([Buffer.from("Name,Phone,Phone\n"), cyrillic, Buffer.from(",111111,222222\n")]),
    );
    await page.getByRole("row", { name: /^Name Ìîñêâà/ }).waitFor();
    await choose(page, "The file is not UTF-8. Are the letters below right?", "Cyrillic (Windows-1251)");
    await page.getByRole("row", { name: /^Name Москва/ }).waitFor();
    await choose(page, "Field for Phone (2)", "Mobile");
    await page.getByRole("button", { name: "Check 1 row" }).click();
    await page.getByRole("button", { name: "Import 1 row" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    const { items } = await organization.send(listCustomers, { query: {} });
    expect(items).toMatchObject([{ display_name: "Москва", phone: "111111", mobile: "222222" }]);
    await context.close();
  });

  test("given a file without a name, or that is none, then it is refused with the reason", async () => {
    const { page, open, organization, context } = await world.settle();
    await open("billing/customers/import");
    await giveFile(page, "sizes.csv", "Size,Colour\n5,red\n");
    await page.getByRole("button", { name: "Check 1 row" }).click();
    await page
      .getByRole("alert")
      .getByText("No column is mapped to the display name, company name, first or last name, or e-mail")
      .waitFor();
    await giveFile(page, "sheet.xlsx", "x");
    await page.getByText("sheet.xlsx is not a CSV file; export the sheet as CSV and choose that.").waitFor();
    await giveFile(page, "empty.csv", "");
    await page.getByText("empty.csv is empty.").waitFor();
    await giveFile(page, "headers.csv", "Name,Phone\n");
    await page.getByText("headers.csv has no rows below its headers.").waitFor();
    expect((await organization.send(listCustomers, { query: {} })).items).toEqual([]);
    await context.close();
  });

  test("given a long import that is cancelled, then what is done stays, and Go on brings the rest", async () => {
    const { page, open, organization, context } = await world.settle();
    await open("billing/customers/import");
    const lines = Array.from({ length: 2500 }, (_, at) => `Customer ${at}`);
    await giveFile(page, "long.csv", ["Name", ...lines].join("\n"));
    await page.getByRole("button", { name: "Check 2,500 rows" }).click();
    await page.getByRole("button", { name: "Import 2,500 rows" }).waitFor();
    let parts = 0;
    await page.route("**/api/v1/customers/import", async (route) => {
      parts += 1;
      if (parts === 1) await page.getByRole("button", { name: "Cancel" }).click();
      await route.continue();
    });
    await page.getByRole("button", { name: "Import 2,500 rows" }).click();
    await page.getByText("1,500 rows were not reached. What is imported stays.").waitFor();
    expect(await counts(page)).toEqual(["1,000", "0", "0", "0", "0"]);
    await page.getByRole("button", { name: "Go on with 1,500 rows" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    expect(await counts(page)).toEqual(["2,500", "0", "0", "0", "0"]);
    expect((await organization.send(countCustomers, { query: {} })).count).toBe(2500);
    await context.close();
  });
});
