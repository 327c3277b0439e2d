import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addRecords, addView, connectCrm } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";
import { answerWizard, type Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let pause: Pause;
let wizard: string;

const accounts = [
  { Account_Name: "Acme Ltd", Phone: "+1 555 0100", Billing_City: "Berlin", Ticker_Symbol: "call Ann first" },
  { Account_Name: "Globex", Phone: "+1 555 0101", Billing_City: "Berlin", Ticker_Symbol: "+1 555 0199" },
  { Account_Name: "Initech", Phone: "+1 555 0102", Billing_City: "Rome" },
];

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  pause = pictures(page);
  await addRecords(organization, "Accounts", accounts);
  await addView(organization, "Accounts", "In Berlin", { field: "Billing_City", value: "Berlin" });
  await organization.send(customFields.customer.add, { body: { label: "Hotline", type: "phone" } });
  const body = { display_name: "Hooli", phone: "+49 30 1", custom_fields: { cf_hotline: "+49 30 2" } };
  await organization.send(createCustomer, { body });
  const connection = await connectCrm(organization);
  wizard = `/o/${organization.id}/settings/integrations/${connection}/configure`;
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

const loss = "1 of 3 values would not come back as they were";

async function choose(label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

describe("B19 given a wizard that is answered for both ways", () => {
  test("when the mapping is come to, then each pair tells how many values were tried, on records of the chosen view", async () => {
    await page.goto(wizard);
    await answerWizard(page, { module: "Accounts", duplicates: "Skip", view: "In Berlin" });
    await page.goto(`${wizard}?step=extent`);
    await page.getByRole("radio", { name: /^Sync both ways/ }).click();
    await page.goto(`${wizard}?step=mapping`);
    await page
      .getByText(/^Each pair was tried on 2 accounts of the view and 1 customer:/)
      .waitFor({ timeout: 60_000 });
    const phone = page.getByRole("listitem").filter({ has: page.getByLabel("Direction, Phone to Phone") });
    await phone.getByRole("img", { name: "3 values tried there and back: nothing is lost" }).waitFor();
    // The samples are of the view as well.
    await page.getByText("Globex").first().waitFor();
    expect(await page.getByText("Initech").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("when a pair would lose a value, then it is shown whose and why, and nothing can be saved", async () => {
    await page.getByRole("button", { name: "Add a field" }).click();
    await choose("CRM field, no field to no field", "Ticker Symbol");
    await choose("Billing field, Ticker Symbol to no field", "Hotline");
    await page.getByText(loss).waitFor();
    const row = page
      .getByRole("listitem")
      .filter({ has: page.getByLabel("Direction, Ticker Symbol to Hotline") });
    expect(await row.getByRole("list").innerText()).toMatch(
      /^Acme Ltd in the CRM: “call Ann first”\. Hotline must be a phone number like/,
    );
    expect(await page.getByRole("button", { name: "Save and preview" }).isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await row.getByRole("checkbox", { name: /^Accept the loss/ }).scrollIntoViewIfNeeded();
    for (const colours of ["light", "dark"] as const)
      for (const [name, width] of [
        ["wide", 1440],
        ["middle", 900],
        ["narrow", 390],
      ] as const) {
        await page.emulateMedia({ colorScheme: colours });
        await page.setViewportSize({ width, height: 900 });
        await row.scrollIntoViewIfNeeded();
        await keepShot(page, `trial-${name}-${colours}`);
      }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("when the pair goes one way, then it is told quietly; both ways again, a tick accepts the loss, and it is saved", async () => {
    const direction = page.getByLabel("Direction, Ticker Symbol to Hotline");
    const save = page.getByRole("button", { name: "Save and preview" });
    await direction.selectOption("to_billing");
    await page.getByText("1 of 2 values would not go over").waitFor();
    await expect.poll(() => save.isDisabled(), { timeout: 15_000 }).toBe(false);
    await direction.selectOption("both");
    await page.getByText(loss).waitFor();
    await expect.poll(() => save.isDisabled(), { timeout: 15_000 }).toBe(true);
    await pause("mapping-loss", direction);
    await page.getByRole("checkbox", { name: "Accept the loss, Ticker Symbol to Hotline" }).check();
    await expect.poll(() => save.isDisabled(), { timeout: 15_000 }).toBe(false);
    await save.click();
    await page.getByRole("button", { name: "Save and sync" }).waitFor();
  });
});
