import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { financeModules } from "#crm/finance/finance.ts";
import { pictures } from "../e2e/pictures.ts";
import { profileNamed } from "../finance/finance-world.ts";
import { accessibilityFaults, keepShot, type Look, looks } from "../support/browser.ts";
import { customerNamed, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { addColleague, choose, type CrmVisitor, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

type Tied = CrmVisitor & { account: string; contact: string; deal: string; customer: string };

/** The owner of an organization whose account Akamai is a customer, with a contact and a deal. */
async function tied(look?: Look): Promise<Tied> {
  const crm = await world.settle(look);
  const [account = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
  const Account_Name = { id: account };
  const [contact = ""] = await crm.add("Contacts", [{ Last_Name: "Miles", Account_Name }]);
  const [deal = ""] = await crm.add("Deals", [
    { Deal_Name: "Edge seats", Stage: "Qualification", Account_Name },
  ]);
  const choice = { module: "accounts-and-contacts", extent: "two-way" } as const;
  await (await startSyncing(crm.organization, choice)).run();
  const customer = (await customerNamed(crm.organization, "Akamai")).id;
  return { ...crm, account, contact, deal, customer };
}

/** Sends an invoice out to the customer. */
async function bill({ organization, customer }: Tied, price: string): Promise<string | null> {
  const line_items = [{ name: "Seat", price }];
  const body = { customer_id: customer, line_items, send: true };
  return (await organization.send(createInvoice, { body })).number;
}

async function goldPlan(organization: Organization): Promise<void> {
  const product = await organization.send(createProduct, { body: { name: "Seats" } });
  const plan = { plan_code: "gold", name: "Gold", interval: 1, interval_unit: "months" } as const;
  await organization.send(createPlan, {
    body: { ...plan, product_id: product.id, prices: [{ price: "25" }] },
  });
}

const rail = (page: Page) => page.getByRole("navigation", { name: "Main" });

describe("Setup > Finance", () => {
  test("F56, F57: given nothing is switched on, then rail and record show nothing of billing; what is switched on is there, with its refresh", async () => {
    const crm = await tied();
    const { page, account } = crm;
    const number = await bill(crm, "10");
    await crm.open(`accounts/${account}`);
    await page.getByRole("heading", { name: "Akamai" }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("region", { name: "Invoices" }).count()).toBe(0);
    expect(await rail(page).getByRole("link", { name: "Invoices" }).count()).toBe(0);

    await crm.open("setup/finance");
    await page.getByText("Billing is connected").waitFor();
    await page.getByRole("switch", { name: "Invoices" }).click();
    await rail(page).getByRole("link", { name: "Invoices" }).waitFor();
    await choose(page, "Standard: Invoices", "View");
    await page.getByText("Standard has other rights in invoices.").waitFor();
    // One notice takes the place of the one before: together they would lie over the choices.
    await page.getByText("The CRM shows what is switched on.").waitFor({ state: "detached", timeout: 2_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-finance-setup");
    await pictures(page)("crm-finance-setup");

    await crm.open(`accounts/${account}`);
    const list = page.getByRole("region", { name: "Invoices" });
    await list.getByRole("link", { name: number ?? "" }).waitFor();
    expect(await page.getByRole("region", { name: "Estimates" }).count()).toBe(0);
    const later = await bill(crm, "25");
    // F61: what is shown was read a moment ago; refreshing reads it now.
    await list.getByText(/^Read /).waitFor();
    expect(await list.getByRole("link", { name: later ?? "" }).count()).toBe(0);
    await list.getByRole("button", { name: "Refresh Invoices" }).click();
    await list.getByRole("link", { name: later ?? "" }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("F57, F60: given an account that is no customer yet, then its lists say so and lead to the connection, and after the sync offer to write, by themselves or refreshed", async () => {
    const crm = await world.settle();
    const { page, organization } = crm;
    await organization.send(setFinance, { body: { enabled: ["invoices", "purchase_orders"] } });
    const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
    const [account = "", other = ""] = await crm.add("Accounts", [
      { Account_Name: "Akamai" },
      { Account_Name: "Brugge" },
    ]);
    await crm.open(`accounts/${account}`);
    await page.getByText("This account is no customer in billing yet.").waitFor();
    const connection = page.getByRole("link", { name: "Show the connection" });
    expect(await connection.getAttribute("href")).toContain(sync.connection);
    await page.getByRole("link", { name: "New purchase order" }).waitFor();
    expect(await page.getByRole("link", { name: "New invoice" }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-finance-not-yet");
    const beside = await world.beside(crm);
    await beside.open(`accounts/${other}`);
    await beside.page.getByText("This account is no customer in billing yet.").waitFor();
    await sync.run();
    await beside.page.getByRole("button", { name: "Refresh Invoices" }).click();
    await beside.page.getByRole("link", { name: "New invoice" }).waitFor();
    await page.getByRole("link", { name: "New invoice" }).waitFor();
    expect(await page.getByText("is no customer in billing yet").count()).toBe(0);
    expect(crm.faults).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });

  test("F57: given a window that shows a module, when that is switched off elsewhere, then it goes as the window is looked at again, or hears so", async () => {
    const crm = await tied();
    const { page, organization } = crm;
    const switchOn = (...enabled: "invoices"[]) => organization.send(setFinance, { body: { enabled } });
    const invoices = rail(page).getByRole("link", { name: "Invoices" });
    await switchOn("invoices");
    await crm.open("accounts");
    await invoices.waitFor();
    await page.waitForLoadState("networkidle");
    await switchOn();
    expect(await invoices.count()).toBe(1);
    // Back from another tab.
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await invoices.waitFor({ state: "detached" });
    await switchOn("invoices");
    // Back from a window that lay beside it.
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await invoices.waitFor();
    await page.waitForLoadState("networkidle");
    await switchOn();
    // Nobody has looked elsewhere; the list's own answer tells.
    await invoices.click();
    await page.getByText("The CRM does not show this module of billing").waitFor();
    await invoices.waitFor({ state: "detached" });
    await crm.context.close();
  });

  test("F61, F60: given an invoice, when its number is followed from the account, then its paper, balance and account are shown, and billing's page is one click away", async () => {
    const crm = await tied();
    const { page, organization, account } = crm;
    await organization.send(setFinance, { body: { enabled: [...financeModules] } });
    const number = await bill(crm, "40");
    await crm.open(`accounts/${account}`);
    await page.getByText("Outstanding").waitFor();
    await keepShot(page, "crm-account-finance");
    await pictures(page)("crm-account-finance", page.getByRole("heading", { name: "History" }));
    expect(await accessibilityFaults(page)).toEqual([]);
    await page
      .getByRole("region", { name: "Invoices" })
      .getByRole("link", { name: number ?? "" })
      .click();
    await page.getByRole("heading", { level: 1, name: number ?? "" }).waitFor();
    await page.getByText(/balance US\$40\.00/).waitFor();
    await page.getByRole("article", { name: new RegExp(number ?? "") }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Akamai", exact: true }).first().click();
    await page.waitForURL(new RegExp(`/crm/accounts/${account}$`));
    await page.goBack();
    await page.getByRole("link", { name: "Open in billing" }).click();
    await page.waitForURL(/\/billing\/invoices\/inv_/);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("F63: given a member who has the CRM alone, then they see of billing what their profile shows them in the CRM, and no page or search leads further", async () => {
    const crm = await tied();
    const { organization, account } = crm;
    const standard = await profileNamed(organization, "Standard");
    const profiles = [{ id: standard, rights: { invoices: "create" as const } }];
    await organization.send(setFinance, { body: { enabled: [...financeModules], profiles } });
    const number = (await bill(crm, "40")) ?? "";
    const carl = await addColleague(world, crm, "Carl Caller", "crm");
    const beside = await world.beside(crm, {}, carl);
    const { page } = beside;
    await page.goto(`/o/${organization.id}/billing`);
    await page.waitForURL(/\/crm$/);
    await rail(page).getByRole("link", { name: "Invoices" }).waitFor();
    expect(await rail(page).getByRole("link", { name: "Billing" }).count()).toBe(0);
    await beside.open(`accounts/${account}`);
    const list = page.getByRole("region", { name: "Invoices" });
    await list.getByRole("link", { name: number }).waitFor();
    expect(await page.getByRole("link", { name: "New invoice" }).count()).toBe(0);
    await list.getByRole("link", { name: number }).click();
    await page.getByText(/balance US\$40\.00/).waitFor();
    expect(await page.getByRole("link", { name: "Open in billing" }).count()).toBe(0);
    await page.keyboard.press("Control+K");
    await page.getByRole("textbox", { name: /Search records/ }).fill("Akamai");
    await page
      .getByRole("button", { name: /Akamai/ })
      .first()
      .waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByText("Customers", { exact: true }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await keepShot(page, "crm-only");
    expect(beside.faults).toEqual([]);
    for (const closed of ["billing/customers", "settings/members", "settings/integrations"]) {
      await page.goto(`/o/${organization.id}/${closed}`);
      await page.getByText("Your role does not allow this").waitFor();
    }
    await page.goto(`/o/${organization.id}/settings`);
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await beside.context.close();
    await crm.context.close();
  });

  test("F58, F59: given a subscription, then the contact of its account lists it, and its page tells what it sells and bills", async () => {
    const crm = await tied();
    const { page, organization, contact, customer } = crm;
    await organization.send(setFinance, { body: { enabled: [...financeModules] } });
    await goldPlan(organization);
    const { subscription } = await organization.send(createSubscription, {
      body: { customer_id: customer, plan: { plan: "gold" } },
    });
    await crm.open(`contacts/${contact}`);
    const list = page.getByRole("region", { name: "Subscriptions" });
    for (const text of ["Gold", "Live", "US$25.00"]) await list.getByText(text).first().waitFor();
    await list.getByRole("link", { name: subscription.number }).click();
    await page.getByText("US$25.00 a term, before tax").waitFor();
    await page.getByRole("heading", { name: "Terms" }).waitFor();
    await page.getByRole("table", { name: "Invoices" }).getByText("US$25.00").first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "crm-subscription");
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test.each(looks)(
    "F60: given %s colours on a %s, when the tab of invoices is opened, then those of the CRM's customers are listed, searched and kept in the address",
    async (colours, size) => {
      const crm = await tied({ colours, size });
      const { page, organization } = crm;
      await organization.send(setFinance, { body: { enabled: ["invoices"] } });
      const number = await bill(crm, "40");
      await crm.open("finance/invoices?status=sent");
      await page
        .getByText(number ?? "")
        .first()
        .waitFor();
      await page.getByText("Akamai").first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepShot(page, `crm-invoices-${size}-${colours}`);
      await page.getByRole("searchbox", { name: /Search invoices/ }).fill("nothing like it");
      await page.getByText("No invoice fits.").waitFor();
      expect(page.url()).toMatch(/q=nothing/);
      await page.getByRole("button", { name: "Show all invoices" }).click();
      await page
        .getByText(number ?? "")
        .first()
        .waitFor();
      expect(crm.faults).toEqual([]);
      await crm.context.close();
    },
  );

  test("F63: given a profile without the right, then there is neither list nor tab, and the tab's address says why", async () => {
    const crm = await tied();
    const { organization, account } = crm;
    await organization.send(setFinance, { body: { enabled: [...financeModules] } });
    const cora = await addColleague(world, crm, "Cora Colleague");
    const beside = await world.beside(crm, {}, cora);
    await beside.open(`accounts/${account}`);
    await beside.page.getByRole("heading", { name: "Akamai" }).waitFor();
    await beside.page.waitForLoadState("networkidle");
    expect(await beside.page.getByRole("region", { name: "Invoices" }).count()).toBe(0);
    expect(await rail(beside.page).getByRole("link", { name: "Estimates" }).count()).toBe(0);
    await beside.open("finance/invoices");
    await beside.page.getByText("Your CRM profile does not allow this").waitFor();
    await beside.open("setup/finance");
    await beside.page.getByText(/Only administrators of the CRM may choose/).waitFor();

    const id = await profileNamed(organization, "Standard");
    await organization.send(setFinance, { body: { profiles: [{ id, rights: { invoices: "view" } }] } });
    await beside.open(`accounts/${account}`);
    const list = beside.page.getByRole("region", { name: "Invoices" });
    await list.getByText("No invoices").waitFor();
    expect(await list.getByRole("link", { name: "New invoice" }).count()).toBe(0);

    await crm.open(`setup/profiles/${id}`);
    await choose(crm.page, "Standard: Invoices", "View and create");
    await crm.page.getByText("Standard has other rights in invoices.").waitFor();
    await keepShot(crm.page, "crm-profile-finance");
    expect(await accessibilityFaults(crm.page)).toEqual([]);
    await beside.page.reload();
    await list.getByRole("link", { name: "New invoice" }).waitFor();
    await beside.context.close();
    await crm.context.close();
  });
});

describe("made in the CRM", () => {
  test("F62: given a deal, when an invoice is written there, then its customer is settled, and deal and billing have it", async () => {
    const crm = await tied();
    const { page, organization, deal } = crm;
    await organization.send(setFinance, { body: { enabled: [...financeModules] } });
    await crm.open(`deals/${deal}`);
    const list = page.getByRole("region", { name: "Invoices" });
    await list.getByText("No invoices").waitFor();
    await list.getByRole("link", { name: "New invoice" }).click();
    await page.getByRole("heading", { name: "New invoice" }).waitFor();
    const customer = page.getByRole("textbox", { name: "Customer" });
    expect(await customer.inputValue()).toBe("Akamai");
    expect(await customer.getAttribute("readonly")).not.toBeNull();
    await page.getByRole("button", { name: "Save draft" }).click();
    await page
      .getByText(/needs? another look/)
      .first()
      .waitFor();
    await page.getByRole("combobox", { name: /^Item/ }).first().fill("Seat");
    await page
      .getByRole("textbox", { name: /^Price/ })
      .first()
      .fill("12.50");
    await keepShot(page, "crm-new-invoice");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("The draft for Akamai is saved.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Draft of an invoice" }).waitFor();
    await page.getByText("Total US$12.50").waitFor();
    await page.getByRole("link", { name: "Edge seats" }).click();
    await list.getByText("US$12.50").first().waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("F62, F64: given a salesperson on a phone, when a subscription is sold at the contact, then billing's history names them", async () => {
    const crm = await tied();
    const { organization, contact } = crm;
    const id = await profileNamed(organization, "Standard");
    await organization.send(setFinance, {
      body: { enabled: ["subscriptions"], profiles: [{ id, rights: { subscriptions: "create" } }] },
    });
    await goldPlan(organization);
    const cora = await addColleague(world, crm, "Cora Colleague");
    const beside = await world.beside(crm, { size: "phone", colours: "dark" }, cora);
    const { page, faults, context } = beside;
    await beside.open(`contacts/${contact}`);
    await page.getByRole("link", { name: "New subscription" }).click();
    await page.getByRole("heading", { name: "Sell a subscription" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Customer" }).inputValue()).toBe("Akamai");
    await page.getByRole("combobox", { name: "Plan" }).fill("Gold");
    await page.getByRole("option", { name: /Gold/ }).click();
    await keepShot(page, "crm-new-subscription");
    await page.getByRole("button", { name: "Sell", exact: true }).click();
    await page.getByText(/is sold to Akamai/).waitFor();
    await page.getByText("US$25.00 a term, before tax").waitFor();
    await page.getByRole("link", { name: "Open in billing" }).click();
    await page
      .getByText(/Cora Colleague/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
    await context.close();
    await crm.context.close();
  });
});
