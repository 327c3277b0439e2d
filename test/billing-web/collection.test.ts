import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { collectInvoice, createInvoice } from "#billing/invoice/invoice.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { eventOf, startStripe, type StripeServer, tell } from "../support/stripe-server.ts";
import { pictures } from "../e2e/pictures.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;
let stripe: StripeServer;

beforeAll(async () => {
  stripe = await startStripe();
  world = await openBillingWebWorld({ env: { CONCORD_STRIPE_URL: stripe.url } });
});
afterAll(async () => {
  await world?.stop();
  await stripe?.close();
});

const secret = "whsec_of_the_shop";

async function connect({ page, open, organization }: BillingVisitor): Promise<string> {
  const key = `sk_test_${organization.id.slice(4)}`;
  stripe.account(key);
  await open("settings/payment-gateway");
  await page.getByLabel("Secret key").fill(key);
  await page.getByLabel("Signing secret of the webhook").fill(secret);
  await page.getByRole("button", { name: "Connect Stripe" }).click();
  await page.getByText("Connected, test mode").waitFor();
  return key;
}

/** The customer follows the link of the dialog, and enters a test card on Stripe's page. */
async function enterCard(
  { page, organization }: BillingVisitor,
  key: string,
  token: string,
): Promise<string> {
  const link = await page.getByRole("dialog").getByLabel("Link", { exact: true }).innerText();
  const { session, method } = stripe.account(key).complete(link.split("/").at(-1) ?? "", token);
  const address = `${world.web.world.url}/api/v1/gateways/stripe/webhooks/${organization.id}`;
  await tell(address, eventOf("checkout.session.completed", { id: session.id }), { secret });
  await page.getByRole("button", { name: "Done" }).click();
  // A phone shows cards in the place of a table.
  await page.locator("main").getByText("Visa ···· 4242").first().waitFor();
  return method;
}

const toast = (page: Page, words: string) => page.getByText(words).first().waitFor();

describe("collecting money", () => {
  test("given Stripe is connected and a customer's card, when an invoice is charged now, then it is paid, or the page tells why not (F94, F95)", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, faults } = visitor;
    const [customer] = await add("Acme Bank");
    const customer_id = customer?.id ?? "";
    await open(`billing/customers/${customer_id}?tab=methods`);
    await page.getByText("No payment gateway is connected").waitFor();
    await page.getByRole("link", { name: "Connect a payment gateway" }).click();
    const key = await connect(visitor);
    // Without the words that were just shown over it.
    await page.reload();
    await page.getByText("Connected, test mode").waitFor();
    await pictures(page)("payment-gateway");
    await open(`billing/customers/${customer_id}?tab=methods`);
    await page.getByRole("button", { name: "Add payment method" }).click();
    const method = await enterCard(visitor, key, "pm_card_chargeDeclinedInsufficientFunds");
    const { id } = await organization.send(createInvoice, {
      body: { customer_id, line_items: [{ name: "Work", price: "120" }], send: true },
    });
    await open(`billing/invoices/${id}`);
    const charge = async () => {
      await page.getByRole("button", { name: "Charge now" }).click();
      await page.getByRole("dialog").getByText("is collected from Visa ···· 4242 now").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Charge now" }).click();
    };
    await charge();
    await toast(page, "$120.00 is not paid. Your card has insufficient funds.");
    const charges = page.getByRole("list", { name: "Charges" });
    await charges.getByText("Failed").waitFor();
    stripe.account(key).becomes(method, "pm_card_visa");
    await charge();
    await toast(page, "$120.00 is paid from Visa ···· 4242.");
    await charges.getByText("Paid").waitFor();
    await page.reload();
    await charges.getByText("Paid").waitFor();
    await pictures(page)("charges", page.getByRole("heading", { name: "Payments and credits" }));
    expect(await page.getByRole("button", { name: "Charge now" }).count()).toBe(0);
    expect(
      stripe
        .account(key)
        .charges()
        .filter(({ status }) => status === "succeeded"),
    ).toHaveLength(1);
    expect(faults).toEqual([]);
    await visitor.context.close();
  });

  test("given a charge that waits for its outcome, when a payment is recorded or the invoice is to be void, then the dialog says what the charge may bring beside (F94)", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization, faults } = visitor;
    const [customer] = await add("Acme Bank");
    const customer_id = customer?.id ?? "";
    const key = await connect(visitor);
    await open(`billing/customers/${customer_id}?tab=methods`);
    await page.getByRole("button", { name: "Add payment method" }).click();
    await enterCard(visitor, key, "pm_card_visa");
    const { id } = await organization.send(createInvoice, {
      body: { customer_id, line_items: [{ name: "Work", price: "120" }], send: true },
    });
    const dialog = page.getByRole("dialog");
    const warning = dialog.getByText(
      /A charge of .*\$120\.00 from Visa ···· 4242 is under way\. .* then becomes credit of Acme Bank\./,
    );
    const begin = async (what: "payment" | "void"): Promise<void> => {
      if (what === "payment") return page.getByRole("button", { name: "Record payment" }).click();
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Void", exact: true }).click();
    };
    await open(`billing/invoices/${id}`);
    await begin("void");
    await dialog.getByLabel("Reason").waitFor();
    expect(await warning.count()).toBe(0);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    // Stripe's library asks once more by itself where a connection breaks.
    stripe.break("POST /v1/payment_intents", "lost", 2);
    await organization.send(collectInvoice, { params: { invoice: id }, body: {} });
    await page.reload();
    await page.getByRole("list", { name: "Charges" }).getByText("Waiting").waitFor();
    for (const what of ["payment", "void"] as const) {
      await begin(what);
      await warning.waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
    expect(faults).toEqual([]);
    await visitor.context.close();
  });

  test("given two cards, when another is made the default and that is removed, then the first is it again (F95)", async () => {
    const visitor = await world.settle();
    const { page, open, add } = visitor;
    const [customer] = await add("Acme Bank");
    const key = await connect(visitor);
    await open(`billing/customers/${customer?.id ?? ""}?tab=methods`);
    for (let card = 0; card < 2; card += 1) {
      await page.getByRole("button", { name: "Add payment method" }).click();
      await enterCard(visitor, key, "pm_card_visa");
    }
    const rows = page.getByRole("table", { name: "Payment methods" }).locator("tbody tr[data-at]");
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole("button", { name: "Make Visa ···· 4242 the default" }).click();
    await toast(page, "From now on Visa ···· 4242 is collected from.");
    await page.getByRole("button", { name: "Remove Visa ···· 4242" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect.poll(() => rows.count()).toBe(1);
    await rows.getByText("Default").waitFor();
    await visitor.context.close();
  });

  test("given a subscription whose card was declined, when it is charged now, then it is live again (F94)", async () => {
    const visitor = await world.settle();
    const { page, open, add, organization } = visitor;
    const [customer] = await add("Acme Bank");
    const customer_id = customer?.id ?? "";
    const key = await connect(visitor);
    await open(`billing/customers/${customer_id}?tab=methods`);
    await page.getByRole("button", { name: "Add payment method" }).click();
    const method = await enterCard(visitor, key, "pm_card_chargeDeclined");
    const product = await organization.send(createProduct, { body: { name: "Cloud" } });
    const prices = [{ currency_code: "USD", price: "30" }];
    const plan = { plan_code: "basic", name: "Basic", product_id: product.id, interval: 1, prices };
    await organization.send(createPlan, { body: { ...plan, interval_unit: "months" } });
    const { subscription } = await organization.send(createSubscription, {
      body: { customer_id, plan: { plan: "basic" }, auto_collect: true },
    });
    expect(subscription.status).toBe("dunning");
    stripe.account(key).becomes(method, "pm_card_visa");
    await open(`billing/subscriptions/${subscription.id}`);
    await page.getByRole("button", { name: "Charge now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Charge now" }).click();
    await toast(page, "$30.00 is paid from Visa ···· 4242.");
    await page.getByText("Live", { exact: true }).first().waitFor();
    expect(await page.getByRole("button", { name: "Charge now" }).count()).toBe(0);
    await visitor.context.close();
  });

  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const visitor = await world.settle({ colours, size });
      const { page, open, add, organization, faults } = visitor;
      const look = async (name: string): Promise<void> => {
        await page.waitForLoadState("networkidle");
        await expect.poll(() => page.locator("[aria-busy=true]").count()).toBe(0);
        await keepShot(page, `collection-${name}-${colours}-${size}`);
        expect.soft(await accessibilityFaults(page), name).toEqual([]);
        expect.soft(await widerBy(page), name).toBeLessThanOrEqual(0);
      };
      const [customer] = await add("Acme Bank");
      const customer_id = customer?.id ?? "";
      await open(`billing/customers/${customer_id}?tab=methods`);
      await page.getByText("No payment gateway is connected").waitFor();
      await look("offline");
      await open("settings/payment-gateway");
      await page.getByLabel("Secret key").waitFor();
      await look("connect");
      const key = await connect(visitor);
      await look("connected");
      await open(`billing/customers/${customer_id}?tab=methods`);
      await page.getByRole("button", { name: "Add payment method" }).click();
      await page.getByRole("dialog").getByLabel("Link", { exact: true }).waitFor();
      await look("set-up");
      await enterCard(visitor, key, "pm_card_chargeDeclined");
      await look("methods");
      const { id } = await organization.send(createInvoice, {
        body: { customer_id, line_items: [{ name: "Work", price: "120" }], send: true },
      });
      await open(`billing/invoices/${id}`);
      await page.getByRole("button", { name: "Charge now" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Charge now" }).click();
      await page.getByRole("list", { name: "Charges" }).waitFor();
      await look("charges");
      await page.goto("/payment-method/saved");
      await page.getByText("Your payment method is saved").waitFor();
      await look("saved");
      expect(faults).toEqual([]);
      await visitor.context.close();
    },
  );
});
