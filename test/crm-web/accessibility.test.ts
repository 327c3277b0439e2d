import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, looks } from "../support/browser.ts";
import { type CrmVisitor, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;
let owner: CrmVisitor;
/** Every page of the CRM, and what shows that it is there. */
let pages: { path: string; shows: string }[];

beforeAll(async () => {
  world = await openCrmWebWorld();
  owner = await world.settle();
  pages = await fill(owner);
});
afterAll(() => world.stop());

async function fill(crm: CrmVisitor): Promise<typeof pages> {
  const field = { field_label: "Sync to billing", data_type: "boolean" };
  await crm.organization.crm("POST", "/settings/fields?module=Accounts", { fields: [field] });
  const [akamai = "", gone = "", beta = ""] = await crm.add("Accounts", [
    {
      Account_Name: "Akamai",
      Phone: "+1 617 444 3000",
      Website: "https://akamai.example",
      Employees: 10_000,
    },
    { Account_Name: "Gone" },
    { Account_Name: "Beta", Sync_to_billing: true, Parent_Account: null },
  ]);
  const account = { id: akamai };
  const [miles = ""] = await crm.add("Contacts", [
    { Last_Name: "Miles", Email: "boney@akamai.example", Account_Name: account, Email_Opt_Out: true },
  ]);
  const [deal = ""] = await crm.add("Deals", [
    { Deal_Name: "Renewal", Stage: "Closed Won", Amount: 1234.5, Account_Name: account },
  ]);
  await crm.organization.crm("DELETE", `/Accounts/${gone}`);
  const criteria = {
    group_operator: "OR",
    group: [
      { comparator: "equal", field: { api_name: "Sync_to_billing" }, value: true },
      { comparator: "between", field: { api_name: "Employees" }, value: [1, 100] },
    ],
  };
  const view = { name: "Mine", criteria, fields: [{ api_name: "Account_Name" }], access_type: "only_to_me" };
  const made = await crm.organization.crm("POST", "/settings/custom_views?module=Accounts", {
    custom_views: [view],
  });
  const { body: known } = await crm.organization.crm("GET", "/settings/profiles");
  const profile = known.profiles?.find((one) => one.name === "Standard")?.id ?? "";
  const mine = made.body.custom_views?.[0]?.details.id ?? "";
  return [
    { path: "", shows: "Recently modified" },
    { path: "accounts", shows: "Akamai" },
    { path: `accounts?open=${akamai}`, shows: "About the account" },
    { path: "accounts?q=nothing-like-it", shows: "No account holds these words" },
    { path: `accounts/${akamai}`, shows: "About the account" },
    { path: `accounts/${akamai}/edit`, shows: "Save changes" },
    { path: `accounts/${gone}`, shows: "This account does not exist" },
    { path: "accounts/new", shows: "Create account" },
    { path: "accounts/recycle-bin", shows: "Gone" },
    { path: "accounts/import", shows: "Choose a CSV file" },
    { path: "accounts/views/new", shows: "2 accounts now" },
    { path: `accounts/views/${mine}`, shows: "1 account now" },
    { path: "contacts", shows: "Miles" },
    { path: `contacts/${miles}`, shows: "About the contact" },
    { path: "contacts/new", shows: "Create contact" },
    { path: "deals", shows: "Renewal" },
    { path: `accounts/merge?ids=${akamai},${beta}`, shows: "Merge 2 accounts" },
    { path: `deals/${deal}`, shows: "Closed Won" },
    { path: "setup/users", shows: "1 active user" },
    { path: "setup/profiles", shows: "Works with all records" },
    { path: `setup/profiles/${profile}`, shows: "May do the set-up" },
    { path: "setup/roles", shows: "2 roles" },
    { path: "setup/data-sharing", shows: "Everybody sees all records" },
    { path: "setup/fields", shows: "Sync_to_billing" },
    { path: "setup/zsc-key", shows: "No key" },
    { path: "setup/clients", shows: "No program uses" },
  ];
}

describe("accessibility", () => {
  test.each(looks)(
    "given every page of the CRM, when it is shown in %s on a %s, then axe finds no fault, nothing is too wide, and no script fails",
    async (colours, size) => {
      const crm = await world.beside(owner, { colours, size });
      const { page } = crm;
      const found: string[] = [];
      for (const { path, shows } of pages) {
        await crm.open(path);
        await page.getByText(shows).first().waitFor();
        const faults = await accessibilityFaults(page);
        found.push(...faults.map((fault) => `${path}: ${fault}`));
        const spare = await page.evaluate(
          () => document.documentElement.clientWidth - document.documentElement.scrollWidth,
        );
        if (spare < 0) found.push(`${path}: ${-spare} px too wide`);
      }
      expect(found).toEqual([]);
      expect(crm.faults).toEqual([]);
      await crm.context.close();
    },
  );

  test("given answers that take long, when a page is opened, then it shows the shape of what comes, and axe finds no fault", async () => {
    const crm = await world.beside(owner);
    const { page } = crm;
    await crm.open("");
    await page.getByText("Recently modified").waitFor();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/crm/v8/Accounts?**", async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" }).click();
    await page.locator("tr[aria-hidden]").first().waitFor();
    expect(await page.locator("[aria-busy=true]").count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    release();
    await page.getByRole("link", { name: "Akamai", exact: true }).waitFor();
    await crm.context.close();
  });
});
