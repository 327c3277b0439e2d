import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { startSyncing } from "../support/sync-world.ts";
import { choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

describe("a new record", () => {
  test("given wrong input, when an account is created, then each field says what to do, nothing typed is lost, and right input is kept", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("accounts/new");
    await page.getByLabel("Website").fill("not a web address");
    await page.getByLabel("Phone", { exact: true }).fill("call me?!");
    await page.getByLabel("Employees").fill("12.5");
    await page.keyboard.press("Control+s");
    const alert = page.getByRole("alert").filter({ hasText: "4 fields need another look" });
    await alert.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await alert.getByRole("button", { name: /Employees is not a whole number/ }).click();
    expect(await page.getByLabel("Employees").evaluate((input) => input === document.activeElement)).toBe(
      true,
    );
    expect(await page.getByLabel("Employees").inputValue()).toBe("12.5");
    await page.getByLabel("Account Name").fill("  Mosel & Söhne 🍇 ");
    await page.getByLabel("Website").fill("https://mosel.example");
    await page.getByLabel("Phone", { exact: true }).fill("+49 261 123-45");
    await page.getByLabel("Employees").fill("1,250");
    await page.keyboard.press("Control+s");
    await page.waitForURL(/\/accounts\/\d+$/);
    await page.getByRole("heading", { name: "Mosel & Söhne 🍇" }).waitFor();
    const id = /\d+$/.exec(page.url())?.[0] ?? "";
    expect(await crm.record("Accounts", id)).toMatchObject({
      Account_Name: "Mosel & Söhne 🍇",
      Website: "https://mosel.example",
      Phone: "+49 261 123-45",
      Employees: 1250,
      Owner: { name: "Olivia Owner" },
    });
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a field that is left with a wrong value, then it says so before anything is sent", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("contacts/new");
    const asked: string[] = [];
    page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
    await page.getByLabel("Email", { exact: true }).fill("boney at akamai");
    await page.getByLabel("Last Name").focus();
    await page.getByText("Email is not an e-mail address; write name@example.com").waitFor();
    expect(asked).toEqual([]);
    await crm.context.close();
  });

  test("given a value that only the server can refuse, when a record is created, then the field says so and what was typed stays", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const unique = { field_label: "Customer number", data_type: "text", unique: { case_sensitive: false } };
    await crm.organization.crm("POST", "/settings/fields?module=Accounts", { fields: [unique] });
    const [first = ""] = await crm.add("Accounts", [{ Account_Name: "First", Customer_number: "K-1" }]);
    await crm.open("accounts/new");
    await page.getByLabel("Account Name").fill("Second");
    await page.getByLabel("Customer number").fill("k-1");
    await page.getByRole("button", { name: "Create account" }).click();
    const words = "Customer number must be different for each record; First has this value already";
    await page.getByRole("alert").getByText(words).waitFor();
    expect(await page.getByLabel("Account Name").inputValue()).toBe("Second");
    await keepShot(page, "crm-value-taken");
    const open = page.getByRole("link", { name: "Open First" });
    expect(await open.getAttribute("href")).toContain(`/crm/accounts/${first}`);
    await crm.context.close();
  });

  test("given an account's page, when a contact is added from it, then the contact belongs to the account", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open(`accounts/${id}`);
    await page.getByRole("link", { name: "New contact" }).click();
    expect(await page.getByRole("combobox", { name: "Account Name" }).inputValue()).toBe("Akamai");
    await page.getByLabel("Last Name").fill("Miles");
    await page.getByLabel("First Name").fill("Boney");
    await choose(page, "Salutation", "Mr.");
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { name: /Boney Miles/ }).waitFor();
    await page.getByRole("link", { name: "Akamai" }).first().click();
    await page
      .getByRole("region", { name: "Contacts" })
      .getByRole("link", { name: /Boney Miles/ })
      .waitFor();
    await crm.context.close();
  });

  test("given a deal, when its stage and amount are chosen, then its page shows both with the currency", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open(`deals/new?account=${id}`);
    await page.getByLabel("Deal Name").fill("Renewal");
    await page.getByLabel("Amount").fill("1234.5");
    await choose(page, "Stage", "Closed Won");
    await page.getByLabel("Closing Date").fill("2026-03-31");
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { name: "Renewal" }).waitFor();
    await page.getByText("US$1,234.50").first().waitFor();
    await page.getByText("31 Mar 2026").first().waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("editing", () => {
  test("given an account, when it is edited and Ctrl S is pressed, then only what was changed is sent", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "1", Fax: "2" }]);
    await crm.open(`accounts/${id}`);
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel("Phone", { exact: true }).fill("+1 617 444 3000");
    // Somebody else changes another field meanwhile.
    await crm.organization.crm("PUT", `/Accounts/${id}`, { data: [{ Fax: "99" }] });
    const sent = page.waitForRequest((request) => request.method() === "PUT");
    await page.keyboard.press("Control+s");
    expect((await sent).postDataJSON()).toEqual({ data: [{ Phone: "+1 617 444 3000" }] });
    await page.getByText("Your changes are saved.").waitFor();
    expect(await crm.record("Accounts", id)).toMatchObject({ Phone: "+1 617 444 3000", Fax: "99" });
    await crm.context.close();
  });

  test("given unsaved changes, when the page is left, then a draft can be kept, is back later, and can be discarded", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "1" }]);
    await crm.open(`accounts/${id}/edit`);
    await page.getByLabel("Phone", { exact: true }).fill("22");
    await page.getByRole("button", { name: "Cancel" }).click();
    const dialog = page.getByRole("dialog", { name: "Leave with unsaved changes?" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Keep draft" }).click();
    await page.waitForURL(/\/accounts\/\d+$/);
    expect(await crm.record("Accounts", id)).toMatchObject({ Phone: "1" });
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByText("Your draft from").waitFor();
    expect(await page.getByLabel("Phone", { exact: true }).inputValue()).toBe("22");
    await page.getByRole("button", { name: "Discard draft" }).click();
    expect(await page.getByLabel("Phone", { exact: true }).inputValue()).toBe("1");
    await crm.context.close();
  });

  test("given a record's page, when one field is edited in its place, then Enter saves, Escape leaves it, and wrong input says why", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [
      { Account_Name: "Akamai", Phone: "1", Employees: 5, Annual_Revenue: 1 },
    ]);
    await crm.open(`accounts/${id}`);
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await page.getByLabel("Phone", { exact: true }).fill("call me?!");
    await page.keyboard.press("Enter");
    await page.getByText("Phone is not a phone number").waitFor();
    await page.getByLabel("Phone", { exact: true }).fill("+1 617 444 3000");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "+1 617 444 3000" }).first().waitFor();
    await page.getByRole("button", { name: "Edit Annual Revenue" }).click();
    const revenue = page.getByLabel("Annual Revenue", { exact: true });
    for (const wrong of ["12abc", "1e5", "1.2.3"]) {
      await revenue.fill(wrong);
      await page.keyboard.press("Enter");
      await page.getByText("Annual Revenue is not a number; write 1234.50").waitFor();
      expect(await revenue.inputValue()).toBe(wrong);
    }
    await revenue.fill("1.234,56");
    await page.keyboard.press("Enter");
    await page.getByText("US$1,234.56").first().waitFor();
    await page.getByRole("button", { name: "Edit Employees" }).click();
    await page.keyboard.type("7");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Edit Employees" }).waitFor();
    expect(await crm.record("Accounts", id)).toMatchObject({
      Phone: "+1 617 444 3000",
      Employees: 5,
      Annual_Revenue: 1234.56,
    });
    await crm.context.close();
  });

  test("given a record that is gone, when its page or its form is opened, then it says so and leads to the list", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Gone" }]);
    await crm.organization.crm("DELETE", `/Accounts/${id}`);
    await crm.open(`accounts/${id}/edit`);
    await page.getByText("This account does not exist; it may have been deleted.").waitFor();
    await crm.open(`accounts/${id}`);
    await page.getByRole("link", { name: "All accounts" }).click();
    await page.getByRole("heading", { name: "Accounts" }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("the other product", () => {
  test("given an account that is a customer, when its page is opened, then it says which, and leads there", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open(`accounts/${id}`);
    await page.getByRole("heading", { name: "Contacts" }).waitFor();
    expect(await page.getByRole("region", { name: "Billing" }).count()).toBe(0);
    const sync = await startSyncing(crm.organization, { module: "accounts" });
    await sync.run();
    const [other = ""] = await crm.add("Accounts", [{ Account_Name: "Later" }]);
    await page.reload();
    const panel = page.getByRole("region", { name: "Billing" });
    await panel.getByText("Linked").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await panel.getByRole("link", { name: "Akamai" }).click();
    await page.waitForURL(/billing\/customers\/cus_/);
    await page.getByRole("heading", { name: "Akamai", level: 1 }).waitFor();
    await crm.open(`accounts/${other}`);
    await page.getByRole("heading", { name: "Contacts" }).waitFor();
    expect(await page.getByRole("region", { name: "Billing" }).count()).toBe(0);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("deleting", () => {
  test("given an account, when it is deleted, then it is gone at once and Undo brings it back", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "1" }]);
    await crm.open(`accounts/${id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete account" }).click();
    await page.getByText("Akamai deleted.").waitFor();
    await page.getByText("There are no accounts yet.").waitFor();
    expect(await crm.record("Accounts", id)).toBeUndefined();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "Akamai" }).waitFor();
    expect(await crm.record("Accounts", id)).toMatchObject({ Account_Name: "Akamai", Phone: "1" });
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given deleted accounts, when they are restored from the recycle bin, then they are in the list again; one that cannot come back says why", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const unique = { field_label: "Customer number", data_type: "text", unique: { case_sensitive: false } };
    await crm.organization.crm("POST", "/settings/fields?module=Accounts", { fields: [unique] });
    const ids = await crm.add("Accounts", [
      { Account_Name: "Back" },
      { Account_Name: "Blocked", Customer_number: "K-1" },
    ]);
    await crm.organization.crm("DELETE", `/Accounts?ids=${ids.join(",")}`);
    await crm.add("Accounts", [{ Account_Name: "Taker", Customer_number: "K-1" }]);
    await crm.open("accounts");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Recycle bin" }).click();
    await page.getByRole("checkbox", { name: "Choose all loaded rows" }).check();
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByText("1 account stays in the recycle bin").waitFor();
    await page.getByText(/Customer number must be different for each record/).waitFor();
    await page.getByRole("row", { name: /Blocked/ }).waitFor();
    await page.getByRole("row", { name: /^Choose Back/ }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Accounts" }).first().click();
    await page.getByRole("link", { name: "Back", exact: true }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("the timeline of a record", () => {
  test("given an account that was changed often, when its page is opened, then who changed which field from what to what is told, the last first, and what is edited there appears", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const vip = { field_label: "Vip", data_type: "boolean" };
    await crm.organization.crm("POST", "/settings/fields?module=Accounts", { fields: [vip] });
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "+1 555 0" }]);
    for (let at = 1; at <= 11; at += 1)
      await crm.organization.crm("PUT", `/Accounts/${id}`, {
        data: [{ Phone: `+1 555 ${at}`, ...(at === 11 ? { Vip: true, Employees: 12_500 } : {}) }],
      });
    await crm.open(`accounts/${id}`);
    const card = page.getByRole("region", { name: "Timeline" });
    const entries = card.locator("ol > li");
    await entries.first().waitFor();
    expect(await entries.count()).toBe(10);
    const newest = (await entries.first().innerText()).replaceAll(/\s+/g, " ");
    expect(newest).toMatch(/^Olivia Owner changed it by the API now/);
    expect(newest).toMatch(/Phone \+1 555 10 → became \+1 555 11/);
    expect(newest).toMatch(/Employees 12,500 Vip No → became Yes$/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await card.getByRole("button", { name: "Show earlier" }).click();
    await card.getByText("added it").waitFor();
    expect(await entries.count()).toBe(12);
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await page.getByLabel("Phone", { exact: true }).fill("+1 555 99");
    await page.keyboard.press("Enter");
    await card.getByText("+1 555 99").waitFor();
    expect(await entries.first().innerText()).not.toContain("by the API");
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

test("given a phone and an account that was changed often, when its page is scrolled to the end, then the window itself does not scroll into nothing", async () => {
  const crm = await world.settle({ size: "phone" });
  const { page } = crm;
  const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "+1 555 0" }]);
  for (let at = 1; at <= 8; at += 1)
    await crm.organization.crm("PUT", `/Accounts/${id}`, {
      data: [{ Phone: `+1 555 ${at}`, Fax: `+1 556 ${at}` }],
    });
  await crm.open(`accounts/${id}`);
  await page.getByText("+1 555 8").first().waitFor();
  await page.getByRole("heading", { name: "Timeline" }).scrollIntoViewIfNeeded();
  const beyond = await page.evaluate(
    () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
  );
  expect(beyond).toBeLessThanOrEqual(0);
  await crm.context.close();
});
