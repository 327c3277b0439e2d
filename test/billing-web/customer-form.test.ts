import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { countCustomers, editCustomer } from "#billing/customer/customer.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { type BillingWebWorld, customerAt, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

describe("creating a customer", () => {
  test("given every kind of field, when they are filled in and Ctrl S is pressed, then the customer has them all", async () => {
    const { page, open, organization, customer, faults, context } = await world.settle();
    for (const body of [
      { label: "Renewal", type: "date" as const },
      { label: "Discount", type: "decimal" as const },
      { label: "Key account", type: "check_box" as const },
      { label: "Tier", type: "pick_list" as const, options: ["Gold", "Silver"] },
    ])
      await organization.send(customFields.customer.add, { body });
    await open("billing/customers/new");
    await page.getByLabel("Display name").fill("  Müller & Söhne 🚀 ");
    await page.getByLabel("E-mail").fill("info@mueller.example");
    await page.getByLabel("Phone").first().fill("030 / 123 45 67");
    await page.getByRole("textbox", { name: "Payment terms", exact: true }).fill("30");
    await page.getByRole("textbox", { name: "City" }).first().fill("Berlin");
    await page.getByRole("button", { name: "Copy the billing address" }).click();
    await page.getByLabel("Renewal").fill("2026-12-31");
    await page.getByLabel("Discount").fill("12.50");
    await page.getByLabel("Key account").check();
    await page.getByRole("combobox", { name: "Tier" }).click();
    await page.getByRole("option", { name: "Gold" }).click();
    await page.getByPlaceholder("Type and press Enter").fill("vip");
    await page.keyboard.press("Enter");
    await page.getByLabel("Notes").fill("Line one\nLine two");
    await page.keyboard.press("Control+s");
    await page.getByText("Müller & Söhne 🚀 is created.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Müller & Söhne 🚀" }).waitFor();
    expect(await customer(customerAt(page))).toMatchObject({
      display_name: "Müller & Söhne 🚀",
      email: "info@mueller.example",
      phone: "030 / 123 45 67",
      payment_terms: 30,
      billing_address: { city: "Berlin" },
      shipping_address: { city: "Berlin" },
      custom_fields: { cf_renewal: "2026-12-31", cf_discount: "12.5", cf_key_account: true, cf_tier: "Gold" },
      tags: ["vip"],
      notes: "Line one\nLine two",
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given choices of which one is chosen, when one clicks and types, then that takes its place; Enter amid a word sends nothing", async () => {
    const { page, open, customer, context } = await world.settle();
    await open("billing/customers/new");
    await page.getByLabel("Display name").fill("Euro Ltd");
    const currency = page.getByRole("combobox", { name: "Currency" });
    await currency.click();
    await page.keyboard.type("EURX");
    expect(await currency.inputValue()).toBe("EURX");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await currency.inputValue()).toMatch(/^Euro \(EUR\)/);
    expect(new URL(page.url()).pathname).toMatch(/customers\/new$/);
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: "Euro Ltd" }).waitFor();
    expect(await customer(customerAt(page))).toMatchObject({ currency_code: "EUR" });
    await context.close();
  });

  test("given wrong values, when the form is sent, then each is named beside its field and on top, a click leads there, and nothing typed is lost", async () => {
    const { page, open, context } = await world.settle();
    await open("billing/customers/new");
    await page.getByLabel("E-mail").fill("nobody");
    await page.getByLabel("Website").fill("javascript:alert(1)");
    await page.getByRole("textbox", { name: "Payment terms", exact: true }).fill("soon");
    await page.getByRole("textbox", { name: "Payment terms", exact: true }).press("Enter");
    const alert = page.getByRole("alert");
    await alert.getByText("4 fields need another look").waitFor();
    expect(await alert.getByRole("listitem").allInnerTexts()).toEqual([
      "Display name must not be empty",
      "E-mail must be an address like name@example.com",
      "Website must be a web address like https://example.com",
      "Payment terms (days) must be a whole number of at most 15 digits",
    ]);
    await alert.getByRole("button", { name: /^E-mail/ }).click();
    const email = page.getByLabel("E-mail");
    expect(await email.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    expect(await email.inputValue()).toBe("nobody");
    expect(await accessibilityFaults(page)).toEqual([]);
    await email.fill("somebody@example.com");
    await email.blur();
    await page.getByText("E-mail must be an address", { exact: false }).waitFor({ state: "detached" });
    await alert.getByText("3 fields need another look").waitFor();
    const name = page.getByLabel("Display name");
    await name.fill("Somebody");
    await alert.getByText("2 fields need another look").waitFor();
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    await name.fill("");
    await alert.getByText("3 fields need another look").waitFor();
    await name.fill("Somebody");
    await page.getByLabel("Website").fill("https://example.com");
    await page.getByRole("textbox", { name: "Payment terms", exact: true }).fill("30");
    await alert.waitFor({ state: "detached" });
    await context.close();
  });

  test("given 200 kB of text and a control character, then the fields say how much fits, and nothing is sent", async () => {
    const { page, open, organization, context } = await world.settle();
    await open("billing/customers/new");
    await page.getByLabel("Display name").fill("x".repeat(200_000));
    await page.getByLabel("Notes").fill("long ".repeat(40_000));
    await page.getByLabel("Company name").fill(`A${String.fromCharCode(1)}B`);
    let sent = 0;
    page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
    await page.getByRole("button", { name: "Create customer" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("Display name has 200000 characters; at most 200 fit").waitFor();
    await alert.getByText("Notes has 199999 characters; at most 32000 fit").waitFor();
    await alert.getByText("Company name holds a control character").waitFor();
    expect(sent).toBe(0);
    expect((await organization.send(countCustomers, { query: {} })).count).toBe(0);
    await context.close();
  });

  test("given a server that is gone when the form is sent, then what was typed is there, and is sent once it is back", async () => {
    const { page, open, context } = await world.settle();
    await open("billing/customers/new");
    await page.getByLabel("Display name").fill("Patience Ltd");
    await page.route("**/api/v1/customers", (route) => route.abort());
    await page.keyboard.press("Control+s");
    await page.getByRole("alert").getByText("The server cannot be reached").waitFor();
    expect(await page.getByLabel("Display name").inputValue()).toBe("Patience Ltd");
    await page.unroute("**/api/v1/customers");
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: "Patience Ltd" }).waitFor();
    await context.close();
  });
});

describe("a form that is left", () => {
  test("given changes, when they are kept as a draft, then they are back later, and others of the browser do not see them", async () => {
    const visitor = await world.settle();
    const { page, open, context } = visitor;
    await open("billing/customers/new");
    await page.getByLabel("Display name").fill("Half done");
    await page.getByRole("link", { name: "Home" }).click();
    const dialog = page.getByRole("dialog", { name: "Leave with unsaved changes?" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Keep draft" }).click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();

    const other = await world.web.world.organization("Other Ltd", { owner: visitor.organization.owner });
    await page.goto(`/o/${other.id}/billing/customers/new`);
    await page.getByLabel("Display name").waitFor();
    expect(await page.getByLabel("Display name").inputValue()).toBe("");

    await open("billing/customers/new");
    await page.getByText("Your draft from").waitFor();
    expect(await page.getByLabel("Display name").inputValue()).toBe("Half done");
    await page.getByRole("button", { name: "Create customer" }).click();
    await page.getByRole("heading", { level: 1, name: "Half done" }).waitFor();
    await open("billing/customers/new");
    await page.getByLabel("Display name").waitFor();
    expect(await page.getByText("Your draft from").count()).toBe(0);
    await context.close();
  });

  test("given a draft of an edit, when others change the customer before it is sent, then only the field that both changed is asked about", async () => {
    const { page, open, add, customer, organization, context } = await world.settle();
    const [made] = await add({ display_name: "Contended", phone: "111111", email: "old@example.com" });
    const id = made?.id ?? "";
    await open(`billing/customers/${id}/edit`);
    await page.getByLabel("E-mail").fill("mine@example.com");
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByRole("button", { name: "Keep draft" }).click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await organization.send(editCustomer, {
      params: { customer: id },
      body: { email: "theirs@example.com", phone: "222222" },
    });

    await open(`billing/customers/${id}/edit`);
    await page.getByText("Your draft from").waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("mine@example.com");
    await page.getByRole("button", { name: "Save" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("owner key changed E-mail to “theirs@example.com” meanwhile").waitFor();
    expect(await alert.getByRole("listitem").count()).toBe(1);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Contended is saved.").waitFor();
    expect(await customer(id)).toMatchObject({ email: "mine@example.com", phone: "222222" });
    await context.close();
  });
});

describe("two people who edit one customer", () => {
  test("given changes of different fields, then both stand, and the second is told what the first changed", async () => {
    const visitor = await world.settle();
    const { page, open, add, customer, context, faults } = visitor;
    const [made] = await add({ display_name: "Shared", billing_address: { city: "Rome" } });
    const id = made?.id ?? "";
    const other = await world.beside(visitor);
    await open(`billing/customers/${id}/edit`);
    await other.open(`billing/customers/${id}/edit`);
    await page.getByRole("textbox", { name: "City" }).first().fill("Milan");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Shared" }).waitFor();
    await other.page.getByLabel("Website").fill("https://shared.example");
    await other.page.getByRole("button", { name: "Save" }).click();
    await other.page
      .getByText("Olivia Owner changed Billing city to “Milan” meanwhile; that stays too.")
      .waitFor();
    expect(await customer(id)).toMatchObject({
      billing_address: { city: "Milan" },
      website: "https://shared.example",
      version: 3,
    });
    expect(faults).toEqual([]);
    await Promise.all([context.close(), other.context.close()]);
  });

  test("given changes of the same field, then the second sees the first's value and decides", async () => {
    const visitor = await world.settle();
    const { page, open, add, customer, context } = visitor;
    const [made] = await add("Disputed");
    const id = made?.id ?? "";
    const other = await world.beside(visitor);
    await open(`billing/customers/${id}/edit`);
    await other.open(`billing/customers/${id}/edit`);
    await page.getByLabel("Notes").fill("first");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Disputed" }).waitFor();
    await other.page.getByLabel("Notes").fill("second");
    await other.page.getByRole("button", { name: "Save" }).click();
    const alert = other.page.getByRole("alert");
    await alert.getByText("Somebody else changed this customer meanwhile").waitFor();
    await alert.getByText("Olivia Owner changed Notes to “first” meanwhile").waitFor();
    expect(await customer(id)).toMatchObject({ notes: "first" });
    expect(await other.page.getByLabel("Notes").inputValue()).toBe("second");
    await other.page.getByRole("button", { name: "Save" }).click();
    await other.page.getByText("Disputed is saved.").waitFor();
    expect(await customer(id)).toMatchObject({ notes: "second" });
    await Promise.all([context.close(), other.context.close()]);
  });
});
