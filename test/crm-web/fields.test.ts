import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser.ts";
import { addColleague, choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

describe("F28: a check box of one's own", () => {
  test("given the check box Sync to billing, then it is on the form, can be ticked for one and for many, undone, and a view of it is true", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const ids = await crm.add("Accounts", [
      { Account_Name: "Acme" },
      { Account_Name: "Beta" },
      { Account_Name: "Gamma" },
    ]);
    await crm.open("setup/fields");
    await page.getByRole("button", { name: "Add field" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a field to accounts" });
    await dialog.getByRole("button", { name: "Add field" }).click();
    await dialog.getByText("Enter a label").first().waitFor();
    await dialog.getByLabel("Label").fill("Sync to billing");
    await choose(page, "Type", "Check box");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Add field" }).click();
    await page.getByText("Sync to billing is on the forms of accounts now.").waitFor();
    await page.getByRole("row", { name: /Sync to billing Sync_to_billing Check box/ }).waitFor();

    await crm.open("accounts/new");
    await page.getByLabel("Account Name").fill("Delta");
    await page.getByRole("checkbox", { name: "Sync to billing" }).check();
    await page.keyboard.press("Control+s");
    await page.waitForURL(/accounts\/\d+$/);
    const delta = /\d+$/.exec(page.url())?.[0] ?? "";
    expect(await crm.record("Accounts", delta)).toMatchObject({ Sync_to_billing: true });

    await crm.open("accounts/views/new");
    await page.getByLabel("Name", { exact: true }).fill("Sync to billing is true");
    await page.getByRole("button", { name: "Add condition" }).click();
    await choose(page, "Field", "Sync to billing");
    expect(await page.getByRole("combobox", { name: "Comparison" }).inputValue()).toBe("is ticked");
    await page.getByText("1 account now").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "View: Sync to billing is true" }).waitFor();
    await page.getByText("1 account", { exact: true }).waitFor();
    const view = page.url();

    await crm.open("accounts");
    await page.getByRole("checkbox", { name: "Choose Acme" }).check();
    await page.getByRole("checkbox", { name: "Choose Beta" }).check();
    await page.getByRole("button", { name: "Change a field" }).click();
    await choose(page, "Field", "Sync to billing");
    expect(
      await page.getByRole("dialog").getByRole("checkbox", { name: "Sync to billing" }).isChecked(),
    ).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Change 2 accounts" }).click();
    await page.getByText("Sync to billing of 2 accounts changed.").waitFor();
    await page.goto(view);
    await page.getByText("3 accounts", { exact: true }).waitFor();
    await expect
      .poll(() => page.locator("tbody tr[data-at] a").allInnerTexts())
      .toEqual(["Delta", "Beta", "Acme"]);
    expect(await crm.record("Accounts", ids[2] ?? "")).toMatchObject({ Sync_to_billing: false });
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given accounts with different values, when a field of all is changed and Undo is pressed, then each has its own value again", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const ids = await crm.add("Accounts", [
      { Account_Name: "Acme", Industry: "Real Estate", Phone: "1" },
      { Account_Name: "Beta", Phone: "2" },
    ]);
    await crm.open("accounts");
    await page.getByRole("checkbox", { name: "Choose all loaded rows" }).check();
    await page.getByRole("button", { name: "Change a field" }).click();
    await choose(page, "Field", "Employees");
    await page.getByRole("textbox", { name: "Employees" }).fill("1.5");
    await page.getByRole("button", { name: "Change 2 accounts" }).click();
    await page.getByText("Employees is not a whole number; write 1200").waitFor();
    await choose(page, "Field", "Industry");
    await choose(page, "Industry", "Communications");
    await page.getByRole("button", { name: "Change 2 accounts" }).click();
    await page.getByText("Industry of 2 accounts changed.").waitFor();
    for (const id of ids)
      expect(await crm.record("Accounts", id)).toMatchObject({ Industry: "Communications" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await crm.record("Accounts", ids[0] ?? "")).toMatchObject({ Industry: "Real Estate", Phone: "1" });
    expect(await crm.record("Accounts", ids[1] ?? "")).toMatchObject({ Industry: null, Phone: "2" });
    await crm.context.close();
  });
});

describe("fields", () => {
  test("given a field, when it is deleted, then its name has to be typed, and it is gone from the form", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const field = {
      field_label: "Colour",
      data_type: "picklist",
      pick_list_values: [{ display_value: "Red", actual_value: "Red" }],
    };
    await crm.organization.crm("POST", "/settings/fields?module=Contacts", { fields: [field] });
    await crm.open("setup/fields?module=contacts&show=own");
    await page.getByRole("button", { name: "Delete Colour" }).click();
    const yes = page.getByRole("button", { name: "Delete field" });
    expect(await yes.isDisabled()).toBe(true);
    await page.getByLabel("Type Colour to go on").fill("Colour");
    await yes.click();
    await page.getByText("The field Colour is deleted.").waitFor();
    await page.getByText("Nobody has added a field to contacts yet.").waitFor();
    await crm.open("contacts/new");
    await page.getByLabel("Last Name").waitFor();
    expect(await page.getByLabel("Colour").count()).toBe(0);
    await crm.context.close();
  });

  test("given a pick list, a look-up and a unique field, when they are added, then the form offers what they hold", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open("setup/fields?module=contacts");
    const add = async (label: string, type: string, more: () => Promise<void>): Promise<void> => {
      await page.getByRole("button", { name: "Add field" }).click();
      await page.getByRole("dialog").getByLabel("Label").fill(label);
      await choose(page, "Type", type);
      await more();
      await page.getByRole("dialog").getByRole("button", { name: "Add field" }).click();
      await page.getByText(`${label} is on the forms of contacts now.`).waitFor();
    };
    await add("Colours", "Pick list, several", async () => {
      await page.getByRole("dialog").getByRole("button", { name: "Add field" }).click();
      await page.getByText("Enter at least one value").first().waitFor();
      await page.getByRole("combobox", { name: "Values" }).fill("Red");
      await page.keyboard.press("Enter");
      await page.getByRole("combobox", { name: "Values" }).fill("Blue");
      await page.keyboard.press("Enter");
    });
    await add("Partner", "Look-up", () => choose(page, "Looks up", "Accounts"));
    await add("Badge", "Single line", async () => {
      await page.getByRole("checkbox", { name: /External ID/ }).check();
      expect(await page.getByRole("checkbox", { name: /No two records/ }).isChecked()).toBe(true);
    });
    await page.getByRole("row", { name: /Badge/ }).getByText("External ID").waitFor();
    await crm.open("contacts/new");
    await page.getByLabel("Last Name").fill("Miles");
    await choose(page, "Colours", "Red");
    await choose(page, "Colours", "Blue");
    await page.getByRole("combobox", { name: "Partner" }).fill("aka");
    await page.getByRole("option", { name: "Akamai" }).click();
    await page.getByLabel("Badge").fill("B-1");
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { name: "Miles" }).waitFor();
    await page.getByText("Red and Blue").waitFor();
    await page.getByRole("link", { name: "Akamai" }).waitFor();
    await crm.context.close();
  });

  test("given somebody who is no administrator, then fields can be read, and the page says whom to ask", async () => {
    const crm = await world.settle();
    const beside = await world.beside(crm, {}, await addColleague(world, crm, "Cora Colleague"));
    await beside.open("setup/fields");
    await beside.page.getByText("Only administrators of the CRM may add or delete fields").waitFor();
    await beside.page.getByText(/Ask Olivia Owner/).waitFor();
    await beside.page.getByRole("row", { name: /Account Name/ }).waitFor();
    expect(await beside.page.getByRole("button", { name: "Add field" }).count()).toBe(0);
    expect(await accessibilityFaults(beside.page)).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });
});
