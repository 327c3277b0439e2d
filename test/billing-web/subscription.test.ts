import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { changeSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { advanceTestClock, setTestClock } from "#billing/subscription/test-clock.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

/** A customer whose clock stands at the last day of January, and a catalog to sell from. */
async function shop({ add, organization }: BillingVisitor): Promise<string> {
  const product = await organization.send(createProduct, { body: { name: "Cloud" } });
  const [customer] = await add({ display_name: "Buyer Ltd", currency_code: "USD" });
  const plan = (code: string, name: string, price: string) =>
    organization.send(createPlan, {
      body: {
        plan_code: code,
        name,
        product_id: product.id,
        interval: 1,
        interval_unit: "months",
        pricing_scheme: "per_unit",
        prices: [{ currency_code: "USD", price }],
      },
    });
  await plan("basic", "Basic", "31");
  await plan("pro", "Pro", "62");
  await organization.send(createAddon, {
    body: { addon_code: "backup", name: "Backup", prices: [{ currency_code: "USD", price: "5" }] },
  });
  await organization.send(createCoupon, {
    body: { coupon_code: "TEN", name: "Ten off", discount_by: "percentage", discount_value: "10" },
  });
  const id = customer?.id ?? "";
  await organization.send(setTestClock, { params: { customer: id }, body: { today: "2026-01-15" } });
  return id;
}

describe("a subscription on its page", () => {
  test("given a sale with trial and coupon, an upgrade in mid-term and a cancellation, then each preview is what is billed then (F67, F68, F69, F70)", async () => {
    const visitor = await world.settle();
    const { page, open, organization, faults, context } = visitor;
    const customer = await shop(visitor);
    const preview = page.getByRole("region", { name: "Preview" });
    const choose = async (label: string, option: RegExp): Promise<void> => {
      await page.getByRole("combobox", { name: label }).click();
      await page.getByRole("option", { name: option }).click();
    };

    await open(`billing/customers/${customer}?tab=subscriptions`);
    await page.getByText("Test clock: 15 Jan 2026").waitFor();
    await page.getByRole("link", { name: "Sell a subscription" }).click();
    await choose("Plan", /^Basic/);
    await page.getByLabel("Quantity").fill("0");
    await page.getByText("Quantity must be more than 0. Then the first invoice is shown here.").waitFor();
    await page.getByLabel("Quantity").fill("2");
    await preview.getByText("$55.80").waitFor({ state: "detached" });
    await preview.getByText("$62.00").first().waitFor();
    await page.getByLabel("Coupon").fill("TEN");
    await preview.getByText("$55.80").first().waitFor();
    await page.getByLabel("Trial").fill("14");
    await preview.getByText("Nothing is billed today.").waitFor();
    await preview.getByRole("button", { name: "Invoice of 29 Jan 2026: US$55.80", expanded: true }).waitFor();
    await keepShot(page, "subscription-sale");
    await page.getByRole("button", { name: "Sell", exact: true }).click();
    await page.getByRole("heading", { name: "SUB-000001" }).waitFor();
    await page.getByText("The trial ends, and the first term is billed.").waitFor();
    await page.getByRole("button", { name: "Invoice of 29 Jan 2026: US$55.80", expanded: false }).click();
    const next = page.getByRole("region", { name: "Next: 29 Jan 2026" });
    await next.getByText("Coupon Ten off (TEN): -US$6.20").waitFor();
    await next.getByText("-US$6.20", { exact: true }).waitFor();
    await keepShot(page, "subscription-next");

    await organization.send(advanceTestClock, { params: { customer }, body: { until: "2026-02-12" } });
    await page.reload();
    await page.getByRole("table", { name: "Invoices" }).getByText("$55.80").waitFor();
    await page.getByRole("button", { name: "Change" }).click();
    await choose("Plan", /^Pro/);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Quantity").fill("");
    await dialog.getByText("Quantity must be filled in, such as 1. Then what would happen").waitFor();
    await dialog.getByLabel("Quantity").fill("0");
    await dialog.getByText("Quantity must be more than 0. Then what would happen is shown here.").waitFor();
    await dialog.getByRole("button", { name: "Change" }).click();
    await dialog.getByText("One field needs another look").waitFor();
    await keepShot(page, "subscription-change-of-nothing");
    await dialog.getByLabel("Quantity").fill("2");
    await dialog.getByText("One field needs another look").waitFor({ state: "detached" });
    await dialog.getByText("Pro", { exact: true }).waitFor();
    await keepShot(page, "subscription-change");
    await pictures(page)("subscription-change");
    const total = await preview.locator("dl > [data-total] dd").innerText();
    await dialog.getByRole("button", { name: "Change" }).click();
    await page.getByText("SUB-000001 is changed.").waitFor();
    const table = page.getByRole("table", { name: "Invoices" });
    await table.getByText(total).waitFor();
    const { items } = await organization.send(listInvoices, { query: { customer_id: customer } });
    expect(items.map((one) => one.total)).toEqual([total.replace(/[^0-9.]/g, ""), "55.80"]);

    await page.getByRole("button", { name: "More actions" }).click();
    expect(await page.getByRole("menuitem").allInnerTexts()).not.toContain("Resume");
    await page.getByRole("menuitem", { name: "Cancel subscription" }).click();
    await dialog.getByLabel("Reason").fill("Closed its shop");
    await dialog.getByText("It ends. Nothing more is billed.").waitFor();
    await dialog.getByRole("button", { name: "Cancel subscription" }).click();
    await page.getByText("Cancelled because: Closed its shop").waitFor();
    await page.getByRole("heading", { name: "Next: 28 Feb 2026" }).waitFor();
    await page.reload();
    await pictures(page)("subscription");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});

test("given a field of the organization's own, when a subscription is sold with it and edited later, then page and history show it (F99)", async () => {
  const visitor = await world.settle();
  const { page, open, faults, context } = visitor;
  const customer = await shop(visitor);
  await open("settings/subscription-fields");
  await page.getByText("0/10 custom fields").waitFor();
  await page.getByRole("button", { name: "Add custom field" }).first().click();
  const adding = page.getByRole("dialog", { name: "Add custom field" });
  await adding.getByLabel("Label").fill("Order form");
  await adding.getByRole("combobox", { name: "Type" }).click();
  await page.getByRole("option", { name: "Web address" }).click();
  await adding.getByRole("button", { name: "Add field" }).click();
  await page.getByRole("row", { name: /Order form.*Web address.*cf_order_form/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await open(`billing/subscriptions/new?customer=${customer}`);
  await page.getByRole("combobox", { name: "Plan" }).click();
  await page.getByRole("option", { name: /^Basic/ }).click();
  await page.getByText("Collect automatically").click();
  await page.getByRole("link", { name: "Connect a payment gateway" }).waitFor();
  // What was shown before is pale until the new preview is there.
  await expect.poll(() => accessibilityFaults(page), { timeout: 15_000 }).toEqual([]);
  await keepShot(page, "subscription-not-collectable");
  await page.getByText("Send invoices", { exact: true }).click();
  await page.getByLabel("Salesperson").fill("Ann");
  await page.getByLabel("Order form").fill("no address");
  await page.getByRole("button", { name: "Sell", exact: true }).click();
  await page.getByText("Order form must be a web address like https://example.com").first().waitFor();
  await page.getByLabel("Order form").fill("https://forms.example/7");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Sell", exact: true }).click();
  await page.getByRole("heading", { name: "SUB-000001" }).waitFor();
  await page.getByRole("link", { name: "forms.example/7" }).waitFor();
  await keepShot(page, "subscription-own-fields");

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit details" }).click();
  const editing = page.getByRole("dialog", { name: "Edit details: SUB-000001" });
  await editing.getByLabel("Reference").fill("PO 7");
  await editing.getByLabel("Order form").fill("");
  await keepShot(page, "subscription-edit-details");
  expect(await accessibilityFaults(page)).toEqual([]);
  await editing.getByRole("button", { name: "Save" }).click();
  await page.getByText("SUB-000001 is saved.").waitFor();
  await page.getByText("Reference: PO 7; Order form removed").waitFor();
  expect(await page.getByRole("link", { name: "forms.example/7" }).count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

test("given a start in the past is typed, then only whole days are asked about, and its invoices are counted before they are written (F68)", async () => {
  const visitor = await world.settle();
  const { page, open, organization, faults, context } = visitor;
  const customer = await shop(visitor);
  const asked: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/subscriptions"))
      asked.push((request.postDataJSON() as { starts_at?: string }).starts_at);
  });
  await open(`billing/subscriptions/new?customer=${customer}`);
  await page.getByRole("combobox", { name: "Plan" }).click();
  await page.getByRole("option", { name: /^Basic/ }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByText("$31.00").first().waitFor();
  // As slowly as somebody who looks at the keys: after each of them there is time to ask.
  await page.getByLabel("Start").pressSequentially("12122025", { delay: 500 });
  const words = "2 invoices are written at once, from 12 Dec 2025 to 12 Jan 2026.";
  await preview.getByText(words).waitFor();
  expect([...new Set(asked)]).toEqual([undefined, "2025-12-12"]);
  await keepShot(page, "subscription-backdated");

  const sell = page.getByRole("button", { name: "Sell", exact: true });
  const dialog = page.getByRole("dialog", { name: "Write 2 invoices at once?" });
  const written = async () => (await organization.send(listInvoices, { query: {} })).items.length;
  await sell.click();
  await dialog.getByText(words).waitFor();
  await keepShot(page, "subscription-backdated-question");
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await written()).toBe(0);
  await sell.click();
  await dialog.getByRole("button", { name: "Sell and write 2 invoices" }).click();
  await page.getByRole("heading", { name: "SUB-000001" }).waitFor();
  expect(await written()).toBe(2);
  expect(faults).toEqual([]);
  await context.close();
});

describe("the pages of subscriptions", () => {
  test("given a downgrade in mid-term, then the page lists the credit note beside the invoices", async () => {
    const visitor = await world.settle({ colours: "dark", size: "phone" });
    const { page, open, organization, faults, context } = visitor;
    const customer_id = await shop(visitor);
    const { subscription } = await organization.send(createSubscription, {
      body: { customer_id, plan: { plan: "pro" } },
    });
    await open(`billing/subscriptions/${subscription.id}`);
    await page.getByRole("table", { name: "Invoices" }).getByText("$62.00").waitFor();
    expect(await page.getByRole("heading", { name: "Credit notes" }).count()).toBe(0);
    const until = { params: { customer: customer_id }, body: { until: "2026-01-31" } };
    await organization.send(advanceTestClock, until);
    await page.reload();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Plan" }).click();
    await page.getByRole("option", { name: /^Basic/ }).click();
    await dialog.getByRole("radio", { name: /^Now/ }).check();
    const preview = dialog.getByRole("region", { name: "Preview" });
    await preview.getByRole("heading", { name: "Credit note of 31 Jan 2026" }).waitFor();
    expect(await preview.getByText("Nothing is billed").count()).toBe(0);
    await keepShot(page, "subscription-downgrade");
    const { credit_notes } = await organization.send(changeSubscription, {
      params: { subscription: subscription.id },
      body: { plan: { plan: "basic" }, when: "now" },
    });
    await page.reload();
    const table = page.getByRole("table", { name: "Credit notes" });
    await table.getByText(`$${credit_notes[0]?.total}`).waitFor();
    await table.getByText("Open").waitFor();
    await table.scrollIntoViewIfNeeded();
    await keepShot(page, "subscription-credit-notes");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await widerBy(page)).toBe(0);
    // What is sold now is settled by the credit, and the page says so as it stands: by a clock that stands still nothing
    // grows old, and nothing is asked anew because of that.
    await page.clock.setFixedTime(Date.now());
    await page.reload();
    await table.getByText("Open").waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Sell an addon once" }).click();
    const selling = page.getByRole("dialog", { name: "Sell an addon once" });
    await selling.getByRole("combobox", { name: "Addon" }).click();
    await page.getByRole("option", { name: /Backup/ }).click();
    await selling.getByLabel("Quantity").fill("20");
    await selling.getByRole("button", { name: "Sell once" }).click();
    await selling.waitFor({ state: "detached" });
    await table.getByText("Closed").waitFor();
    await table.getByRole("link", { name: credit_notes[0]?.number ?? "" }).click();
    await page.getByRole("heading", { level: 1, name: credit_notes[0]?.number ?? "" }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, organization, faults, context } = visitor;
      await open("billing/subscriptions");
      await page.getByText("A subscription bills a customer").waitFor();
      const customer = await shop(visitor);
      const { subscription } = await organization.send(createSubscription, {
        body: {
          customer_id: customer,
          plan: { plan: "basic", quantity: "3" },
          addons: [{ addon: "backup" }],
          coupon: "TEN",
          reference: "PO-7",
          notes: "Pays late",
        },
      });
      await organization.send(changeSubscription, {
        params: { subscription: subscription.id },
        body: { plan: { plan: "pro" }, when: "term_end" },
      });
      for (const [place, name] of [
        ["billing/subscriptions", "list"],
        [`billing/subscriptions/new?customer=${customer}`, "new"],
        [`billing/customers/${customer}?tab=subscriptions`, "of-customer"],
        [`billing/subscriptions/${subscription.id}`, "page"],
      ] as const) {
        await open(place);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await widerBy(page)).toBe(0);
        await keepShot(page, `subscription-${name}-${colours}-${size}`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
