import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { query } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { type Gate, startGate } from "./gate.ts";
import { connectWithKey, giveCredentials } from "./sync-pages.ts";

let gate: Gate;
let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];

beforeAll(async () => {
  gate = await startGate();
  web = await openWebWorld({ crmUrls: [gate.url] });
  gate.leadTo(web.world.url);
  ({ organization, page, context, faults } = await web.settle());
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
  await gate.close();
});

/** Fills in the form of a CRM that is reached through the gate. */
async function fillIn(key: string): Promise<void> {
  await page.goto(`/o/${organization.id}/settings/integrations/connect`);
  await giveCredentials(page, organization.owner.email, key);
  await page.getByRole("button", { name: "The CRM is on another server" }).click();
  await page.getByLabel("Address of the CRM").fill(gate.url);
  await page.getByRole("checkbox", { name: "I agree to sharing these items with the CRM" }).check();
}

/** The checks as they are shown: `passed Key The key opens …`. */
async function checks(): Promise<string[]> {
  const rows = await page.getByRole("list", { name: "Checks" }).getByRole("listitem").all();
  return Promise.all(
    rows.map(
      async (row) => `${await row.getByRole("img").getAttribute("aria-label")} ${await row.innerText()}`,
    ),
  );
}

describe("given a CRM that takes its time", () => {
  test("F3 when it is connected, then its checks end one after the other before one's eyes", async () => {
    const { email } = organization.owner;
    const { zsc_key } = await organization.send(generateZscKeyEndpoint, { body: { email } });
    const modules = gate.hold((path) => path.startsWith("/crm/v8/settings/modules"));
    await fillIn(zsc_key);
    await page.getByRole("button", { name: "Check and connect" }).click();
    await modules.reached;
    await page.getByText("Records will be read as Olivia Owner.").waitFor();
    expect(await checks()).toEqual([
      "passed Key The key opens Northwind Ltd.",
      "passed User Records will be read as Olivia Owner.",
      "running Modules Checking",
      "not checked Currency Waiting",
      "not checked Clock Waiting",
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await organization.send(listConnections, {})).items).toEqual([]);
    modules.release();
    await page.getByRole("link", { name: "Configure now" }).waitFor();
    expect((await checks()).map((line) => line.split(" ")[0])).toEqual(Array(5).fill("passed"));
  });
});

describe("given a CRM that does not answer", () => {
  test("F3 when it is connected, then the first check fails with what to do, and what was typed is kept", async () => {
    gate.leadTo("http://127.0.0.1:1");
    await fillIn("0123456789abcdef");
    await page.getByRole("button", { name: "Check and connect" }).click();
    await page.getByRole("img", { name: "failed" }).waitFor({ timeout: 30_000 });
    const [key = "", user] = await checks();
    expect(key).toMatch(/^failed Key The CRM cannot be reached.*\s+Check that the CRM is running/);
    expect(user).toBe("not checked User Not reached");
    expect(await page.getByLabel("E-mail address").inputValue()).toBe(organization.owner.email);
    gate.leadTo(web.world.url);
  });

  test("F3 when its address is not one that may be connected, then the form says what to do", async () => {
    await fillIn("0123456789abcdef");
    await page.getByLabel("Address of the CRM").fill("https://crm.example.com");
    await page.getByRole("button", { name: "Check and connect" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "CONCORD_CRM_URLS" });
    expect(await refusal.innerText()).toMatch(/^This CRM address is not allowed/);
  });
});

describe("given a CRM user whose profile leaves a module out", () => {
  test("F9 when it is connected, then it works, and the check names the module and what to do", async () => {
    const other = await web.settle();
    const { email } = other.organization.owner;
    const { zsc_key } = await other.organization.send(generateZscKeyEndpoint, { body: { email } });
    await query(
      web.world,
      `update crm_profile set permissions = jsonb_set(permissions, '{modules,Contacts}', '[]') where organization_id = $1`,
      [other.organization.id],
    );
    await connectWithKey(other.page, `/o/${other.organization.id}`, email, zsc_key);
    await other.page.getByText("The user has no access to Contacts.").waitFor();
    await other.page.getByText("Give the user's profile access to Contacts in the CRM").waitFor();
    expect(await other.page.getByRole("img", { name: "warning" }).count()).toBe(1);
    expect(other.faults).toEqual([]);
    await other.context.close();
  });
});
