import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customerTimeline, editCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  deleteRecords,
  startSyncing,
} from "../support/sync-world.ts";
import { type BillingWebWorld, customerAt, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

describe("a customer's page", () => {
  test("F65: given a customer with two addresses and people, then the page shows status, addresses, people, and empty fields when asked", async () => {
    const { page, open, add, organization, context, faults } = await world.settle();
    const [made] = await add({
      display_name: "Northern Lights",
      billing_address: { street: "1 Fjord Road", zip: "0150", city: "Oslo", country: "Norway" },
      shipping_address: { street: "2 Dock Street", city: "Bergen" },
      contact_persons: [{ first_name: "Ada", last_name: "Berg", email: "ada@example.com", is_primary: true }],
    });
    await open(`billing/customers/${made?.id}`);
    await page.getByRole("heading", { level: 1, name: "Northern Lights" }).waitFor();
    expect(await page.getByText("Active", { exact: true }).isVisible()).toBe(true);
    await page.getByText("1 Fjord Road\n0150 Oslo\nNorway").waitFor();
    await page.getByText("2 Dock Street\nBergen").waitFor();
    expect(await page.getByText("Department").count()).toBe(0);
    await page.getByRole("button", { name: /^Show \d+ empty fields$/ }).click();
    await page.getByText("Department").waitFor();
    await page.getByRole("tab", { name: "Contact persons (1)" }).click();
    await page.getByRole("row", { name: /Ada Berg.*Primary.*ada@example.com/ }).waitFor();
    expect(new URL(page.url()).searchParams.get("tab")).toBe("persons");
    const line_items = [{ name: "Seat", price: "50" }];
    await organization.send(createInvoice, { body: { customer_id: made?.id ?? "", line_items, send: true } });
    await open(`billing/customers/${made?.id}?tab=payments`);
    await page.getByText("US$50.00 outstanding, US$0.00 unused credits").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F84 given a customer whose CRM record was deleted, then its page says so and that it stays, and after a restore it is linked", async () => {
    const { page, open, organization, context } = await world.settle();
    const [account = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Gone Ltd", Phone: "+1 617 444 3000" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const { id } = await customerNamed(organization, "Gone Ltd");
    await deleteRecords(organization, "Accounts", [account]);
    await sync.run();
    expect(await sync.links({ state: "deleted_in_crm" })).toMatchObject([{ customer: id, crm_id: account }]);
    await open(`billing/customers/${id}`);
    const panel = page.getByRole("region", { name: "CRM" });
    await panel.getByText(/The record was deleted in the CRM\. The customer stays/).waitFor();
    await page.getByRole("heading", { name: "Gone Ltd" }).waitFor();
    expect(await page.getByText("Deleted in CRM", { exact: true }).count()).toBe(2);
    expect(await page.getByText("Linked with CRM").count()).toBe(0);
    await page.getByText("Active", { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await organization.crm("POST", "/settings/recycle_bin/actions/restore", { ids: [account] });
    await sync.run({ full: true });
    await page.reload();
    await page.getByText("Linked with CRM").first().waitFor();
    expect(await page.getByText("Deleted in CRM", { exact: true }).count()).toBe(0);
    await context.close();
  });

  test("given a customer that a sync made and a person changed, then one timeline tells both, newest first, with each value before and after", async () => {
    const { page, open, organization, context } = await world.settle();
    const [account] = await addRecords(organization, "Accounts", [
      { Account_Name: "Synced Ltd", Phone: "+1 617 444 3000" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const { id } = await customerNamed(organization, "Synced Ltd");
    await organization.send(editCustomer, {
      params: { customer: id },
      body: { website: "https://synced.example" },
    });
    await changeRecord(organization, "Accounts", account ?? "", { Phone: "+1 617 444 3001" });
    await sync.run();
    await open(`billing/customers/${id}?tab=timeline`);
    const lines = page.getByRole("tabpanel").getByRole("listitem");
    await lines.nth(2).waitFor();
    const texts = (await lines.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    expect(texts[0]).toMatch(/synced with the CRM.*Phone \+1 617 444 3000 → ?became ?\+1 617 444 3001/);
    expect(texts[1]).toMatch(/owner key changed the customer.*Website https:\/\/synced.example/);
    expect(texts[2]).toMatch(/synced with the CRM.*a new one is made.*Synced Ltd/);
    await page.getByText("Linked with CRM").first().waitFor();
    await page.getByRole("tab", { name: "Overview" }).click();
    const mark = page.getByRole("button", {
      name: /^Phone: Taken from Phone of the account in the CRM\. The CRM record changed since/,
    });
    await mark.hover();
    await page.getByRole("tooltip").waitFor();
    await page.mouse.move(0, 0);
    await page.getByRole("tooltip").waitFor({ state: "detached" });
    expect(
      await page.getByRole("button", { name: /^Website: Changed in billing by owner key\./ }).count(),
    ).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  });

  test("given a contact person, when one is added, made primary, removed and that is undone, then they are there again", async () => {
    const { page, open, add, customer, context, faults } = await world.settle();
    const [made] = await add({
      display_name: "Peopled",
      contact_persons: [{ first_name: "Ada", email: "ada@example.com", is_primary: true }],
    });
    const id = made?.id ?? "";
    await open(`billing/customers/${id}?tab=persons`);
    await page.getByRole("button", { name: "Add contact person" }).click();
    const dialog = page.getByRole("dialog", { name: "Add contact person" });
    await dialog.getByRole("button", { name: "Add contact person" }).click();
    await dialog.getByText("Enter a name, an e-mail address or a number").first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel("First name").fill("Bob");
    await dialog.getByLabel("E-mail").fill("bob");
    await dialog.getByLabel("E-mail").blur();
    await dialog.getByText("E-mail must be an address like name@example.com").waitFor();
    await dialog.getByLabel("E-mail").fill("bob@example.com");
    await dialog.getByLabel("Primary contact of this customer").check();
    await dialog.getByRole("button", { name: "Add contact person" }).click();
    await page.getByRole("row", { name: /Bob.*Primary/ }).waitFor();
    expect(
      (await customer(id)).contact_persons.map((person) => [person.first_name, person.is_primary]),
    ).toEqual([
      ["Bob", true],
      ["Ada", false],
    ]);
    await page.getByRole("button", { name: "Remove Bob" }).click();
    await page.getByText("Bob is removed.").waitFor();
    await page.getByRole("row", { name: /Bob/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("row", { name: /Bob.*Primary.*bob@example.com/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a customer, when it is made inactive and that is undone, then it is active and the timeline tells both", async () => {
    const { page, open, add, customer, organization, context } = await world.settle();
    const [made] = await add("Switched");
    const id = made?.id ?? "";
    await open(`billing/customers/${id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Make inactive" }).click();
    await page.getByText("Switched is inactive now.").waitFor();
    expect(await customer(id)).toMatchObject({ status: "inactive" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await customer(id)).toMatchObject({ status: "active" });
    const { items } = await organization.send(customerTimeline, { params: { customer: id }, query: {} });
    expect(items.map(({ kind }) => kind)).toEqual(["activated", "inactivated", "created"]);
    await context.close();
  });

  test("given a deletion, when the name is typed, then the customer is gone, and not before", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [made] = await add("Doomed Ltd");
    await open(`billing/customers/${made?.id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete Doomed Ltd?" });
    const yes = dialog.getByRole("button", { name: "Delete customer" });
    expect(await yes.isDisabled()).toBe(true);
    await dialog.getByLabel("Type Doomed Ltd to go on").fill("Doomed Ltd");
    await yes.click();
    await page.getByText("Doomed Ltd is deleted.").waitFor();
    await page.waitForURL(/\/billing\/customers$/);
    expect((await organization.refusal(getCustomer, { params: { customer: made?.id ?? "" } })).code).toBe(
      "customer.not_found",
    );
    await page.goBack();
    await page.getByText("There is no such customer").waitFor();
    await context.close();
  });
});

describe("merging customers", () => {
  test("given two customers, when one is merged into the other and that is undone, then both are as they were", async () => {
    const { page, open, add, customer, context, faults } = await world.settle();
    const [kept, gone] = await add(
      { display_name: "Acme", email: "info@acme.example" },
      { display_name: "ACME Inc.", phone: "+1 617 444 3000", contact_persons: [{ first_name: "Wile" }] },
    );
    await open(`billing/customers/${kept?.id}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Merge with another customer" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge two customers" });
    await dialog.getByRole("combobox", { name: "Merge into Acme" }).fill("acme inc");
    await page.getByRole("option", { name: /ACME Inc\./ }).click();
    const plan = dialog.getByRole("list", { name: "What the merge does" });
    await plan.waitFor();
    expect(await plan.getByRole("listitem").allInnerTexts()).toEqual([
      "Phone is filled with +1 617 444 3000",
      "1 contact person comes over: Wile",
      "ACME Inc. becomes inactive and leads to the one that stays",
    ]);
    expect(await customer(kept?.id ?? "")).toMatchObject({ phone: null });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("ACME Inc. is merged into Acme.").waitFor();
    expect(await customer(kept?.id ?? "")).toMatchObject({
      phone: "+1 617 444 3000",
      contact_persons: [{ first_name: "Wile" }],
    });
    expect(await customer(gone?.id ?? "")).toMatchObject({ status: "inactive", merged_into: kept?.id });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await customer(kept?.id ?? "")).toMatchObject({ phone: null, contact_persons: [] });
    expect(await customer(gone?.id ?? "")).toMatchObject({
      status: "active",
      merged_into: null,
      contact_persons: [{ first_name: "Wile" }],
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a merge and a change since, when it is undone on its page, then what stays is named", async () => {
    const { page, open, add, organization, context } = await world.settle();
    const [kept, gone] = await add({ display_name: "Stays" }, { display_name: "Goes", phone: "111111" });
    const params = { customer: kept?.id ?? "" };
    await organization.send(mergeCustomers, { params, body: { loser: gone?.id ?? "" } });
    await organization.send(editCustomer, { params, body: { phone: "222222" } });
    await open(`billing/customers/${gone?.id}`);
    await page.getByText("Merged", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Stays" }).click();
    await page.getByRole("heading", { level: 1, name: "Stays" }).waitFor();
    await page.getByRole("tab", { name: "Activity" }).click();
    await page.getByRole("link", { name: "Merges" }).click();
    await page.getByText("Filled: Phone.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    const left = page.getByRole("status").filter({ hasText: "Not everything went back" });
    await left.getByText("Phone was changed since and stays").waitFor();
    expect(customerAt(page)).toBe(kept?.id);
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  });

  test("given customers in different currencies, then they cannot be merged, and the dialog says why", async () => {
    const { page, open, add, context } = await world.settle();
    await add(
      { display_name: "Dollars", currency_code: "USD" },
      { display_name: "Euros", currency_code: "EUR" },
    );
    await open("billing/customers");
    await page.getByRole("checkbox", { name: "Choose Dollars" }).check();
    await page.getByRole("checkbox", { name: "Choose Euros" }).check();
    await page.getByRole("toolbar").getByRole("button", { name: "Merge" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge two customers" });
    await dialog.getByRole("alert").getByText("Customers in different currencies cannot be merged").waitFor();
    expect(await dialog.getByRole("button", { name: "Merge", exact: true }).isDisabled()).toBe(true);
    await context.close();
  });
});
