import type { Page } from "playwright-core";
import { companiesFile } from "../support/data.ts";

/** What becomes of the file's columns; those that are not named are left out. */
const columns = {
  Symbol: "Ticker Symbol",
  Security: "Account Name (required)",
  "GICS Sector": "Industry",
  "GICS Sub-Industry": "Description",
  "Headquarters Location": "Billing City",
};

/** Brings the companies of the S&P 500 into the CRM by its import page. */
export async function importCompanies(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/crm/accounts/import`);
  await page.locator('input[type="file"]').setInputFiles(companiesFile);
  const table = page.getByRole("table", { name: "Columns of the file and their fields" });
  for (const [column, field] of Object.entries(columns)) {
    const select = table.getByRole("combobox", { name: `Field for ${column}`, exact: true });
    // Some headers are recognised; choosing the same field again would take it off.
    if ((await select.inputValue()) === field) continue;
    await select.click();
    await page.getByRole("option", { name: field, exact: true }).click();
  }
}

/** Checks the file that is being imported, and imports it. */
export async function confirmImport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check 503 rows" }).click();
  await page.getByRole("button", { name: "Import 503 accounts" }).click();
  await page.getByRole("heading", { name: "The import is done" }).waitFor();
}

export type NewContact = { first: string; last: string; email: string; account?: string };

/** Adds a contact by its form; the account is found by typing. */
export async function addContact(
  page: Page,
  base: string,
  { first, last, email, account }: NewContact,
): Promise<void> {
  await page.goto(`${base}/crm/contacts/new`);
  await page.getByLabel("First Name").fill(first);
  await page.getByLabel("Last Name").fill(last);
  await page.getByLabel("Email", { exact: true }).fill(email);
  if (account !== undefined) {
    await page.getByRole("combobox", { name: "Account Name" }).fill(account);
    await page.getByRole("option", { name: account, exact: true }).click();
  }
  await page.getByRole("button", { name: "Create contact" }).click();
  await page.getByRole("heading", { name: `${first} ${last}` }).waitFor();
}

/** Opens the form of a new check box for accounts, filled in. */
export async function describeCheckBox(page: Page, base: string, label: string): Promise<void> {
  await page.goto(`${base}/crm/setup/fields?module=accounts`);
  await page.getByRole("button", { name: "Add field" }).first().click();
  await page.getByLabel("Label").fill(label);
  await page.getByRole("combobox", { name: "Type" }).click();
  await page.getByRole("option", { name: "Check box" }).click();
}

/** Opens the form of a new view of accounts in which a check box is ticked, filled in. */
export async function describeView(page: Page, base: string, name: string, checkBox: string): Promise<void> {
  await page.goto(`${base}/crm/accounts/views/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  if ((await page.getByRole("combobox", { name: "Field" }).count()) === 0)
    await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: checkBox, exact: true }).click();
  await page.getByRole("combobox", { name: "Comparison" }).and(page.locator('[value="is ticked"]')).waitFor();
  await page.getByText("0 accounts now").waitFor();
  await page.getByRole("radio", { name: "Everybody in the CRM" }).check();
}

/** Ticks or unticks a check box of an account, found by its name, in the list. */
export async function setCheckBox(
  page: Page,
  base: string,
  account: string,
  checkBox: string,
  isTicked = true,
): Promise<void> {
  await page.goto(`${base}/crm/accounts?q=${encodeURIComponent(account)}`);
  await page.getByRole("checkbox", { name: `Choose ${account}`, exact: true }).check();
  await page.getByRole("button", { name: "Change a field" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: checkBox, exact: true }).click();
  await dialog.getByRole("checkbox", { name: checkBox }).setChecked(isTicked);
  await dialog.getByRole("button", { name: "Change 1 account" }).click();
  await page.getByText(`${checkBox} of 1 account changed.`).waitFor();
}
