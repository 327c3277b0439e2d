import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser.ts";
import { addColleague, choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

/** Exchanges a ZSC key for a token, as a connection does; tells whether the key is alive. */
async function isAlive(email: string, key: string): Promise<boolean> {
  const response = await fetch(`${world.web.world.url}/oauth/v2/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "zsc_key", email, zsc_key: key }),
  });
  return "access_token" in ((await response.json()) as object);
}

describe("the ZSC key screen", () => {
  test("F4, F5, F6: given an administrator on the page to connect, when they follow the link, then they can generate a key, copy it, and regenerate it, which ends the old one", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`/o/${crm.organization.id}/settings/integrations/connect`);
    const link = page.getByRole("link", { name: /generate the ZSC key/ });
    await link.waitFor();
    await page.goto((await link.getAttribute("href")) ?? "");
    await page.getByRole("heading", { name: "ZSC key" }).waitFor();
    await page.getByText("No key").waitFor();
    await page.getByRole("button", { name: "Generate now" }).click();
    const first = await page.getByLabel("ZSC key", { exact: true }).innerText();
    await page.getByText("Copy the key now").waitFor();
    await page.getByRole("button", { name: "Copy ZSC key" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
    await page.mouse.move(0, 0);
    expect(await accessibilityFaults(page)).toEqual([]);
    const { email } = crm.organization.owner;
    expect(await isAlive(email, first)).toBe(true);

    await page.reload();
    await page.getByText("Active", { exact: true }).waitFor();
    expect(await page.getByText(first).count()).toBe(0);
    await page.getByRole("button", { name: "Generate new key" }).click();
    const question = page.getByRole("dialog", { name: "Generate a new key?" });
    await question.getByRole("button", { name: "Cancel" }).click();
    expect(await isAlive(email, first)).toBe(true);
    await page.getByRole("button", { name: "Generate new key" }).click();
    await question.getByRole("button", { name: "Generate new key" }).click();
    await page.getByText("Copy the key now").waitFor();
    const second = await page.getByLabel("ZSC key", { exact: true }).innerText();
    expect(second).not.toBe(first);
    expect(await isAlive(email, first)).toBe(false);
    expect(await isAlive(email, second)).toBe(true);

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "End this key" }).click();
    await page.getByRole("button", { name: "End key" }).click();
    await page.getByText("No key").waitFor();
    expect(await page.getByLabel("ZSC key", { exact: true }).count()).toBe(0);
    expect(await isAlive(email, second)).toBe(false);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("F5: given somebody who is no administrator, then the screen says why not and whom to ask, and offers nothing", async () => {
    const crm = await world.settle();
    const beside = await world.beside(crm, {}, await addColleague(world, crm, "Cora Colleague"));
    await beside.open("setup/zsc-key");
    await beside.page.getByText("Only administrators of the CRM may generate a ZSC key").waitFor();
    await beside.page.getByText(/Your CRM profile is Standard/).waitFor();
    await beside.page.getByText(/Ask Olivia Owner/).waitFor();
    expect(await beside.page.getByRole("button", { name: /Generate/ }).count()).toBe(0);
    expect(await accessibilityFaults(beside.page)).toEqual([]);
    expect(beside.faults).toEqual([]);
    await beside.context.close();
    await crm.context.close();
  });
});

describe("users", () => {
  test("given a colleague's address, when they get a seat, then they see the CRM as soon as they sign in, and not when deactivated", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const cora = await world.web.world.signUp("Cora Colleague");
    const member = await world.web.world.organization("Elsewhere Ltd", { owner: cora });
    expect(member.id).not.toBe(crm.organization.id);
    await world.join(crm, cora);
    const beside = await world.beside(crm, {}, cora);
    await beside.open("accounts");
    await beside.page.getByText("You are no active user of this CRM.").waitFor();
    await beside.page.getByText(`with ${cora.email}. Billing is open to you.`).waitFor();
    const carl = await world.web.world.signUp("Carl Caller");
    await world.join(crm, carl, "crm");
    const alone = await world.beside(crm, {}, carl);
    await alone.open("accounts");
    await alone.page.getByText(`with ${carl.email}.`).waitFor();
    expect(await alone.page.getByText("Billing is open to you").count()).toBe(0);
    await alone.context.close();

    await crm.open("setup/users");
    await page.getByRole("button", { name: "Add user" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a user" });
    await dialog.getByLabel("E-mail").fill("cora at example");
    await dialog.getByRole("button", { name: "Add user" }).click();
    await dialog.getByText("2 fields need another look").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel("E-mail").fill(cora.email);
    await dialog.getByLabel("First name").fill("Cora");
    await dialog.getByLabel("Last name").fill("Colleague");
    expect(await dialog.getByRole("combobox", { name: "Profile" }).inputValue()).toBe("Standard");
    expect(await dialog.getByRole("combobox", { name: "Role" }).inputValue()).not.toBe("");
    await dialog.getByRole("button", { name: "Add user" }).click();
    await page.getByText("Cora Colleague is a user of the CRM.").waitFor();
    await page.getByText("2 active users").waitFor();

    await beside.page.reload();
    await beside.page.getByText("There are no accounts yet.").waitFor();
    await page.getByRole("button", { name: "Deactivate Cora Colleague" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
    await page.getByText("Cora Colleague is inactive.").waitFor();
    await beside.page.reload();
    await beside.page.getByText("You are no active user of this CRM.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("2 active users").waitFor();
    await beside.page.reload();
    await beside.page.getByText("There are no accounts yet.").waitFor();
    await beside.context.close();
    await crm.context.close();
  });

  test("given the last administrator, when they give that up or the address is taken, then it is refused with what to do", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("setup/users");
    await choose(page, "Profile of Olivia Owner", "Standard");
    await page
      .getByRole("alert")
      .filter({ hasText: /make another user administrator first/i })
      .waitFor();
    expect(await page.getByRole("combobox", { name: "Profile of Olivia Owner" }).inputValue()).toBe(
      "Administrator",
    );
    await page.getByRole("button", { name: "Add user" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a user" });
    await dialog.getByLabel("E-mail").fill(crm.organization.owner.email);
    await dialog.getByLabel("Last name").fill("Twin");
    await dialog.getByRole("button", { name: "Add user" }).click();
    await dialog.getByRole("alert").waitFor();
    expect(await dialog.getByLabel("Last name").inputValue()).toBe("Twin");
    await crm.context.close();
  });

  test("given somebody who is no administrator, then users can be seen and not changed", async () => {
    const crm = await world.settle();
    const beside = await world.beside(crm, {}, await addColleague(world, crm, "Cora Colleague"));
    await beside.open("setup/users");
    await beside.page.getByRole("row", { name: /Olivia Owner/ }).waitFor();
    await beside.page.getByText("Only administrators of the CRM can change users").waitFor();
    expect(await beside.page.getByRole("button", { name: /Deactivate|Add user/ }).count()).toBe(0);
    await beside.context.close();
    await crm.context.close();
  });
});

describe("OAuth clients", () => {
  test("given a self client, when it is registered, then its secrets are shown once and work, a grant code can be made, and its end is the end of its tokens", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.open("setup/clients");
    await page.getByText("No program uses the CRM's API with OAuth yet.").waitFor();
    await page.getByRole("button", { name: "Register client" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Server-based").check();
    await dialog.getByRole("button", { name: "Register client" }).click();
    await dialog.getByText("2 fields need another look").waitFor();
    await dialog.getByLabel("Name").fill("Warehouse");
    await dialog.getByLabel("Self client").check();
    await dialog.getByRole("button", { name: "Register client" }).click();
    await dialog.getByRole("heading", { name: "Copy these now" }).waitFor();
    const shown = async (name: string): Promise<string> =>
      dialog.getByLabel(name, { exact: true }).innerText();
    const client = { client_id: await shown("Client ID"), client_secret: await shown("Client secret") };
    const refresh = await shown("Refresh token");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "I have copied them" }).click();
    await page.getByRole("row", { name: /Warehouse/ }).waitFor();
    const token = async (): Promise<object> => {
      const body = new URLSearchParams({ grant_type: "refresh_token", ...client, refresh_token: refresh });
      return (
        await fetch(`${world.web.world.url}/oauth/v2/token`, { method: "POST", body })
      ).json() as Promise<object>;
    };
    expect(await token()).toHaveProperty("access_token");
    await page.getByRole("button", { name: "Grant code for Warehouse" }).click();
    await dialog.getByLabel("Scope").fill("ZohoCRM.nothing.ALL");
    await dialog.getByRole("button", { name: "Create code" }).click();
    await dialog.getByText("The scope names something that the CRM does not have").waitFor();
    await dialog.getByLabel("Scope").fill("ZohoCRM.modules.READ");
    await dialog.getByRole("button", { name: "Create code" }).click();
    expect(await shown("Grant code")).toMatch(/^1000\./);
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await page.getByRole("button", { name: "End Warehouse" }).click();
    await page.getByRole("button", { name: "End client" }).click();
    await page.getByText("No program uses the CRM's API with OAuth yet.").waitFor();
    expect(await token()).not.toHaveProperty("access_token");
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("notification channels", () => {
  test("given a program that is told of changes, then its channel is listed with its events and can be ended", async () => {
    const crm = await world.settle();
    const { page, organization } = crm;
    await crm.open("setup/channels");
    await page.getByText("No program is told of changes on your behalf.").waitFor();
    const watch = {
      channel_id: "1000000068001",
      events: ["Accounts.all", "Deals.edit"],
      notify_url: `${world.web.world.system.deps.publicUrl}/api/v1/hooks/crm/none/none`,
      token: "secret",
    };
    const opened = await organization.crm("POST", "/actions/watch", { watch: [watch] });
    expect(opened.status).toBe(201);
    await page.reload();
    await page.getByText("1000000068001").first().waitFor();
    await page.getByText("Accounts: create, edit, delete; Deals: edit").waitFor();
    await page.getByText("Active").waitFor();
    expect(await page.getByText("secret").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "End channel 1000000068001" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End channel" }).click();
    await page.getByText("The channel has ended.").waitFor();
    await page.getByText("No program is told of changes on your behalf.").waitFor();
    expect((await organization.crm("GET", "/actions/watch")).status).toBe(204);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});
