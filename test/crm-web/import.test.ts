import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { accessibilityFaults } from "../support/browser.ts";
import { companiesFile } from "../support/data.ts";
import { choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

async function giveFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === "string" ? Buffer.from(content) : content;
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** The four counts of a check or an import. */
async function counts(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Counts" });
  await list.waitFor();
  return list.locator("strong").allInnerTexts();
}

describe("an import of accounts", () => {
  test("given the companies of the S&P 500, when headers are mapped, checked and imported, then all 503 are there; again, all are left as they are", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/import");
    await giveFile(page, "sp500-companies.csv", readFileSync(companiesFile));
    await page.getByRole("row", { name: /^Security 3M/ }).waitFor();
    expect(await page.getByRole("combobox", { name: "Field for Security" }).inputValue()).toBe(
      "Account Name (required)",
    );
    expect(await page.getByRole("combobox", { name: "Field for Symbol" }).inputValue()).toBe("Ticker Symbol");
    await choose(page, "Field for Headquarters Location", "Billing City");
    await page.getByText("4 columns of 8 will be imported. The others are left out.").waitFor();
    await page.getByRole("button", { name: "Check 503 rows" }).click();
    await page.getByRole("heading", { name: "What the import will do" }).waitFor();
    expect(await counts(page)).toEqual(["503", "0", "0", "0"]);
    expect((await crm.organization.crm("GET", "/Accounts/actions/count")).body.count).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Import 503 accounts" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    expect(await counts(page)).toEqual(["503", "0", "0", "0"]);
    await page.getByRole("link", { name: "Show accounts" }).click();
    await page.getByText("503 accounts", { exact: true }).waitFor();

    await crm.open("accounts/import");
    await giveFile(page, "sp500-companies.csv", readFileSync(companiesFile));
    await page.getByRole("button", { name: "Check 503 rows" }).click();
    await page.getByRole("heading", { name: "What the import will do" }).waitFor();
    expect(await counts(page)).toEqual(["0", "0", "503", "0"]);
    expect(await page.getByRole("button", { name: "Import 0 accounts" }).isDisabled()).toBe(true);
    await choose(page, "What happens with them", "Update them from the file");
    await page.getByRole("button", { name: "Check 503 rows" }).click();
    await page.getByRole("button", { name: "Import 503 accounts" }).waitFor();
    expect(await counts(page)).toEqual(["0", "503", "0", "0"]);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given rows with faults, then each is named by row and field, the others are imported, and the failed ones can be downloaded, corrected and imported", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/import");
    const rows = [
      "Account Name,Phone,Employees,Website",
      "Fine,+1 404 555 0101,12,https://fine.example",
      ",1,1,https://nameless.example",
      "Wrong,call me?!,many,not a site",
      "Short,1",
      'Broken "quote",1,1,https://broken.example',
      '"Never closed,1,1,https://open.example',
    ];
    await giveFile(page, "mixed.csv", rows.join("\r\n"));
    await page.getByRole("button", { name: "Check 6 rows" }).click();
    const errors = page.getByRole("table", { name: "Errors by row" });
    await errors.waitFor();
    expect(await counts(page)).toEqual(["2", "0", "0", "4"]);
    const found = await errors
      .locator("tbody tr")
      .evaluateAll((lines) =>
        lines.map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent).join(" | ")),
      );
    expect(found).toEqual([
      "3 | Account Name | Account Name is missing; every record needs it | –",
      "4 | Employees | Employees is not a whole number; write 1200 | many",
      "4 | Website | Website is not a web address; write https://example.com | not a site",
      "4 | Phone | Phone is not a phone number; use digits, blanks and + ( ) - . | call me?!",
      "5 | Whole row | The row has 2 columns, the header has 4 | –",
      expect.stringMatching(
        /^7 \| Whole row \| The row opens a quote that is never closed; nothing after it was read/,
      ),
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download failed rows" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("mixed-failed.csv");
    const text = readFileSync(await file.path(), "utf8");
    expect(text).toContain("What is wrong");
    expect(text).toMatch(/Wrong,call me\?!,many,not a site,.*Employees is not a whole number/);
    await page.getByRole("button", { name: "Import 2 accounts" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    expect(await counts(page)).toEqual(["2", "0", "0", "4"]);

    await page.getByRole("button", { name: "Import another file" }).click();
    const corrected = text.replace("call me?!,many,not a site", "+1 404 555 0102,7,https://right.example");
    await giveFile(page, "mixed-failed.csv", corrected);
    await page.getByText("4 columns of 5 will be imported").waitFor();
    await page.getByRole("button", { name: /^Check/ }).click();
    await page.getByRole("button", { name: "Import 1 account", exact: true }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    const { body } = await crm.organization.crm("GET", "/Accounts?fields=Account_Name,Employees");
    expect(body.data.map(({ Account_Name: name }) => name)).toEqual(["Wrong", 'Broken "quote"', "Fine"]);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given files of other encodings, then UTF-16 and Windows-1252 are read right, the latter is told of, and bytes that are no text are refused", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/import");
    await giveFile(
      page,
      "windows.csv",
      Buffer.from("Account Name;Billing City\nM\xfcller;Z\xfcrich\n", "latin1"),
    );
    const encoding = page.getByRole("combobox", {
      name: "The file is not UTF-8. Are the letters below right?",
    });
    await encoding.waitFor();
    expect(await encoding.inputValue()).toBe("Western European (Windows-1252)");
    await page.getByRole("row", { name: /Account Name Müller/ }).waitFor();
    await giveFile(
      page,
      "excel.csv",
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from("Account Name\tBilling City\nŁódź GmbH\tŁódź\n", "utf16le"),
      ]),
    );
    await page.getByRole("row", { name: /Billing City Łódź/ }).waitFor();
    expect(await encoding.count()).toBe(0);
    await giveFile(page, "sheet.csv", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
    await page.getByText("sheet.csv is not a text file: byte 5 is NUL.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await giveFile(page, "sheet.xlsx", "x");
    await page.getByText("sheet.xlsx is not a CSV file; export the sheet as CSV and choose that.").waitFor();
    await giveFile(page, "empty.csv", "");
    await page.getByText("empty.csv is empty.").waitFor();
    await giveFile(page, "headers.csv", "Account Name,Phone\n");
    await page.getByText("headers.csv has no rows below its headers.").waitFor();
    await crm.context.close();
  });

  test("given no column for the name, when the file is checked, then nothing is written and the missing field is named", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/import");
    await giveFile(page, "cities.csv", "Town,Phone\nBonn,1\n");
    await page.getByRole("button", { name: "Check 1 row" }).click();
    await page.getByText("The columns do not fit the fields").waitFor();
    await page
      .getByText("No column goes to Account Name, which every record needs. The file has: Town, Phone")
      .waitFor();
    await choose(page, "Field for Town", "Account Name (required)");
    await page.getByRole("button", { name: "Check 1 row" }).click();
    await page.getByRole("button", { name: "Import 1 account", exact: true }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a connection that breaks during a long import, then what is done is told, and the rest can go on from there", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/import");
    const lines = Array.from({ length: 3500 }, (_, at) => `Account ${at}`);
    await giveFile(page, "long.csv", ["Account Name", ...lines].join("\n"));
    await choose(page, "What happens with them", "Add every row as a new record");
    await page.getByRole("button", { name: "Check 3,500 rows" }).click();
    await page.getByRole("button", { name: "Import 3,500 accounts" }).waitFor();
    let parts = 0;
    await page.route("**/api/v1/crm/imports", (route) => {
      parts += 1;
      return parts === 3 ? route.abort() : route.continue();
    });
    await page.getByRole("button", { name: "Import 3,500 accounts" }).click();
    await page.getByText("The server cannot be reached").waitFor();
    await page.getByText("1,500 rows were not reached. What is imported stays.").waitFor();
    expect(await counts(page)).toEqual(["2,000", "0", "0", "0"]);
    // It is still there after a look at another page.
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Contacts" }).click();
    await page.getByRole("heading", { name: "Contacts" }).waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "Go on with 1,500 rows" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    expect(await counts(page)).toEqual(["3,500", "0", "0", "0"]);
    expect((await crm.organization.crm("GET", "/Accounts/actions/count")).body.count).toBe(3500);
    await crm.context.close();
  });
});

describe("an import of contacts", () => {
  test("given contacts with accounts by name, when missing ones may be created, then they are, and the contacts are tied to them", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [akamai = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open("contacts/import");
    const csv =
      "First Name,Last Name,Email,Account Name\nBoney,Miles,boney@akamai.example,Akamai\nAda,Love,ada@new.example,New Ltd\n";
    await giveFile(page, "people.csv", csv);
    expect(await page.getByRole("combobox", { name: "Known by" }).inputValue()).toBe("Email");
    await page.getByRole("button", { name: "Check 2 rows" }).click();
    await page
      .getByRole("table", { name: "Errors by row" })
      .getByText(/New Ltd/)
      .first()
      .waitFor();
    expect(await counts(page)).toEqual(["1", "0", "0", "1"]);
    await page.getByRole("checkbox", { name: /Create accounts and contacts that the file names/ }).check();
    await page.getByRole("button", { name: "Check 2 rows" }).click();
    await page.getByText("1 record will be created because a row names it.").waitFor();
    await page.getByRole("button", { name: "Import 2 contacts" }).click();
    await page.getByRole("heading", { name: "The import is done" }).waitFor();
    const { body } = await crm.organization.crm(
      "GET",
      "/Contacts?fields=Last_Name,Account_Name&sort_order=asc",
    );
    expect(body.data).toMatchObject([
      { Last_Name: "Miles", Account_Name: { id: akamai } },
      { Last_Name: "Love", Account_Name: { name: "New Ltd" } },
    ]);
    await crm.context.close();
  });
});
