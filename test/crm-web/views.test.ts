import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addColleague, choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

/** Sets the field and the comparison of the last condition in a group. */
async function compare(page: Page, group: Locator, field: string, comparison: string): Promise<void> {
  await group.getByRole("combobox", { name: "Field" }).last().click();
  await page.getByRole("option", { name: field, exact: true }).click();
  await group.getByRole("combobox", { name: "Comparison" }).last().click();
  await page.getByRole("option", { name: comparison, exact: true }).click();
}

const criteria = (page: Page): Locator => page.getByRole("group", { name: "Criteria", exact: true });

describe("F27: a view of one's own", () => {
  test("given nested criteria, when the view is saved, then it lists what fits, in its columns and order, and follows a changed record", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [acme = ""] = await crm.add("Accounts", [
      { Account_Name: "Acme", Industry: "Real Estate", Employees: 10, Billing_City: "Bonn" },
      { Account_Name: "Beta", Industry: "Real Estate", Employees: 500, Billing_City: "Bonn" },
      { Account_Name: "Gamma", Industry: "Communications", Employees: 5, Billing_City: "Köln" },
      { Account_Name: "Delta", Industry: "Communications", Employees: 5, Billing_City: "Bonn" },
    ]);
    await crm.open("accounts/views/new");
    await page.getByLabel("Name", { exact: true }).fill("Big banks or Köln");
    // Any of: (all of: Industry is Banking, Employees > 100), Billing City contains Köln.
    await criteria(page).getByText("Any of these").first().click();
    await criteria(page).getByRole("button", { name: "Add group" }).click();
    const inner = page.getByRole("group", { name: "Group of conditions" });
    await compare(page, inner, "Industry", "is");
    await inner.getByRole("combobox", { name: "Industry" }).click();
    await page.getByRole("option", { name: "Real Estate", exact: true }).click();
    await inner.getByRole("button", { name: "Add condition" }).click();
    await compare(page, inner, "Employees", ">");
    await inner.getByRole("textbox", { name: "Employees" }).fill("100");
    await page.getByText("1 account now").waitFor();
    await criteria(page).getByRole("button", { name: "Add condition" }).last().click();
    await compare(page, criteria(page), "Billing City", "contains");
    await page.getByText("without the conditions that are not filled in").waitFor();
    await criteria(page).getByRole("textbox", { name: "Billing City" }).fill("köl");
    await page.getByText("2 accounts now").waitFor();
    await page.getByText("Gamma and Beta").waitFor();
    await choose(page, "Sort by", "Account Name");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Control+s");
    await page.getByText("The view Big banks or Köln is saved.").waitFor();
    await page.getByText("2 accounts", { exact: true }).waitFor();
    // The head of the list is there a moment before its rows.
    await expect.poll(() => page.locator("tbody tr[data-at] a").allInnerTexts()).toEqual(["Beta", "Gamma"]);
    expect(await page.getByRole("columnheader").allInnerTexts()).toEqual([
      "",
      "Account Name",
      "Phone",
      "Website",
      "Owner",
    ]);
    await crm.organization.crm("PUT", `/Accounts/${acme}`, { data: [{ Employees: 101 }] });
    await page.reload();
    await page.getByText("3 accounts", { exact: true }).waitFor();
    await expect
      .poll(() => page.locator("tbody tr[data-at] a").allInnerTexts())
      .toEqual(["Acme", "Beta", "Gamma"]);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a list of a view, when a record in it is changed beside the list, then it leaves the view", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [
      { Account_Name: "Acme", Industry: "Real Estate" },
      { Account_Name: "Beta", Industry: "Real Estate" },
    ]);
    const view = {
      name: "Banks",
      criteria: { comparator: "equal", field: { api_name: "Industry" }, value: "Real Estate" },
      fields: [{ api_name: "Account_Name" }, { api_name: "Industry" }],
      access_type: "only_to_me",
    };
    const made = await crm.organization.crm("POST", "/settings/custom_views?module=Accounts", {
      custom_views: [view],
    });
    const viewId = made.body.custom_views?.[0]?.details.id ?? "";
    await crm.open(`accounts?view=${viewId}&open=${id}`);
    await page.getByText("2 accounts", { exact: true }).waitFor();
    const panel = page.getByRole("complementary", { name: "Acme" });
    await panel.getByRole("button", { name: "Edit Industry" }).click();
    await panel.getByRole("combobox", { name: "Industry" }).click();
    await page.getByRole("option", { name: "Communications", exact: true }).click();
    await panel.getByRole("button", { name: "Save" }).click();
    await page.getByText("1 account", { exact: true }).waitFor();
    await page.getByRole("row", { name: /Acme/ }).waitFor({ state: "detached" });
    await expect.poll(() => page.locator("tbody tr[data-at] a").allInnerTexts()).toEqual(["Beta"]);
    await crm.context.close();
  });

  test("given a view that lacks a name, a value and columns, when it is saved, then each is named, and nothing is lost", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("contacts/views/new");
    await criteria(page).getByRole("button", { name: "Add condition" }).click();
    for (const name of ["Full Name", "Account Name", "Email", "Phone", "Owner"])
      await page.getByRole("button", { name: `Remove ${name}` }).click();
    await page.getByRole("button", { name: "Create view" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "3 fields need another look" });
    await alert.waitFor();
    await criteria(page).getByText("Fill this in, or remove it").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await criteria(page).getByRole("button", { name: "Remove condition" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Everybody");
    await page.getByRole("button", { name: "Create view" }).click();
    await page.getByText("Choose at least one column").first().waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Everybody");
    await crm.context.close();
  });

  test("given a shared view, when a colleague opens the list, then it is among those shared with them, to use and not to change", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const cora = await addColleague(world, crm, "Cora Colleague");
    await crm.add("Accounts", [{ Account_Name: "Acme" }]);
    await crm.open("accounts/views/new");
    await page.getByLabel("Name", { exact: true }).fill("For Cora");
    await page.getByLabel("Named users and roles").check();
    await page.getByRole("button", { name: "Create view" }).click();
    await page.getByText("Choose at least one user or role").first().waitFor();
    await choose(page, "Shared with", `Cora Colleague (${cora.email})`);
    await page.getByLabel("Name", { exact: true }).focus();
    await page.keyboard.press("Control+s");
    await page.getByText("The view For Cora is saved.").waitFor();
    const beside = await world.beside(crm, {}, cora);
    await beside.open("accounts");
    await beside.page.getByRole("button", { name: /^View:/ }).click();
    await beside.page
      .getByRole("group", { name: "Shared with me" })
      .getByRole("option", { name: "For Cora" })
      .click();
    await beside.page.getByRole("link", { name: "Acme" }).waitFor();
    await beside.page.getByRole("button", { name: "More actions" }).click();
    await beside.page.getByRole("menuitem", { name: "New view like this one" }).waitFor();
    expect(await beside.page.getByRole("menuitem", { name: "Edit view" }).count()).toBe(0);
    await beside.context.close();
    await crm.context.close();
  });

  test("given a view, when it is edited and then deleted, then the list follows, and a predefined one can only be copied", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Acme", Fax: "99" }]);
    await crm.open("accounts");
    await page.getByRole("button", { name: "More actions" }).click();
    expect(await page.getByRole("menuitem", { name: "Edit view" }).count()).toBe(0);
    await page.getByRole("menuitem", { name: "New view like this one" }).click();
    await page.getByLabel("Name", { exact: true }).waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("All Accounts (copy)");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "View: All Accounts (copy)" }).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Edit view" }).click();
    await page.getByLabel("Name", { exact: true }).fill("With fax");
    await choose(page, "Add a column", "Fax");
    await page.getByRole("button", { name: "Move Fax up" }).press("Enter");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "View: With fax" }).waitFor();
    await page.getByRole("columnheader", { name: "Fax" }).waitFor();
    expect((await page.getByRole("columnheader").allInnerTexts()).slice(-2)).toEqual(["Fax", "Owner"]);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete view" }).click();
    await page.getByRole("button", { name: "Delete view" }).click();
    await page.getByText("The view With fax is deleted.").waitFor();
    await page.getByRole("button", { name: "View: All Accounts", exact: true }).waitFor();
    await page.getByRole("link", { name: "Acme" }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a view whose fields were deleted, then the list says who corrects it, and its form leaves columns out and marks the condition", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const cora = await addColleague(world, crm, "Cora Colleague");
    await crm.add("Accounts", [{ Account_Name: "Acme" }]);
    const { body } = await crm.organization.crm("POST", "/settings/fields?module=Accounts", {
      fields: ["Floor", "Door"].map((field_label) => ({ field_label, data_type: "text", length: 50 })),
    });
    await crm.organization.crm("POST", "/settings/custom_views?module=Accounts", {
      custom_views: [
        {
          name: "By floor",
          access_type: "public",
          criteria: { comparator: "equal", field: { api_name: "Floor" }, value: "2" },
          fields: ["Account_Name", "Door", "Phone"].map((api_name) => ({ api_name })),
        },
      ],
    });
    for (const { details } of (body as unknown as { fields: { details: { id: string } }[] }).fields)
      await crm.organization.crm("DELETE", `/settings/fields/${details.id}?module=Accounts`);
    const beside = await world.beside(crm, {}, cora);
    await beside.open("accounts");
    await beside.page.getByRole("button", { name: /^View:/ }).click();
    await beside.page.getByRole("option", { name: "By floor" }).click();
    await beside.page.getByText("Olivia Owner has to correct the view.").waitFor();
    await keepShot(beside.page, "crm-view-unusable");
    await beside.context.close();

    await crm.open("accounts");
    await page.getByRole("button", { name: /^View:/ }).click();
    await page.getByRole("option", { name: "By floor" }).click();
    await page.getByText("Edit the view (More actions)").waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Edit view" }).click();
    await page.getByText("the field is gone or your profile does not see it: Door.").waitFor();
    await page.getByText("Floor is gone, or your profile does not see it: choose another field").waitFor();
    expect(await page.getByRole("list", { name: "Columns" }).getByRole("listitem").count()).toBe(2);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-view-gone-fields");
    await page.getByRole("button", { name: "Remove condition" }).click();
    await page.keyboard.press("Control+s");
    await page.getByText("The view By floor is saved.").waitFor();
    await page.getByRole("link", { name: "Acme" }).waitFor();
    expect(crm.faults.filter((fault) => !fault.includes("400"))).toEqual([]);
    await crm.context.close();
  });

  test("given a view that was deleted meanwhile, when its address is opened, then all accounts are shown; its form says that it is gone", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Acme" }]);
    await crm.open("accounts?view=5725767000009999999");
    await page.getByRole("button", { name: "View: All Accounts" }).waitFor();
    await page.getByRole("link", { name: "Acme" }).waitFor();
    await crm.open("accounts/views/5725767000009999999");
    await page.getByText("This view does not exist; it may have been deleted.").waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});
