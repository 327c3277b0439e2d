import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listApiKeys } from "#platform/auth/api-key.api.ts";
import { listOrganizationMembers } from "#platform/auth/member.api.ts";
import { call } from "#platform/http/call.ts";
import { addColleague, profileNamed } from "../finance/finance-world.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { openWebWorld, type WebWorld, widerBy } from "./web-world.ts";

let web: WebWorld;

beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

describe("API keys", () => {
  test("given an owner, when they create a key, then its text is shown once, works, and ends when it is revoked", async () => {
    const { page, path, context, faults } = await web.settle();
    await page.goto(path("settings/api-keys"));
    await page.getByRole("button", { name: "Create API key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Web shop");
    await dialog.getByRole("combobox", { name: "Role" }).click();
    await page.getByRole("option", { name: "Administrator" }).click();
    await dialog.getByRole("button", { name: "Create key" }).click();
    const text = await dialog.getByLabel("API key", { exact: true }).innerText();
    expect(text).toMatch(/^concord_live_[0-9A-Za-z]{43}$/);
    await keepShot(page, "api-key-made");
    expect(await accessibilityFaults(page)).toEqual([]);
    const caller = { baseUrl: web.world.url, headers: () => ({ authorization: `Bearer ${text}` }) };
    expect((await call(caller, listApiKeys, {})).items.map(({ name }) => name)).toContain("Web shop");

    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /Web shop/ }).waitFor();
    expect(await page.content()).not.toContain(text);
    await page.getByRole("button", { name: "Revoke Web shop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
    await page.getByText("The key is revoked.").waitFor();
    await page.getByRole("row", { name: /Web shop/ }).waitFor({ state: "detached" });
    await expect(call(caller, listApiKeys, {})).rejects.toMatchObject({
      status: 401,
      view: { code: "auth.key_invalid" },
    });

    await page.goto(path("settings/audit-log"));
    await page.getByRole("row", { name: /API key: revoked/ }).waitFor();
    await page.getByRole("row", { name: /API key: created.*Web shop/ }).waitFor();
    expect(await page.content()).not.toContain(text);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a key without a name, when it is to be created, then the field says what is missing", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/api-keys"));
    await page.getByRole("button", { name: "Create API key" }).click();
    await page.getByRole("button", { name: "Create key" }).click();
    expect(await page.getByRole("dialog").getByRole("alert").innerText()).toContain("Enter a name");
    await context.close();
  });
});

describe("members", () => {
  test("given somebody new, when they are added, then they sign in with the password that was shown once", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/members"));
    await page.getByRole("button", { name: "Add member" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill("Sam@Example.com");
    await dialog.getByLabel("Name").fill("Sam Seller");
    await dialog.getByRole("button", { name: "Add member" }).click();
    await dialog.getByLabel("First password", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    const password = await dialog.getByLabel("First password", { exact: true }).innerText();
    await keepShot(page, "member-made");
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /Sam Seller/ }).waitFor();

    const sam = await web.visit();
    await sam.page.goto(path("billing"));
    await sam.page.getByLabel("E-mail").fill("sam@example.com");
    await sam.page.getByLabel("Password", { exact: true }).fill(password);
    await sam.page.getByRole("button", { name: "Sign in" }).click();
    await sam.page.getByRole("heading", { name: "Home" }).waitFor();
    await sam.page.goto(path("settings/members"));
    await sam.page.getByRole("row", { name: /Sam Seller \(you\)/ }).waitFor();
    expect(await sam.page.getByRole("button", { name: "Add member" }).count()).toBe(0);

    await page.getByRole("button", { name: "Remove Sam Seller" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove member" }).click();
    await page.getByText("The member is removed.").waitFor();
    await sam.page.reload();
    await sam.page.getByText("You are not a member of this organization").waitFor();
    await Promise.all([context.close(), sam.context.close()]);
  });

  test("given the CRM's only administrator, when they are removed, then the page says what to do first", async () => {
    const { page, path, context, organization } = await web.settle();
    const tom = await addColleague(web.world, organization, {
      name: "Tom Teller",
      role: "sales",
      profile: "Administrator",
    });
    const { users = [] } = (await organization.crm("GET", "/users?type=AllUsers")).body;
    const owner = users.find(({ email }) => email === organization.owner.email)?.id ?? "";
    await organization.crm("PUT", `/users/${owner}`, {
      users: [{ profile: await profileNamed(organization, "Standard") }],
    });
    await page.goto(path("settings/members"));
    await page.getByRole("button", { name: `Remove ${tom.person.name}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove member" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "The CRM would have no administrator left" });
    await alert.getByText("Make another user of the CRM an administrator first").waitFor();
    await keepShot(page, "member-last-administrator");
    expect(await page.getByRole("row", { name: /Tom Teller/ }).count()).toBe(1);
    await context.close();
  });

  test("given a change of role, when it is undone, then the member has the old role again", async () => {
    const { page, path, context, organization } = await web.settle();
    const { email } = await web.world.signUp("Rita Reader");
    await page.goto(path("settings/members"));
    await page.getByRole("button", { name: "Add member" }).click();
    await page.getByRole("dialog").getByLabel("E-mail").fill(email);
    await page.getByRole("dialog").getByLabel("Name").fill("Somebody");
    await page.getByRole("dialog").getByRole("button", { name: "Add member" }).click();
    await page.getByText("Rita Reader is a member now").waitFor();
    const roleOf = async (): Promise<string | undefined> =>
      (await organization.send(listOrganizationMembers, {})).items.find((member) => member.email === email)
        ?.role;
    await page.getByRole("combobox", { name: "Role of Rita Reader" }).click();
    await page.getByRole("option", { name: "Read only" }).click();
    await page.getByText("Rita Reader is now Read only.").waitFor();
    expect(await roleOf()).toBe("read_only");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await roleOf()).toBe("accountant");
    await context.close();
  });
});

describe("audit log", () => {
  test("given entries, when they are filtered and one is opened, then both are in the address", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/audit-log"));
    await page.getByRole("row", { name: /Organization: created/ }).waitFor();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("menuitem", { name: "What" }).click();
    await page.getByRole("radio", { name: "Organization: created" }).check();
    await page.waitForURL(/action=organization\.created/);
    await page.keyboard.press("Escape");
    const row = page.getByRole("row", { name: /Organization: created/ });
    await row.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Organization: created" });
    await panel.getByText("Who, as id").waitFor();
    expect(new URL(page.url()).searchParams.get("entry")).toMatch(/^\d+$/);
    await keepShot(page, "audit-entry");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.has("entry")).toBe(false);
    await context.close();
  });

  test("given a log that nobody touched, when it is verified, then it is intact", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/audit-log"));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("are as they were written").waitFor();
    expect(await page.getByText("Intact").isVisible()).toBe(true);
    await context.close();
  });
});

describe("organization settings", () => {
  test("F74 given a number for tax and an IBAN with a wrong digit, then it is named at its field, and the right one is kept", async () => {
    const { page, path, context, faults } = await web.settle();
    await page.goto(path("settings/organization"));
    await page.getByLabel("What the number is called").fill("USt-IdNr.");
    await page.getByLabel("Number", { exact: true }).fill("DE123456789");
    await page.getByLabel("Account holder").fill("Nordwind GmbH");
    const iban = page.getByLabel("IBAN");
    await iban.fill("DE88 3704 0044 0532 0130 00");
    await iban.press("Tab");
    await page.getByText("its check digits do not fit the rest").first().waitFor();
    await iban.fill("DE89 3704 0044 0532 0130 00");
    await page.getByLabel("Payment instructions").fill("Quote the number.\nThank you!");
    const language = page.getByRole("combobox", { name: "Language of documents" });
    expect(await language.inputValue()).toBe("English");
    await language.click();
    await page.getByRole("option", { name: "German" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The organization is saved.").waitFor();
    await page.reload();
    await page.getByLabel("What the number is called").waitFor();
    expect(await page.getByLabel("IBAN").inputValue()).toBe("DE89370400440532013000");
    expect(await language.inputValue()).toBe("German");
    expect(await page.getByLabel("Number", { exact: true }).inputValue()).toBe("DE123456789");
    await page.getByLabel("IBAN").scrollIntoViewIfNeeded();
    await keepShot(page, "organization-seller");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given changes, when they are saved with Ctrl S, then they are kept", async () => {
    const { page, path, context, faults } = await web.settle();
    await page.goto(path("settings/organization"));
    await page.getByLabel("City").fill("Vienna");
    await page.getByLabel("Phone").press("Control+s");
    await page.getByText("The organization is saved.").waitFor();
    await page.reload();
    await page.getByLabel("City").waitFor();
    expect(await page.getByLabel("City").inputValue()).toBe("Vienna");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given a wrong address in the list of e-mails and a name that is empty, then both are named at their fields, and a click leads there", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/organization"));
    await page.getByLabel("Name", { exact: true }).fill("");
    const field = page.getByLabel("E-mail addresses").first();
    await field.fill("books@example.com");
    await page.keyboard.press("Enter");
    await field.fill("nobody");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Save" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("2 fields need another look").waitFor();
    await alert.getByRole("button", { name: "Enter an e-mail address" }).click();
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.getByText("Enter an e-mail address").count()).toBe(2);
    await context.close();
  });

  test("given changes, when the page is left, then they can be kept as a draft and are back later", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("settings/organization"));
    await page.getByLabel("City").fill("Graz");
    await page.getByRole("link", { name: "Members" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Keep draft" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await page.getByRole("link", { name: "Organization", exact: true }).click();
    await page.getByText("Your draft from").waitFor();
    expect(await page.getByLabel("City").inputValue()).toBe("Graz");
    await page.getByRole("button", { name: "Discard draft" }).click();
    expect(await page.getByLabel("City").inputValue()).toBe("");
    await context.close();
  });
});

describe("every settings page", () => {
  const pages = [
    "billing",
    "crm",
    "settings/organization",
    "settings/members",
    "settings/api-keys",
    "settings/audit-log",
    "settings/account",
  ];

  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const { page, path, context, faults } = await web.settle({ colours, size });
      for (const below of pages) {
        await page.goto(path(below));
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
        await keepShot(page, `${below.replaceAll("/", "-")}-${colours}-${size}`);
        expect(await accessibilityFaults(page), below).toEqual([]);
        expect(await widerBy(page), below).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
