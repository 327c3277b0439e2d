import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { customerNamed, finished, peopleByCustomer } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { akamai, type Crm, fillCrm } from "./companies.ts";
import { pictures } from "./pictures.ts";
import {
  answerWizard,
  connectOnPage,
  giveCredentials,
  instantSync,
  openDetails,
  type Pause,
  saveAndSync,
  savePreview,
  tiles,
} from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let base: string;
let crm: Crm;
let pause: Pause;

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  base = `/o/${organization.id}`;
  crm = await fillCrm(organization);
  pause = pictures(page);
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

describe("given a CRM with the companies of the S&P 500, and nothing in billing", () => {
  test("F1 F2 F3 when the form is sent without consent or with a wrong key, then it says what is wrong and connects nothing", async () => {
    await page.goto(`${base}/settings/integrations/connect`);
    const shared = page.getByRole("region", { name: "What will be shared" });
    await shared.waitFor();
    expect(await shared.getByRole("listitem").allTextContents()).toEqual([
      "Organization name",
      "Username",
      "E-mail address",
      "Address",
      "Business location",
      "Additional e-mails",
      "Customer information",
    ]);
    await page.getByRole("button", { name: "Check and connect" }).click();
    await page.getByRole("button", { name: "Agree to sharing the listed items first" }).waitFor();
    await giveCredentials(page, organization.owner.email, "0123456789abcdef");
    await page.getByRole("checkbox", { name: "I agree to sharing these items with the CRM" }).check();
    await page.getByRole("button", { name: "Check and connect" }).click();
    await page.getByText("The CRM does not accept this e-mail address and ZSC key").waitFor();
    expect((await organization.send(listConnections, {})).items).toEqual([]);
  });

  test("F4 F5 F11 when the key is generated on the CRM's key screen and entered, then the CRM is connected and can be configured now", async () => {
    await connectOnPage(page, base, organization.owner.email, pause);
    expect(await page.getByRole("img", { name: "passed" }).count()).toBe(5);
    await page.getByRole("link", { name: "Configure now" }).click();
    await page.getByRole("heading", { name: "Configure the sync" }).waitFor();
  });

  test("F11 F14 F24 F25 when the wizard is answered, then going back keeps each answer, and nothing is saved before the end", async () => {
    await answerWizard(
      page,
      { module: "Accounts and their contacts", duplicates: "Overwrite", view: "All Accounts" },
      pause,
    );
    for (const step of ["View", "Duplicates", "Extent", "Module"]) {
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("region", { name: step }).waitFor();
    }
    expect(await page.getByRole("radio", { name: /^Accounts and their contacts / }).isChecked()).toBe(true);
    await page.reload();
    await page.getByRole("navigation", { name: "Steps" }).getByText("All Accounts, All Contacts").waitFor();
    expect((await organization.send(listConnections, {})).items[0]).toMatchObject({
      settings: null,
      state: "connected",
    });
    await page
      .getByRole("navigation", { name: "Steps" })
      .getByRole("link", { name: /Mapping/ })
      .click();
  });

  test("F31 when a field cannot go where it is sent, then its row says so and nothing can be saved", async () => {
    const row = page
      .getByRole("list", { name: "Fields of the customer" })
      .getByRole("listitem")
      .filter({ has: page.getByRole("combobox", { name: "Billing field, Website to Website" }) });
    await row.getByRole("combobox", { name: "CRM field, Website to Website" }).click();
    await page.getByRole("option", { name: "Employees", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "can't go into Website" }).waitFor();
    expect(await page.getByRole("button", { name: "Save and preview" }).isDisabled()).toBe(true);
    await pause("mapping-refused");
    await page.getByRole("combobox", { name: "CRM field, Employees to Website" }).click();
    await page.getByRole("option", { name: "Website", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "can't go into Website" }).waitFor({ state: "detached" });
  });

  test("F14 B1 when the set-up is saved, then the preview shows all that would happen and writes nothing", async () => {
    await savePreview(page);
    expect(await tiles(page)).toMatchObject({ created: 507, updated: 0, skipped: 1, failed: 0 });
    expect(await peopleByCustomer(organization)).toEqual({});
    await page
      .getByRole("button", { name: "Skip", exact: true })
      .or(page.locator('[data-outcome="skipped"]'))
      .first()
      .click();
    await page.getByText("The contact has no account, and such contacts are not included.").waitFor();
    await page.locator('[data-outcome="skipped"]').click();
    await page.getByLabel("Search by name").fill("Akamai");
    await page.getByRole("button", { name: /^Akamai Technologies/ }).click();
    await page.getByRole("row", { name: /^Phone empty/ }).waitFor();
    await pause("preview");
  });

  test("F36 B1 when one record is skipped and the rest approved, then the run does exactly what the preview showed", async () => {
    await page.getByLabel("Search by name").fill("Zoetis");
    await page.getByRole("button", { name: "Skip this one: Zoetis" }).click();
    await page.getByText("506 records would be written").waitFor();
    await saveAndSync(page);
    await page.getByText("Import").first().waitFor();
    expect(await tiles(page)).toMatchObject({ created: 506, updated: 0, skipped: 2, failed: 0 });
    await pause("run");
    const people = await peopleByCustomer(organization);
    expect(people[akamai]).toEqual(["Adam John", "Boney Miles"]);
    expect(Object.keys(people)).not.toContain("Zoetis");
    expect(Object.keys(people)).toHaveLength(502);
  });

  test("F37 F41 when a linked customer is opened, then the CRM panel is there, and fetching shows the field that changed", async () => {
    const { id } = await customerNamed(organization, akamai);
    await organization.crm("PUT", `/Accounts/${crm.accounts.get(akamai)}`, {
      data: [{ Phone: "+1 617 444 9999" }],
    });
    await page.goto(`${base}/billing/customers/${id}`);
    await page.getByRole("region", { name: "CRM" }).getByText("+1 617 444 9999").waitFor();
    await page.getByRole("button", { name: "Fetch this contact from CRM" }).click();
    await page.getByRole("row", { name: "Phone +1 617 444 3000 +1 617 444 9999" }).waitFor();
    await pause("customer");
    expect((await customerNamed(organization, akamai)).phone).toBe("+1 617 444 9999");
  });

  test("F43 F79 when an instant sync follows, then only what was left out by hand is taken in, and a second one writes nothing", async () => {
    await instantSync(page, base);
    const [first] = (await organization.send(listRuns, { query: { kind: "instant", limit: 1 } })).items;
    expect((await finished(organization, first?.id ?? "")).counts.failed).toBe(0);
    await instantSync(page, base);
    expect(await tiles(page)).toMatchObject({ created: 0, updated: 0, failed: 0 });
    await page.getByText("Nothing had to change: both sides were in agreement.").waitFor();
  });

  test("F32 F33 F34 when a new custom field is mapped, then it is offered at once, and the next run fills it for all linked customers", async () => {
    await organization.send(customFields.customer.add, { body: { label: "About", type: "text" } });
    await openDetails(page, base);
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page
      .getByRole("navigation", { name: "Steps" })
      .getByRole("link", { name: /Mapping/ })
      .click();
    await page.getByText("1/10 custom fields.").waitFor();
    await page
      .getByRole("combobox", { name: /Description to Notes/ })
      .last()
      .click();
    await page.getByRole("option", { name: "About", exact: true }).click();
    await savePreview(page);
    expect(await tiles(page)).toMatchObject({ updated: 502, created: 1 });
    await saveAndSync(page);
    expect(await tiles(page)).toMatchObject({ updated: 502, created: 1 });
    const { custom_fields } = await customerNamed(organization, akamai);
    expect(Object.values(custom_fields).join()).toMatch(/^Information Technology/);
  });

  test("F46 F47 when the history is opened, then each run is there with its counts, can be filtered, and leads to its records and their file", async () => {
    await openDetails(page, base);
    await pause("details");
    await page.getByRole("link", { name: "History", exact: true }).click();
    await page.getByRole("row", { name: /Import .* Olivia Owner CRM to billing 506/ }).waitFor();
    await pause("history");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("menuitem", { name: "Kind" }).click();
    await page.getByRole("radio", { name: "Import" }).click();
    await expect.poll(() => page.getByRole("row").count()).toBe(3);
    expect(await page.getByRole("row", { name: /^Import / }).count()).toBe(2);
    await page.getByRole("row", { name: /Import .* Olivia Owner CRM to billing 506/ }).click();
    await page.getByText("Done as approved in").waitFor();
    expect(await tiles(page)).toMatchObject({ created: 506 });
    await page.locator('[data-outcome="skipped"]').click();
    await page.getByText("Left out by hand in the preview.").waitFor();
    await page.getByText("The contact has no account, and such contacts are not included.").waitFor();
    const arrival = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).click();
    const file = readFileSync(await (await arrival).path(), "utf8");
    const linesOf = (name: string): string[] => file.split("\n").filter((line) => line.includes(`,${name},`));
    expect(linesOf("Zoetis")).toHaveLength(1);
    expect(linesOf("Zoetis")[0]).toContain("skipped,Left out by hand in the preview.");
    // A sign at the start would make a formula of the number in a spreadsheet.
    expect(linesOf(akamai).find((line) => line.includes(",phone,"))).toMatch(/,phone,,'\+1 617 444 3000,/);
  });
});
