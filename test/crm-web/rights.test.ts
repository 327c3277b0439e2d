import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pictures } from "../e2e/pictures.ts";
import { keepShot } from "../support/browser.ts";
import { addColleague, choose, type CrmVisitor, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

const rail = (page: Page) => page.getByRole("navigation", { name: "Main" });

async function undo(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Undo" }).last().click();
  await page.getByText("Undone.").first().waitFor();
}

/** Makes a profile like Standard and takes rights away, all on the pages. */
async function makeProfile(crm: CrmVisitor, name: string, off: readonly string[]): Promise<void> {
  const { page } = crm;
  await crm.open("setup/profiles");
  await page.getByRole("button", { name: "New profile" }).click();
  const dialog = page.getByRole("dialog", { name: "New profile" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Make profile" }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  for (const one of off) {
    const box = page.getByRole("checkbox", { name: one, exact: true });
    await box.uncheck();
    await expect.poll(() => box.isEnabled()).toBe(true);
  }
}

describe("profiles", () => {
  test("given a profile of one's own, when rights are taken away, then its user's pages lack what they may not do, and the API refuses it too", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [account = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.add("Contacts", [{ Last_Name: "Miles", Account_Name: { id: account } }]);
    const cora = await addColleague(world, crm, "Cora Colleague");
    await makeProfile(crm, "Inside sales", ["Delete: Accounts", "Create: Accounts", "View: Contacts"]);
    expect(await page.getByRole("checkbox", { name: "Import: Accounts" }).isChecked()).toBe(false);
    expect(await page.getByRole("checkbox", { name: "Mass Update: Contacts" }).isChecked()).toBe(false);
    await keepShot(page, "crm-profile");
    await pictures(page)("crm-profile");
    await page.getByRole("checkbox", { name: "Edit: Deals", exact: true }).uncheck();
    await page.getByText("Users of Inside sales may not edit deals.").waitFor();
    await undo(page);
    await expect
      .poll(() => page.getByRole("checkbox", { name: "Mass Update: Deals" }).isChecked())
      .toBe(true);
    await crm.open("setup/users");
    await choose(page, "Profile of Cora Colleague", "Inside sales");
    await page.getByText("Cora Colleague has another profile.").waitFor();

    const beside = await world.beside(crm, {}, cora);
    await beside.open("accounts");
    await beside.page.getByRole("link", { name: "Akamai", exact: true }).waitFor();
    expect(await rail(beside.page).getByRole("link", { name: "Contacts" }).count()).toBe(0);
    expect(await beside.page.getByRole("link", { name: "New account" }).count()).toBe(0);
    await beside.page.getByRole("button", { name: "More actions" }).click();
    await beside.page.getByRole("menuitem", { name: "Recycle bin" }).waitFor();
    expect(await beside.page.getByRole("menuitem", { name: "Import from CSV" }).count()).toBe(0);
    await beside.page.keyboard.press("Escape");
    await beside.open(`accounts/${account}`);
    await beside.page.getByRole("link", { name: "Edit", exact: true }).waitFor();
    expect(await beside.page.getByRole("button", { name: "More actions" }).count()).toBe(0);
    expect(await beside.page.getByRole("region", { name: "Contacts" }).count()).toBe(0);
    expect(await beside.page.getByRole("region", { name: "Deals" }).count()).toBe(1);
    const refused = await beside.page.evaluate(
      async ({ id, organization }) => {
        const headers = { "x-concord-organization": organization };
        return (await fetch(`/crm/v8/Accounts/${id}`, { method: "DELETE", headers })).status;
      },
      { id: account, organization: crm.organization.id },
    );
    expect(refused).toBe(403);
    expect(beside.faults.filter((fault) => !fault.includes("403"))).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });

  test("given a field hidden from a profile, and one that it reads only, then its user's record shows just that, until it is undone", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [account = ""] = await crm.add("Accounts", [
      { Account_Name: "Akamai", Phone: "555 0101", Annual_Revenue: 98765 },
    ]);
    const cora = await addColleague(world, crm, "Cora Colleague");
    await makeProfile(crm, "Without revenue", []);
    await choose(page, "Right on Annual Revenue", "Hidden");
    await page.getByText("Annual Revenue is hidden for Without revenue.").waitFor();
    await choose(page, "Right on Phone", "Read only");
    await page.getByText("Phone is read only for Without revenue.").waitFor();
    await keepShot(page, "crm-field-rights");
    await crm.open("setup/users");
    await choose(page, "Profile of Cora Colleague", "Without revenue");
    await page.getByText("Cora Colleague has another profile.").waitFor();
    const beside = await world.beside(crm, {}, cora);
    await beside.open(`accounts/${account}`);
    await beside.page.getByRole("button", { name: "Edit Account Name" }).waitFor();
    await beside.page.getByText("555 0101").first().waitFor();
    expect(await beside.page.getByRole("button", { name: "Edit Phone" }).count()).toBe(0);
    expect(await beside.page.getByText("Annual Revenue").count()).toBe(0);
    await beside.open(`accounts/${account}/edit`);
    await beside.page.getByLabel("Account Name").waitFor();
    expect(await beside.page.getByLabel("Annual Revenue").count()).toBe(0);
    expect(beside.faults).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });

  test("given a module hidden from one's profile, then Home and the search ask for the others only", async () => {
    const crm = await world.settle();
    await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.add("Deals", [
      { Deal_Name: "Akamai pilot", Stage: "Qualification", Closing_Date: "2026-12-01" },
    ]);
    const cora = await addColleague(world, crm, "Cora Colleague");
    await makeProfile(crm, "Without deals", ["View: Deals"]);
    await crm.open("setup/users");
    await choose(crm.page, "Profile of Cora Colleague", "Without deals");
    await crm.page.getByText("Cora Colleague has another profile.").waitFor();

    const beside = await world.beside(crm, {}, cora);
    const asked: string[] = [];
    beside.page.on("request", (request) => {
      if (/\/crm\/v8\/[A-Z]/.test(request.url())) asked.push(new URL(request.url()).pathname);
    });
    await beside.open("");
    const recent = beside.page.getByRole("list", { name: "Recently modified" });
    await recent.getByRole("link", { name: "Akamai" }).waitFor();
    expect(await recent.getByRole("listitem").count()).toBe(1);
    expect(await beside.page.getByRole("list", { name: "Records" }).getByRole("listitem").count()).toBe(2);
    await keepShot(beside.page, "crm-home-without-deals");
    await beside.page.keyboard.press("ControlOrMeta+k");
    await beside.page.getByPlaceholder("Search records, or go to a page").fill("akamai");
    await beside.page.getByRole("button", { name: /^Akamai/ }).waitFor();
    expect(asked).toContain("/crm/v8/Accounts/actions/find");
    expect(asked.filter((path) => path.includes("Deals"))).toEqual([]);
    expect(beside.faults).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });

  test("given a predefined profile, then it is shown and not changed; given the last administrators' own, then its set-up stays, with the reason", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("setup/profiles");
    await page.getByText("Administrator", { exact: true }).first().click();
    await page.getByText("Predefined; clone it to change it").waitFor();
    expect(await page.getByRole("checkbox", { name: "View: Accounts" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Clone" }).click();
    const dialog = page.getByRole("dialog", { name: "New profile" });
    await dialog.getByLabel("Name").fill("standard");
    await dialog.getByRole("button", { name: "Make profile" }).click();
    await dialog.getByText("Another profile has this name").first().waitFor();
    await dialog.getByLabel("Name").fill("Our administrators");
    await dialog.getByRole("button", { name: "Make profile" }).click();
    await page.getByRole("heading", { name: "Our administrators" }).waitFor();
    await crm.open("setup/users");
    await choose(page, "Profile of Olivia Owner", "Our administrators");
    await page.getByText("Olivia Owner has another profile.").waitFor();
    await crm.open("setup/profiles");
    await page.getByText("Our administrators", { exact: true }).click();
    await page.getByRole("switch", { name: "May do the set-up" }).click();
    await page.getByRole("alert").filter({ hasText: "The last administrator must stay" }).waitFor();
    expect(await page.getByRole("switch", { name: "May do the set-up" }).isChecked()).toBe(true);

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete profile" }).click();
    const question = page.getByRole("dialog", { name: "Delete Our administrators?" });
    await question.getByText("1 user has this profile and gets another one at once.").waitFor();
    await choose(page, "Its users get", "Administrator");
    await question.getByRole("button", { name: "Delete profile" }).click();
    await page.getByText("The profile Our administrators is deleted.").waitFor();
    await page.getByText("0 profiles of your own").waitFor();
    await crm.context.close();
  });

  test("given somebody without set-up, then profiles, roles and sharing are seen and not changed", async () => {
    const crm = await world.settle();
    const beside = await world.beside(crm, {}, await addColleague(world, crm, "Cora Colleague"));
    for (const [path, what] of [
      ["setup/profiles", "make or change profiles"],
      ["setup/roles", "change roles"],
      ["setup/data-sharing", "change whose records users see"],
    ] as const) {
      await beside.open(path);
      await beside.page.getByText(`Only administrators of the CRM may ${what}`).waitFor();
      expect(
        await beside.page.getByRole("button", { name: /^(New profile|Add a role|Edit|Delete)/ }).count(),
      ).toBe(0);
    }
    expect(await beside.page.getByRole("radio", { name: "Private" }).first().isDisabled()).toBe(true);
    await beside.context.close();
    await crm.context.close();
  });
});

describe("roles", () => {
  test("given the tree, when roles are added, moved and deleted, then it shows so, and a circle is refused at its field", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("setup/roles");
    await page.getByRole("button", { name: "Add a role below Manager" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Sales");
    await page.getByRole("button", { name: "Make role" }).click();
    await page.getByText("The role Sales is there.").waitFor();
    await page.getByRole("button", { name: "Add a role below Sales" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Juniors");
    await page.getByRole("dialog").getByLabel("Share with peers").check();
    await page.getByRole("button", { name: "Make role" }).click();
    await page.getByText(/peers see one another's records/).waitFor();
    await keepShot(page, "crm-roles");
    await pictures(page)("crm-roles");

    await page.getByRole("button", { name: "Edit Sales" }).click();
    await choose(page, "Reports to", "Juniors");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByText("Reports to would close a circle: Sales reports to Juniors reports to Sales")
      .first()
      .waitFor();
    await choose(page, "Reports to", "CEO");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.").waitFor();

    await crm.open("setup/users");
    await choose(page, "Role of Olivia Owner", "Sales");
    await page.getByText("Olivia Owner has another role.").waitFor();
    await crm.open("setup/roles");
    await page.getByRole("button", { name: "Delete Sales" }).click();
    const question = page.getByRole("dialog", { name: "Delete Sales?" });
    await question.getByText("1 user gets the role below. 1 role below it moves up to CEO.").waitFor();
    await question.getByRole("button", { name: "Delete role" }).click();
    await page.getByText("The role Sales is deleted.").waitFor();
    expect(await page.getByRole("list", { name: "Roles" }).getByText("Juniors").count()).toBe(1);
    expect(crm.faults.filter((fault) => !fault.includes("400"))).toEqual([]);
    await crm.context.close();
  });
});

describe("data sharing", () => {
  test("given accounts made private, then a colleague sees their own alone, until that is undone", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Olivia's" }]);
    const cora = await addColleague(world, crm, "Cora Colleague");
    const { body } = await crm.organization.crm("GET", "/users?type=AllUsers");
    const id = body.users?.find((one) => one["email"] === cora.email)?.id;
    await crm.add("Accounts", [{ Account_Name: "Cora's", Owner: { id } }]);
    const beside = await world.beside(crm, {}, cora);
    await beside.open("accounts");
    await beside.page.getByText("2 accounts").waitFor();

    await crm.open("setup/data-sharing");
    await page.getByRole("radiogroup", { name: "Sharing of Accounts" }).getByText("Private").click();
    await page.getByText("Accounts are seen by their owners and those above them.").waitFor();
    await keepShot(page, "crm-data-sharing");
    await beside.page.reload();
    await beside.page.getByText("1 account", { exact: true }).waitFor();
    expect(await beside.page.getByRole("link", { name: "Cora's", exact: true }).count()).toBe(1);
    expect(await beside.page.getByRole("link", { name: "Olivia's", exact: true }).count()).toBe(0);
    await undo(page);
    await beside.page.reload();
    await beside.page.getByText("2 accounts").waitFor();
    await beside.context.close();
    await crm.context.close();
  });
});
