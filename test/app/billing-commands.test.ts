import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan, listPlans } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import type { PurchaseOrderView } from "#billing/order/purchase-order.api.ts";
import type { SalesOrderView } from "#billing/order/sales-order.api.ts";
import type { SubscriptionOutcome } from "#billing/subscription/subscription.api.ts";
import type { VendorView } from "#billing/vendor/vendor.api.ts";
import { showIn } from "#kernel/show.ts";
import { startStripe, type StripeServer } from "../support/stripe-server.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { openShop } from "../billing/gateway/shop.ts";
import { atCommandLine } from "./at-command-line.ts";
import { concord, dataFolder } from "./processes.ts";

let world: World;
let stripe: StripeServer;
let organization: Organization;
let customer: string;
const folder = dataFolder();

beforeAll(async () => {
  stripe = await startStripe();
  world = await startWorld({ roles: "web", env: { CONCORD_STRIPE_URL: stripe.url } });
  organization = await world.organization("Typed Ltd", { currency: "USD" });
  customer = (await organization.send(createCustomer, { body: { display_name: "Acme" } })).id;
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
  for (const [plan_code, price] of [
    ["solo", "10"],
    ["team", "40"],
  ] as const)
    await organization.send(createPlan, {
      body: {
        ...{ plan_code, name: plan_code, product_id, interval: 1, interval_unit: "months" },
        prices: [{ price }],
      },
    });
});
afterAll(async () => {
  folder.remove();
  await world.stop();
  await stripe.close();
});

const { command, said, asked } = atCommandLine(() => ({ world, organization }));

/** A file with a value as JSON. */
function file(name: string, value: unknown): string {
  const path = join(folder.path, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

describe("B17 given a customer and plans, at the command line", () => {
  test("when a subscription is sold, changed, paused and cancelled, then each is done, and a preview does nothing", async () => {
    const preview = await asked<SubscriptionOutcome>(
      "subscriptions",
      "create",
      customer,
      "solo",
      "--preview",
    );
    expect(preview).toMatchObject({ preview: true, invoices: [{ total: "10.00" }] });
    expect(await said("subscriptions", "list")).toBe("No subscription yet\n");
    const sold = await asked<SubscriptionOutcome>(
      ...["subscriptions", "create", customer, "solo", "--quantity", "2", "--reference", "ours"],
    );
    const { number, term_start, term_end } = sold.subscription;
    const term = showIn("en-GB").period(term_start ?? "", term_end ?? "");
    expect(await said("subscriptions", "list", "--status", "live")).toMatch(
      new RegExp(`^${number} {2}live {2}solo {2}\\d{4}-\\d\\d-\\d\\d {2}Acme\n$`),
    );
    const told = await said("subscriptions", "show", number);
    expect(told).toContain(`Status live, term ${term}, next on ${showIn("en-GB").day(term_end ?? "")}\n`);
    expect(told).toContain("  2 x solo, 10");
    const shown = await said("subscriptions", "change", number, "team", "--preview");
    expect(shown).toContain(`${number} would be changed:`);
    expect(shown).toMatch(/Invoice .*\d+\.\d\d USD/);
    expect(await said("subscriptions", "show", number)).toContain("x solo");
    await said("subscriptions", "change", number, "team");
    expect(await said("subscriptions", "show", number)).toContain("  1 x team, 40");
    expect(await said("subscriptions", "pause", number)).toContain("Status paused");
    expect(await said("subscriptions", "resume", number)).toContain("Status live");
    expect(await said("subscriptions", "cancel", number)).toContain("Status non_renewing");
    expect(await said("subscriptions", "reactivate", number)).toContain("Status live");
    const cancelled = await said("subscriptions", "cancel", number, "--now", "--reason", "Closed down");
    expect(cancelled).toContain("Status cancelled");
    expect(await said("subscriptions", "list", "--search", "nothing")).toBe(
      "No subscription holds nothing\n",
    );
  });

  test("when invoices are written, sent, paid and void, then each is done by its number", async () => {
    const paper = { customer_id: customer, line_items: [{ name: "Seat", quantity: "3", price: "10" }] };
    const draft = await asked<InvoiceView>("invoices", "create", file("invoice", paper));
    expect(draft).toMatchObject({ status: "draft", number: null });
    expect(await said("invoices", "send", draft.id)).toContain("sent, Acme");
    const { number } = await asked<InvoiceView>("invoices", "show", draft.id);
    expect(await said("invoices", "list", "--search", number ?? "")).toContain("30.00 USD  30.00 due");
    expect(await said("invoices", "pay", number ?? "", "--amount", "12.50")).toContain(
      `12.50 USD settles ${number}`,
    );
    await said("payments", "record", customer, "20", "--invoice", `${number}=17.50`, "--mode", "cash");
    expect(await asked("invoices", "show", number ?? "")).toMatchObject({ status: "paid", balance: "0.00" });
    expect(await said("payments", "list", "--customer", customer)).toMatch(
      /20\.00 USD {2}2\.50 unused {2}cash/,
    );
    const { items } = await asked<{ items: { number: string }[] }>("payments", "list", "--limit", "1");
    const mistyped = items[0]?.number ?? "";
    expect(await said("payments", "void", mistyped, "--reason", "Typo")).toBe(`${mistyped} is void\n`);
    expect(await said("payments", "list", "--search", mistyped)).toMatch(/20\.00 USD {2}void {2}cash/);
    expect(await said("invoices", "void", number ?? "", "--reason", "Wrong")).toContain("void, Acme");
    const other = await asked<InvoiceView>("invoices", "create", file("invoice", paper), "--send");
    expect(await said("invoices", "pay", other.number ?? "")).toContain(`30.00 USD settles ${other.number}`);
  });

  test("B17 when a subscription is charged, postponed, given a coupon and freed of it, then each is done, and a preview does none of it", async () => {
    await organization.send(createCoupon, {
      body: {
        coupon_code: "TEN",
        name: "Ten",
        type: "forever",
        discount_by: "percentage",
        discount_value: "10",
      },
    });
    const { subscription } = await asked<SubscriptionOutcome>("subscriptions", "create", customer, "solo");
    const { number, term_end } = subscription;
    const shown = await said("subscriptions", "show", number);
    const later = `${Number(term_end?.slice(0, 4)) + 1}${term_end?.slice(4)}`;
    const actions = [
      [["charge", number, "25", "Set-up"], `charged Set-up`],
      [["postpone", number, later], "postponed"],
      [["coupon", "apply", number, "TEN"], "given the coupon TEN"],
    ] as const;
    for (const [args, done] of actions)
      expect(await said("subscriptions", ...args, "--preview")).toContain(`${number} would be ${done}:\n`);
    expect(await said("subscriptions", "show", number)).toBe(shown);
    const { id: tax } = await asked<{ id: string }>("taxes", "add", "VAT", "19");
    for (const [chosen, total] of [
      [tax, "29.75"],
      ["none", "25.00"],
    ] as const)
      expect(
        await said("subscriptions", "charge", number, "25", "Set-up", "--tax", chosen, "--preview"),
      ).toMatch(new RegExp(`Invoice \\S+, ${total} USD`));
    const told: string[] = [];
    for (const [args, done] of actions) {
      const words = await said("subscriptions", ...args);
      expect(words).toContain(`${number} is ${done}: `);
      told.push(words);
    }
    expect(told[0]).toMatch(/Invoice INV-\d+, 25\.00 USD/);
    expect((await asked<{ term_end: string }>("subscriptions", "show", number)).term_end).toBe(later);
    expect(await said("subscriptions", "coupon", "remove", number)).toContain(
      `${number} is without a coupon: `,
    );
    expect((await command("subscriptions", "coupon", "remove", number)).stderr).toMatch(
      /^subscription\.no_coupon: /,
    );
  });

  test("B17 when more is paid than an invoice needs, then what would be mostly credit is refused unless it is meant", async () => {
    const { id: payer } = await organization.send(createCustomer, { body: { display_name: "Payer" } });
    const paper = { customer_id: payer, line_items: [{ name: "Seat", price: "112.13" }] };
    const { number } = await asked<InvoiceView>("invoices", "create", file("slip", paper), "--send");
    const pay = ["invoices", "pay", number ?? ""];
    const record = ["payments", "record", payer, "300", "--invoice", `${number}=20`];
    expect(await command(...pay, "--amount", "5000")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `cli.becomes_credit: Of 5000.00 USD only 112.13 USD is open on ${number}: 4887.87 USD would become the customer's credit; Correct the amount; or say with --as-credit that the rest is to be the customer's credit.\n`,
    });
    expect((await command(...record)).stderr).toMatch(
      /^cli\.becomes_credit: Of 300\.00 USD only 20\.00 USD settles invoices: 280\.00 USD would become/,
    );
    expect(await said("payments", "list", "--customer", payer)).toBe("No such payment\n");
    expect(await said(...record, "--as-credit")).toContain("280.00 USD is the customer's credit");
    expect(await said(...pay, "--amount", "100")).toContain("7.87 USD is the customer's credit");
    expect((await command(...pay, "--amount", "5")).stderr).toMatch(
      /^cli\.becomes_credit: \S+ is paid: nothing is open on it, and all of 5 USD would become/,
    );
    expect((await command(...pay)).stderr).toMatch(/^cli\.usage: \S+ is paid: nothing is open on it; /);
    expect(await said(...pay, "--amount", "5", "--as-credit")).toContain("5.00 USD is the customer's credit");
  });

  test("when an estimate is written, sent and accepted, then its invoice is made once", async () => {
    const paper = { customer_id: customer, line_items: [{ name: "Work", price: "100" }] };
    const made = await asked<InvoiceView>("estimates", "create", file("estimate", paper), "--send");
    const number = made.number ?? "";
    expect(await said("estimates", "list", "--status", "sent")).toContain(number);
    expect(await said("estimates", "accept", number)).toContain("accepted, Acme");
    expect(await said("estimates", "invoice", number, "--send")).toContain("100.00 open");
    expect((await command("estimates", "decline", number)).stderr).toMatch(/^estimate\.wrong_status: /);
  });

  test("F76 when an estimate offers a plan, then its subscription is previewed, made once, and bills what was offered", async () => {
    const { items } = await organization.send(listPlans, { query: { search: "solo" } });
    const item = { kind: "plan", id: items[0]?.id };
    const paper = { customer_id: customer, line_items: [{ item, quantity: "3" }] };
    const offer = await asked<InvoiceView>("estimates", "create", file("offer", paper), "--send");
    const number = offer.number ?? "";
    const subscribe = ["estimates", "subscribe", number];
    expect((await command(...subscribe)).stderr).toMatch(/^estimate\.wrong_status: /);
    await said("estimates", "accept", number);
    expect(await said(...subscribe, "--trial", "7", "--preview")).toMatch(/would be sold:[^]*Status trial/);
    const { subscription, invoices } = await asked<SubscriptionOutcome>(
      ...subscribe,
      "--reference",
      "of-offer",
    );
    expect([subscription.status, invoices[0]?.total, invoices.length]).toEqual(["live", offer.total, 1]);
    expect((await command(...subscribe)).stderr).toMatch(/^estimate\.wrong_status: /);
  });

  test("F77 when sales orders are written, held, released, invoiced and void, then each is done by its number", async () => {
    const paper = {
      customer_id: customer,
      delivery_date: "2099-01-31",
      line_items: [{ name: "Desk", price: "90" }],
    };
    const { number } = await asked<SalesOrderView>(
      "sales-orders",
      "create",
      file("order", paper),
      "--confirm",
    );
    const order = number ?? "";
    expect(await said("sales-orders", "list", "--status", "confirmed")).toMatch(
      new RegExp(`^${order} {2}confirmed {2}\\S+ {2}90\\.00 USD {2}2099-01-31 {2}Acme\n$`),
    );
    expect(await said("sales-orders", "hold", order)).toContain("on_hold, Acme");
    expect((await command("sales-orders", "invoice", order)).stderr).toMatch(/^sales_order\.wrong_status: /);
    await said("sales-orders", "release", order);
    expect(await said("sales-orders", "invoice", order, "--send")).toContain("90.00 open");
    expect(await said("sales-orders", "show", order)).toMatch(
      /closed, Acme[^]*To be delivered on 2099-01-31\n {2}Invoiced by INV-/,
    );
    expect((await command("sales-orders", "reopen", order)).stderr).toMatch(/: It was invoiced by INV-/);
    const other = await asked<SalesOrderView>("sales-orders", "create", file("order", paper));
    await said("sales-orders", "confirm", other.id);
    expect(await said("sales-orders", "close", other.id, "--reason", "Lost")).toContain("closed, Acme");
    await said("sales-orders", "reopen", other.id);
    expect(await said("sales-orders", "void", other.id, "--reason", "Wrong")).toContain("void, Acme");
    expect((await command("sales-orders", "void", other.id)).stderr).toMatch(/^cli\.usage: .*--reason/);
  });

  test("F77 when a vendor is added and something is ordered from it, then each is done by name and number", async () => {
    expect(await said("vendors", "list")).toBe("No vendor yet\n");
    await said("vendors", "create", "Chairs Ltd", "--email", "sell@chairs.example", "--terms", "14");
    expect(await said("vendors", "edit", "chairs ltd", "--set", "payment_terms=30")).toContain(
      "within 30 days",
    );
    await said("vendors", "edit", "Chairs Ltd", "--set", "address.city=Praha", "--set", "address.zip=120 00");
    expect(await said("vendors", "edit", "Chairs Ltd", "--set", "address.country=Czechia")).toContain(
      "\n  120 00 Praha, Czechia\n",
    );
    expect((await command("vendors", "edit", "Chairs Ltd", "--set", "address.town=Praha")).stderr).toMatch(
      /^request\.invalid: .*address/,
    );
    const { id: vendor_id } = await asked<VendorView>("vendors", "show", "Chairs Ltd");
    const paper = { vendor_id, line_items: [{ name: "Chair", quantity: "4", price: "25" }] };
    const made = await asked<PurchaseOrderView>("purchase-orders", "create", file("purchase", paper));
    expect((await command("vendors", "delete", "Chairs Ltd")).stderr).toMatch(
      /^vendor\.in_use: Chairs Ltd has a draft purchase order/,
    );
    const issued = await asked<PurchaseOrderView>("purchase-orders", "issue", made.id);
    const order = issued.number ?? "";
    expect(await said("purchase-orders", "bill-part", order)).toContain("partially_billed, Chairs Ltd");
    await said("purchase-orders", "bill", order);
    expect(await said("purchase-orders", "list", "--search", order)).toMatch(
      / billed .*100\.00 USD .*Chairs Ltd/,
    );
    expect(await said("purchase-orders", "email", order)).toContain("on its way to sell@chairs.example");
    const other = await asked<PurchaseOrderView>(
      "purchase-orders",
      "create",
      file("purchase", paper),
      "--issue",
    );
    expect(await said("purchase-orders", "cancel", other.number ?? "", "--reason", "Twice")).toContain(
      "cancelled",
    );
    await said("vendors", "create", "Nobody");
    expect(await said("vendors", "delete", "Nobody")).toBe("Nobody is deleted\n");
    expect((await command("vendors", "show", "Nobody")).stderr).toMatch(
      /^vendor\.not_found: There is no vendor Nobody/,
    );
  });

  test("B17 when it is chosen who gets the e-mails of a subscription, then by id or address, and nobody named is the customer", async () => {
    const people = [{ first_name: "Paula", email: "paula@acme.example" }, { last_name: "Quiet" }];
    const { id, contact_persons: known } = await organization.send(createCustomer, {
      body: { display_name: "Peopled", contact_persons: people },
    });
    const { subscription } = await asked<SubscriptionOutcome>("subscriptions", "create", id, "solo");
    const receivers = ["subscriptions", "receivers", subscription.number];
    expect(await said(...receivers, "PAULA@acme.example")).toContain(
      "E-mails go to Paula, paula@acme.example",
    );
    const quiet = known.find(({ email }) => email === null)?.id ?? "";
    expect((await command(...receivers, quiet)).stderr).toContain("Quiet has no e-mail address");
    expect((await command(...receivers, "who@acme.example")).stderr).toContain(
      "who@acme.example is nobody at this customer",
    );
    expect(await said("subscriptions", "show", subscription.number)).toContain("E-mails go to Paula");
    expect(await said(...receivers)).not.toContain("E-mails go to");
  });

  test("F94 F95 when a gateway is connected, then its state is told, a customer's cards are listed, chosen and removed, and an invoice is charged", async () => {
    expect(await said("payment-gateway", "show")).toBe(
      "No payment gateway is connected: customers pay offline\n",
    );
    expect((await command("payment-methods", "add", customer)).stderr).toMatch(/^gateway\.not_connected: /);
    const shop = await openShop(world, stripe);
    const asShop = (...args: string[]) =>
      concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: shop.shop.key });
    expect((await asShop("payment-gateway", "show")).stdout).toMatch(
      /^Stripe, .* in test mode: no real money moves\n {2}Connected on .*\n {2}Its webhook at http.* was made by hand\n$/,
    );
    expect((await asShop("payment-methods", "list", shop.customer)).stdout).toBe("No card or account yet\n");
    expect((await asShop("payment-methods", "add", shop.customer)).stdout).toMatch(/^http\S+\n$/);
    await shop.giveCard();
    await shop.giveCard();
    const { stdout } = await asShop("payment-methods", "list", shop.customer);
    const [first = "", second = ""] = stdout.trim().split("\n");
    expect(first).toMatch(/^pmt_\S+ {2}Visa ···· 4242 {2}expires 2030-04 {2}default$/);
    const other = second.split(" ", 1)[0] ?? "";
    expect((await asShop("payment-methods", "default", other)).stdout).toMatch(
      new RegExp(`${other} {2}Visa ···· 4242 {2}expires 2030-04 {2}default`),
    );
    expect((await asShop("payment-methods", "remove", other)).stdout).toMatch(/^pmt_\S+ .*default\n$/);

    await shop.bill("49.90");
    expect(await asShop("invoices", "collect", "INV-000001")).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: "49.90 USD for INV-000001 is paid from Visa ···· 4242\n",
    });
    expect((await asShop("invoices", "collect", "INV-000001")).stderr).toMatch(/^invoice\.not_open: /);
    await shop.bill("10");
    await shop.giveCard("pm_card_chargeDeclinedInsufficientFunds");
    const cards = (await asShop("payment-methods", "list", shop.customer)).stdout.trim().split("\n");
    const [poor = ""] = cards.filter((card) => !card.endsWith("default"));
    expect(
      await asShop("invoices", "collect", "INV-000002", "--method", poor.split(" ", 1)[0] ?? ""),
    ).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: "10.00 USD for INV-000002 is not paid from Visa ···· 4242: Your card has insufficient funds.\n",
    });
  });

  test("F70 F76 F77 F78 when a draft is deleted, then it is gone, and what has a number is not", async () => {
    const lines = { line_items: [{ name: "Work", price: "5" }] };
    const forCustomer = file("draft.json", { customer_id: customer, ...lines });
    const vendor = await asked<VendorView>("vendors", "create", "Bin Ltd");
    const forVendor = file("order.json", { vendor_id: vendor.id, ...lines });
    for (const [kind, from, send] of [
      ["invoices", forCustomer, "--send"],
      ["estimates", forCustomer, "--send"],
      ["credit-notes", forCustomer, "--open"],
      ["sales-orders", forCustomer, "--confirm"],
      ["purchase-orders", forVendor, "--issue"],
    ] as const) {
      const { id } = await asked<{ id: string }>(kind, "create", from);
      expect(await said(kind, "delete", id)).toBe(`The draft ${id} is deleted\n`);
      expect((await command(kind, "show", id)).stderr).toMatch(/^\w+\.not_found: /);
      const { number } = await asked<{ number: string }>(kind, "create", from, send);
      expect((await command(kind, "delete", number)).stderr).toMatch(/^\w+\.not_draft: /);
    }
  });

  test.each([
    [["subscriptions", "show", "SUB-999999"], /^subscription\.not_found: There is no SUB-999999/],
    [["invoices", "list", "--status", "late"], /^request\.invalid: /],
    [["subscriptions", "create", "CUSTOMER", "solo", "--trial", "soon"], /^cli\.usage: --trial soon/],
    [["vendors", "create", "Late", "--terms", "soon"], /^cli\.usage: --terms soon/],
    [["payments", "record", "CUSTOMER", "5", "--invoice", "INV-1"], /^cli\.usage: --invoice INV-1/],
  ])("when %j is asked, then one line says what is wrong", async (args, words) => {
    const ended = await command(...args.map((arg) => (arg === "CUSTOMER" ? customer : arg)));
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(words);
  });
});
