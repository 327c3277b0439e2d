import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { inactivateCustomer } from "#billing/customer/customer.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { addRecords, startSyncing } from "../support/sync-world.ts";
import {
  type BillingWebWorld,
  customerAt,
  namesIn,
  openBillingWebWorld,
  searchOf,
} from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

describe("the list of customers", () => {
  test("given a search, when one types, then what begins with it is shown, the address holds it, and all can be shown again", async () => {
    const { page, open, add, faults, context } = await world.settle();
    await add("Acme Bank", "Zorin", {
      display_name: "Boney Miles",
      email: "boney@post.example",
      phone: "030 555 0199",
    });
    await open("billing/customers");
    await page.getByText("3 customers", { exact: true }).waitFor();
    const search = page.getByRole("searchbox", { name: /^Search customers/ });
    await search.fill("boney@po");
    await page.waitForURL(/q=boney/);
    await page.getByRole("row", { name: "Zorin" }).waitFor({ state: "detached" });
    expect(await namesIn(page)).toEqual(["Boney Miles"]);
    await page.getByText("1 found", { exact: true }).waitFor();
    expect(await page.getByText("3 customers", { exact: true }).count()).toBe(0);
    await search.fill("+49 30 5550199");
    await page.waitForURL(/q=%2B49/);
    await page.getByRole("row", { name: "Boney Miles" }).waitFor();
    await search.fill("nothing like this");
    await page.getByText("No customer's name, company, e-mail or phone begins with this").waitFor();
    await page.getByRole("button", { name: "Show all customers" }).click();
    await page.getByRole("row", { name: "Zorin" }).waitFor();
    expect(await search.inputValue()).toBe("");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given somebody who types as slowly as the search waits, then no letter is lost; a slash leads to the search", async () => {
    const { page, open, add, context } = await world.settle();
    await add("Boney Miles", "Bonnie");
    await open("billing/customers");
    await page.getByRole("row", { name: "Bonnie" }).waitFor();
    await page.keyboard.press("/");
    const search = page.getByRole("searchbox", { name: /^Search customers/ });
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
    for (const delay of [195, 205, 215, 225]) {
      await search.pressSequentially("boney miles", { delay });
      expect(await search.inputValue()).toBe("boney miles");
      await page.waitForURL(/q=boney\+miles$/);
      await search.fill("");
      await page.getByRole("row", { name: "Bonnie" }).waitFor();
    }
    await context.close();
  });

  test("F66: given linked customers and others, when the CRM filter is set, then only linked ones are listed and counted", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, context } = visitor;
    await add("Not linked");
    await addRecords(organization, "Accounts", [{ Account_Name: "Linked Ltd" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    await open("billing/customers");
    await page.getByRole("row", { name: "Not linked" }).waitFor();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: "CRM" }).click();
    await page.getByRole("radio", { name: "Linked with CRM" }).check();
    await page.getByText("1 customer", { exact: true }).waitFor();
    await page.getByRole("row", { name: "Not linked" }).waitFor({ state: "detached" });
    expect(await namesIn(page)).toEqual(["Linked Ltd"]);
    expect(searchOf(page)).toEqual({ linked: "true" });
    await page.goBack();
    await page.getByRole("row", { name: "Not linked" }).waitFor();
    await context.close();
  });

  test("given status, order and an open customer, when the address is pasted elsewhere, then it shows the same", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, context } = visitor;
    const [gone, kept] = await add("Alpha", "Beta", "Gamma");
    await organization.send(inactivateCustomer, { params: { customer: gone?.id ?? "" } });
    await open("billing/customers");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: "Status" }).click();
    await page.getByRole("radio", { name: "Active", exact: true }).check();
    await page.getByRole("row", { name: "Alpha" }).waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Name" }).click();
    await page.waitForURL(/sort=-name/);
    await expect.poll(() => namesIn(page)).toEqual(["Gamma", "Beta"]);
    await page.getByRole("row", { name: "Beta" }).click({ position: { x: 500, y: 15 } });
    await page.getByRole("complementary", { name: "Beta" }).waitFor();
    expect(searchOf(page)).toEqual({ status: "active", sort: "-name", open: kept?.id });

    const colleague = await world.beside(visitor);
    await colleague.page.goto(page.url());
    await colleague.page.getByRole("complementary", { name: "Beta" }).waitFor();
    await expect.poll(() => namesIn(colleague.page)).toEqual(["Gamma", "Beta"]);
    await page.goBack();
    await page.getByRole("complementary", { name: "Beta" }).waitFor({ state: "detached" });
    expect(searchOf(page)).toEqual({ status: "active", sort: "-name" });
    await Promise.all([context.close(), colleague.context.close()]);
  });

  test("given the keyboard alone, then Enter opens beside the list, Escape gives the row back, Ctrl Enter opens the page", async () => {
    const { page, open, add, context, faults } = await world.settle();
    await add("Alpha", "Beta");
    await open("billing/customers");
    await page.getByRole("row", { name: "Alpha" }).focus();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Beta" });
    await panel.getByText("created the customer").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.textContent?.includes("Beta"));
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { level: 1, name: "Beta" }).waitFor();
    expect(customerAt(page)).toMatch(/^cus_/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given ticked customers, when they are made inactive and that is undone, then each has its status back", async () => {
    const { page, open, add, customer, context, faults } = await world.settle();
    const made = await add("Alpha", "Beta", "Gamma");
    await open("billing/customers");
    await page.getByRole("row", { name: "Alpha" }).focus();
    await page.keyboard.press("x");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+X");
    const bar = page.getByRole("toolbar", { name: "Chosen rows" });
    await bar.getByText("2 rows chosen").waitFor();
    await bar.getByRole("button", { name: "Make inactive" }).click();
    await page.getByText("2 customers made inactive.").waitFor();
    const statuses = async (): Promise<string[]> =>
      Promise.all(made.map(async ({ id }) => (await customer(id)).status));
    expect(await statuses()).toEqual(["inactive", "inactive", "active"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await statuses()).toEqual(["active", "active", "active"]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a custom field, when its column is chosen, then the list shows its values, and still does later", async () => {
    const { page, open, add, organization, context } = await world.settle();
    await organization.send(customFields.customer.add, {
      body: { label: "Tier", type: "pick_list", options: ["Gold", "Silver"] },
    });
    await add({ display_name: "Alpha", custom_fields: { cf_tier: "Gold" } });
    await open("billing/customers");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Tier" }).check();
    await page.keyboard.press("Escape");
    await page.getByRole("row", { name: /Alpha .*Gold/ }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /Alpha .*Gold/ }).waitFor();
    expect(await page.getByRole("columnheader", { name: "Tier" }).count()).toBe(1);
    await context.close();
  });

  test("given the export of what is filtered, then the file holds these customers and no formula", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [gone] = await add("Gone", '=HYPERLINK("http://evil.example")');
    await organization.send(inactivateCustomer, { params: { customer: gone?.id ?? "" } });
    await open("billing/customers?status=active");
    await page.getByRole("row", { name: /HYPERLINK/ }).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export the filtered ones as CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("customers.csv");
    const lines = await readLines(await file.createReadStream());
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    await context.close();
  });
});

async function readLines(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8").trim().split("\r\n");
}
