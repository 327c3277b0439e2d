import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "#platform/auth/member.api.ts";
import { showRelative } from "#web/ui/show.ts";
import { addRecords, startSyncing } from "../support/sync-world.ts";
import { openWebWorld, type WebWorld } from "./web-world.ts";

let web: WebWorld;
beforeAll(async () => void (web = await openWebWorld()));
afterAll(() => web.stop());

describe("a time as people say it", () => {
  test.each([
    [119, "in 2 hours"],
    [89, "in 1 hour"],
    [-119, "2 hours ago"],
    [-59.6, "1 hour ago"],
    [23.8 * 60, "tomorrow"],
    [-4, "4 minutes ago"],
    [0.5, "now"],
  ])("%d minutes from now is %s", (minutes, words) => {
    const now = Date.parse("2026-06-01T12:00:00Z");
    expect(showRelative(new Date(now + minutes * 60_000).toISOString(), now)).toBe(words);
  });
});

describe("somebody whose role reads only", () => {
  test("when the address of a form or of keys is opened, then the page says so, offers nothing that is refused, and still leads elsewhere", async () => {
    const organization = await web.world.organization("Readers");
    const reader = await web.world.signUp("Rita Reader");
    await organization.send(addMember, {
      body: { email: reader.email, name: "Rita Reader", role: "read_only" },
    });
    const { page, context } = await web.enter(reader);
    for (const below of [
      "billing/customers/new",
      "billing/customers/import",
      "settings/integrations/connect",
      "settings/api-keys",
      "settings/audit-log",
    ]) {
      await page.goto(`/o/${organization.id}/${below}`);
      await page.getByRole("alert").getByText("Your role does not allow this").waitFor();
      expect(await page.getByRole("button", { name: /^(Create|Verify|Check and connect)/ }).count()).toBe(0);
      expect(await page.getByRole("navigation", { name: "Main" }).isVisible()).toBe(true);
    }
    await context.close();
  });
});

describe("a member who is no user of the CRM", () => {
  test("when its address is opened, then the page says so in place of lists and buttons that are refused", async () => {
    const organization = await web.world.organization("Seats");
    const person = await web.world.signUp("Nora Noseat");
    await organization.send(addMember, { body: { email: person.email, name: "Nora", role: "accountant" } });
    const { page, context } = await web.enter(person);
    await page.goto(`/o/${organization.id}/crm/accounts`);
    await page.getByText("You are no active user of this CRM.").waitFor();
    const menu = page.getByRole("navigation", { name: "Main" });
    expect(await menu.getByRole("link", { name: /^(Accounts|Fields)$/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "New account" }).count()).toBe(0);
    await page.getByRole("link", { name: "Billing" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await context.close();
  });
});

describe("a page that is not there, within an organization", () => {
  test("then the way to the others is beside it", async () => {
    const { page, path, context } = await web.settle();
    await page.goto(path("nowhere/at/all"));
    await page.getByText("There is nothing at this address.").waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Customers" }).click();
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(path("billing/customers"));
    await context.close();
  });
});

describe("the sign-in page", () => {
  test("then it says what to do about a forgotten password, and a refusal shows its code without a number for support", async () => {
    const { page, context } = await web.visit();
    await page.goto("/sign-in");
    await page.getByText("Password forgotten?").waitFor();
    await page.getByLabel("E-mail").fill("nobody@example.com");
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").first();
    await alert.waitFor();
    expect(await alert.innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    await context.close();
  });
});

describe("a set-up that nobody has approved", () => {
  test("then its page says so, leads to the preview, and a sync without one is asked about first", async () => {
    const { organization, page, path, context } = await web.settle();
    await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    const preview = await sync.preview();
    await page.goto(path(`settings/integrations/${sync.connection}`));
    const health = page.getByRole("status", { name: "Health" });
    await health.getByText("Waits for approval").waitFor();
    expect(await page.getByText("Active", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Instant sync" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect((await sync.view()).last_run).toBeNull();
    await health.getByRole("link", { name: "The last preview" }).click();
    await page.getByRole("heading", { level: 1, name: "Preview" }).waitFor();
    expect(page.url()).toContain(preview.id);
    await context.close();
  });
});
