import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser.ts";
import { openWebWorld, type WebWorld } from "./web-world.ts";

const password = "a sentence is easy to keep";
let web: WebWorld;

beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

describe("signing up and in", () => {
  test("given a new person, when they sign up and name their organization, then its start is shown", async () => {
    const { page, faults, context } = await web.visit();
    await page.goto("/");
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByLabel("Name").fill("Ada Lovelace");
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Create an organization" }).waitFor();
    await page.getByLabel("Name").fill("Analytical Engines Ltd");
    await page.getByRole("combobox", { name: "Country" }).fill("Austria");
    await page.getByRole("option", { name: "Austria" }).click();
    expect(await page.getByRole("combobox", { name: "Base currency" }).inputValue()).toContain("EUR");
    expect(await page.getByRole("combobox", { name: "Time zone" }).inputValue()).toBe("Europe/Berlin");
    await page.getByRole("button", { name: "Create organization" }).click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    expect(page.url()).toMatch(/\/o\/org_\w{26}\/billing$/);
    expect(await page.getByRole("button", { name: "Analytical Engines Ltd" }).isVisible()).toBe(true);
    expect(await page.title()).toBe("Home · Analytical Engines Ltd · Concord");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("given an address within an organization, when somebody signs in, then they come to that address", async () => {
    const { organization, context: first, path } = await web.settle();
    await first.close();
    const { page, context } = await web.visit();
    await page.goto(path("settings/audit-log?action=organization.created"));
    await page.getByLabel("E-mail").fill(organization.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(organization.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Audit log" }).waitFor();
    expect(new URL(page.url()).search).toBe("?action=organization.created");
    await context.close();
  });

  test("given a way back that leads to another site, when somebody signs in, then they stay here", async () => {
    const { organization, context: first } = await web.settle();
    await first.close();
    const { page, context } = await web.visit();
    await page.goto("/sign-in?next=//evil.example/take");
    await page.getByLabel("E-mail").fill(organization.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(organization.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(new URL(page.url()).origin).toBe(web.world.system.deps.publicUrl);
    await context.close();
  });

  test("given a wrong password, when signing in, then the page says so, keeps what was typed and has the focus there", async () => {
    const { organization, context: first } = await web.settle();
    await first.close();
    const { page, context } = await web.visit();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(organization.owner.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toContain("E-mail and password do not match");
    expect(await page.getByLabel("E-mail").inputValue()).toBe(organization.owner.email);
    expect(await page.evaluate(() => document.activeElement?.querySelector("[role=alert]") !== null)).toBe(
      true,
    );
    await context.close();
  });

  test("given fields that were filled in wrong, when signing up, then each is listed and a click leads to it", async () => {
    const { page, context } = await web.visit();
    await page.goto("/sign-up");
    await page.getByLabel("Name").fill("Grace");
    await page.getByLabel("E-mail").fill("not an address");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    const alert = page.getByRole("alert");
    expect(await alert.innerText()).toContain("2 fields need another look");
    await alert.getByRole("button", { name: /8 characters/ }).click();
    expect(
      await page
        .getByLabel("Password", { exact: true })
        .evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await context.close();
  });

  test("given a person who signs out, when they go back, then they are asked to sign in", async () => {
    const { organization, context: first } = await web.settle();
    await first.close();
    // A session of its own: the one of the organization's owner serves other tests.
    const { page, context } = await web.visit();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(organization.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(organization.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.getByText("Northwind Ltd").count()).toBe(0);
    await context.close();
  });

  test("given an organization of others, when its address is opened, then nothing of it is told", async () => {
    const one = await web.settle();
    const other = await web.settle();
    await one.page.goto(other.path("billing"));
    await one.page.getByText("You are not a member of this organization").waitFor();
    expect(await one.page.getByText(other.organization.owner.name).count()).toBe(0);
    await Promise.all([one.context.close(), other.context.close()]);
  });

  test("given a browser that names a language which is none, then the pages work all the same", async () => {
    const { page, context, faults } = await web.visit();
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "language", { get: () => "en-US@posix" });
      Object.defineProperty(navigator, "languages", { get: () => ["en-US@posix"] });
    });
    const { organization, context: first } = await web.settle();
    await first.close();
    await page.goto("/sign-in?next=/new-organization");
    await page.getByLabel("E-mail").fill(organization.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(organization.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Create an organization" }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(["light", "dark"] as const)(
    "given the %s colours, then axe finds no fault on the pages before an organization",
    async (colours) => {
      const { page, context } = await web.visit({ colours });
      for (const address of ["/sign-in", "/sign-up"]) {
        await page.goto(address);
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
      }
      await context.close();
    },
  );
});
