import type { BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { getConnection } from "#sync/connection/connection.api.ts";
import { startSync } from "#sync/run/run.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  fingerprint,
  type Sync,
  startSyncing,
} from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import {
  connectWithKey,
  giveCredentials,
  instantSync,
  menuItem,
  openDetails,
  saveAndSync,
  type Pause,
  tiles,
} from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let base: string;
let sync: Sync;
let acme: string;
/** The key that the connection uses from its replacement on. */
let key: string;
let pause: Pause;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  base = `/o/${organization.id}`;
  pause = pictures(page);
  const rows = ["Acme Ltd", "Globex", "Initech"].map((name) => ({
    Account_Name: name,
    Phone: "+1 555 0100",
  }));
  [acme = ""] = await addRecords(organization, "Accounts", rows);
  sync = await startSyncing(organization, { module: "accounts", duplicates: "overwrite" });
  await sync.run();
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

async function phone(): Promise<string | null> {
  return (await customerNamed(organization, "Acme Ltd")).phone;
}

/** Clicks twice before the page can show the first click; one run is asked for. */
async function syncByTwoClicks(): Promise<void> {
  let sent = 0;
  const count = (request: Request): void => {
    if (request.method() === "POST" && request.url().endsWith("/actions/sync")) sent += 1;
  };
  page.on("request", count);
  await page.getByRole("button", { name: "Instant sync" }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await page.getByRole("heading", { name: "Instant sync", level: 1 }).waitFor();
  await page.getByRole("link", { name: "CSV" }).waitFor();
  page.off("request", count);
  expect(sent).toBe(1);
}

describe("given a connection that syncs", () => {
  test("F42 when the schedule is changed, then the next run is shown anew, and the audit log says who did it", async () => {
    await openDetails(page, base);
    const schedule = page.getByRole("region", { name: "Schedule" });
    await schedule.getByText("in 2 hours").waitFor();
    await schedule.getByLabel("Auto-sync").selectOption("Every 15 minutes");
    await page.getByText("Auto-sync runs every 15 minutes.").waitFor();
    await schedule.getByText(/^in 1\d minutes$/).waitFor();
    await page.goto(`${base}/settings/audit-log`);
    await page
      .getByRole("row", {
        name: /Connection: schedule changed.*Olivia Owner|Olivia Owner.*Connection: schedule changed/,
      })
      .waitFor();
    expect((await sync.view()).interval_minutes).toBe(15);
  });

  test("F44 when a step is edited, then only that is changed, the preview follows, and the audit log has it", async () => {
    const before = (await sync.view()).settings;
    await openDetails(page, base);
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page
      .getByRole("navigation", { name: "Steps" })
      .getByRole("link", { name: /Duplicates/ })
      .click();
    await page.getByRole("radio", { name: /^Skip / }).click();
    await page
      .getByRole("navigation", { name: "Steps" })
      .getByRole("link", { name: /Mapping/ })
      .click();
    await page.getByRole("button", { name: "Save and preview" }).click();
    await page.getByRole("button", { name: "Save and sync" }).waitFor();
    expect((await sync.view()).settings).toEqual({ ...before, duplicates: "skip" });
    await openDetails(page, base);
    await page.getByRole("status", { name: "Health" }).getByText("Waits for approval").waitFor();
    await page.getByRole("link", { name: "Sync: waits for approval" }).waitFor();
    await page.getByText("after the preview is approved").waitFor();
    await page.getByRole("button", { name: "Preview" }).click();
    await saveAndSync(page);
    await openDetails(page, base);
    await page.getByRole("status", { name: "Health" }).getByText("In agreement").waitFor();
    await page.getByRole("link", { name: /^Sync: in agreement/ }).waitFor();
    await page.goto(`${base}/settings/audit-log`);
    await page
      .getByRole("row", { name: /Connection: configured/ })
      .first()
      .waitFor();
  });

  test("F45 when it is paused, then nothing runs, undo and resume are offered, and resuming catches up", async () => {
    await openDetails(page, base);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused. No run starts until you resume.").waitFor();
    await page.getByRole("status", { name: "Health" }).getByText("Paused").waitFor();
    await page.getByText("none while paused").waitFor();
    await pause("paused");
    expect(await page.getByRole("button", { name: "Instant sync" }).count()).toBe(0);
    const params = { connection: sync.connection };
    expect(await organization.refusal(startSync, { params, body: {} })).toMatchObject({
      code: "connection.paused",
    });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Instant sync" }).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Resume" }).first().waitFor();
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 0200" });
    await page.getByRole("button", { name: "Resume" }).first().click();
    await page.getByText("Resumed. The next run catches up.").waitFor();
    await expect.poll(phone, { timeout: 30_000 }).toBe("+1 555 0200");
  });
});

describe("given a key that was replaced in the CRM", () => {
  test("F6 F92 when a sync is started, then it fails with that reason, changes nothing, and the pages say so", async () => {
    const { email } = organization.owner;
    key = (await organization.send(generateZscKeyEndpoint, { body: { email } })).zsc_key;
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 0300" });
    const before = await fingerprint(web.world, organization);
    await openDetails(page, base);
    await page.getByRole("button", { name: "Instant sync" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "connection.key_refused" });
    await refusal.waitFor();
    expect(await fingerprint(web.world, organization)).toEqual(before);
    await page.getByRole("link", { name: "Sync: key rejected" }).click();
    await page.getByText("Needs attention").waitFor();
    await pause("key-refused");
  });

  test("F10 when the new key is given, then the notice goes, links and set-up are kept, and the sync goes on", async () => {
    const { settings, counts } = await sync.view();
    await page.getByRole("link", { name: "Replace credentials" }).click();
    expect(await page.getByLabel("E-mail address").inputValue()).toBe(organization.owner.email);
    await giveCredentials(page, organization.owner.email, "0123456789abcdef");
    await page.getByRole("button", { name: "Check and replace" }).click();
    await page.getByText("The CRM does not accept this e-mail address and ZSC key").first().waitFor();
    await giveCredentials(page, organization.owner.email, key);
    await pause("credentials");
    await page.getByRole("button", { name: "Check and replace" }).click();
    await page.getByText("The credentials are replaced.").waitFor();
    await page.getByText("Active", { exact: true }).waitFor();
    expect(await sync.view()).toMatchObject({ settings, counts, problem: null });
    await page
      .getByRole("status", { name: "Health" })
      .getByText("Credentials accepted, not tried yet")
      .waitFor();
    await page.getByRole("link", { name: "Sync: not tried yet" }).waitFor();
    await syncByTwoClicks();
    expect(await tiles(page)).toMatchObject({ created: 0, updated: 1, failed: 0 });
    expect(await phone()).toBe("+1 555 0300");
  });
});

describe("given a connection that is not wanted for a while", () => {
  test("F48 when it is disabled, then a dialog says what stays, and afterwards nothing runs and everything is there", async () => {
    const before = await fingerprint(web.world, organization);
    await openDetails(page, base);
    await menuItem(page, "Disable");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 customers and contact persons").waitFor();
    await pause("disable");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect((await sync.view()).state).toBe("active");
    await menuItem(page, "Disable");
    await dialog.getByRole("button", { name: "Disable" }).click();
    await page.getByText("Disabled. Everything is kept; reactivate it any time.").waitFor();
    await page.getByText("none while disabled").waitFor();
    await page.goto(`${base}/billing`);
    await page.getByRole("region", { name: "CRM" }).getByText("Disabled", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Show details" }).click();
    await page.getByText("none while disabled").waitFor();
    expect(await page.getByRole("link", { name: /^Sync:/ }).count()).toBe(0);
    const params = { connection: sync.connection };
    expect(await organization.refusal(startSync, { params, body: {} })).toMatchObject({
      code: "connection.disabled",
    });
    expect(await fingerprint(web.world, organization)).toEqual(before);
  });

  test("F49 when it is reactivated, then the set-up is the one before, and a run makes no second customer", async () => {
    const { settings } = await sync.view();
    await page.getByRole("button", { name: "Reactivate" }).click();
    await page.getByText("Reactivated, with its set-up and its links.").waitFor();
    expect(await sync.view()).toMatchObject({ state: "active", settings, counts: { linked: 3 } });
    // What resumes catches up by itself at once; the run by hand comes after that one.
    await expect.poll(async () => (await sync.view()).last_run?.kind, { timeout: 30_000 }).toBe("auto");
    await instantSync(page, base);
    expect(await tiles(page)).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });
});

describe("given a billing organization of somebody else, in another currency", () => {
  test("F7 F35 F50 F51 when it connects the same CRM with the administrator's e-mail and key, then it works one-way only, and both currencies are named", async () => {
    const stranger = await web.world.signUp("Paul Partner");
    const other = await web.world.organization("Contoso GmbH", { owner: stranger, currency: "EUR" });
    const { page: theirs, context: window, faults: theirFaults } = await web.enter(stranger);
    const { email } = organization.owner;
    await connectWithKey(theirs, `/o/${other.id}`, email, key);
    await theirs.getByText("The CRM's base currency is USD, this organization's is EUR.").waitFor();
    await theirs.getByRole("link", { name: "Configure now" }).click();
    await theirs.getByRole("radio", { name: /^Accounts Each / }).click();
    await theirs.getByRole("button", { name: "Next" }).click();
    await theirs.getByText("Another billing organization is connected to this CRM already").waitFor();
    expect(await theirs.getByRole("radio", { name: /^Sync both ways/ }).isDisabled()).toBe(true);
    expect((await organization.send(getConnection, { params: { connection: sync.connection } })).state).toBe(
      "active",
    );
    expect(theirFaults).toEqual([]);
    await window.close();
  });
});

describe("given a customer that was made in billing", () => {
  test("F37 F41 when it is opened, then there is no CRM panel and nothing to fetch", async () => {
    const { id } = await organization.send(createCustomer, { body: { display_name: "Local Ltd" } });
    await page.goto(`${base}/billing/customers/${id}`);
    await page.getByRole("heading", { name: "Local Ltd" }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("region", { name: "CRM" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /Fetch this contact/ }).count()).toBe(0);
    const linked = await customerNamed(organization, "Acme Ltd");
    await page.goto(`${base}/billing/customers/${linked.id}`);
    await page
      .getByRole("region", { name: "CRM" })
      .getByRole("button", { name: "Fetch this contact from CRM" })
      .waitFor();
  });
});
