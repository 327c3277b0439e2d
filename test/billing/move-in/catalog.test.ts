import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getAddon } from "#billing/catalog/addon.api.ts";
import { getCoupon } from "#billing/catalog/coupon.api.ts";
import { getPlan } from "#billing/catalog/plan.api.ts";
import { listProducts } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, problemsIn, rowsOf, takenBack } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

const products = csvOf(
  "Product ID,Product Name,Description,Status",
  "501,Cloud,Storage,Active",
  "502,Legacy,,Inactive",
);

const planHeadings =
  "Plan ID,Product Name,Plan Name,Plan Code,Interval,Interval Unit,Billing Cycles,Trial Days,Setup Fee,Pricing Scheme,Unit Name,Tax Name,Tax Percentage,Currency Code,Start Quantity,End Quantity,Price,Status";

const plans = csvOf(
  planHeadings,
  "601,Cloud,Basic,basic,1,months,-1,14,49.00,Per Unit,seat,VAT,19,EUR,,,10.00,Active",
  "601,Cloud,Basic,basic,1,months,-1,14,,Per Unit,seat,VAT,19,USD,,,12.50,Active",
  "602,cloud,Bulk,bulk,1 Year(s),,3,,,Volume,,,,EUR,11,,8.00,Active",
  "602,cloud,Bulk,bulk,1 Year(s),,3,,,Volume,,,,EUR,1,10,9.00,Active",
  "603,Legacy,Old,old,Quarterly,,Unlimited,,,Flat Fee,,,,,,,99,Inactive",
);

async function shopOf(name: string): Promise<Organization> {
  const shop = await world.organization(name, { currency: "EUR" });
  await shop.send(createTax, { body: { name: "VAT", percentage: "19" } });
  return shop;
}

async function catalogOf(shop: Organization): Promise<string[]> {
  const ids: string[] = [];
  for (const [kind, csv] of [
    ["products", products],
    ["plans", plans],
    ["addons", addons],
    ["coupons", coupons],
  ] as const) {
    const done = await movedIn(shop, kind, csv);
    expect(await problemsIn(shop, done.id)).toEqual([]);
    ids.push(done.id);
  }
  return ids;
}

const addons = csvOf(
  "Addon ID,Addon Name,Addon Code,Addon Type,Pricing Scheme,Start Quantity,End Quantity,Price,Plan Codes,Status",
  "701,Backup,backup,Recurring,Tier,1,5,2.00,basic; bulk,Active",
  "701,Backup,backup,Recurring,Tier,6,,1.50,basic; bulk,Active",
  "702,Training,training,One Time,Unit,,,300.00,All,Active",
);

const coupons = csvOf(
  "Coupon ID,Coupon Code,Coupon Name,Discount Type,Discount Value,Redemption Type,Duration,Max Redemption,Redemption Count,Expiry Date,Plan Codes,Status",
  "801,SPRING,Spring,Percentage,15%,Limited,3,100,7,2030-06-30,basic,Active",
  "802,OLD,Old,Flat,5.00,Forever,,,,2020-01-31,,Expired",
  "803,GONE,Gone,Flat,5.00,One Time,,,,,,Expired",
);

describe("B14 the catalog", () => {
  test("B14 given products, plans, addons and coupons, they come with prices by currency and quantity, terms, taxes and states, and a second import makes nothing", async () => {
    const shop = await shopOf("Catalog");
    await catalogOf(shop);
    const { items } = await shop.send(listProducts, { query: {} });
    expect(items.map(({ name, status }) => [name, status])).toEqual([
      ["Cloud", "active"],
      ["Legacy", "inactive"],
    ]);
    expect(await shop.send(getPlan, { params: { plan: "basic" } })).toMatchObject({
      ...{ product_name: "Cloud", interval: 1, interval_unit: "months", billing_cycles: -1 },
      ...{ trial_period: 14, pricing_scheme: "per_unit", unit_name: "seat", tax_id: expect.any(String) },
      prices: [
        { currency_code: "EUR", price: "10.00", setup_fee: "49.00" },
        { currency_code: "USD", price: "12.50", setup_fee: "0.00" },
      ],
    });
    expect(await shop.send(getPlan, { params: { plan: "bulk" } })).toMatchObject({
      ...{ interval: 1, interval_unit: "years", billing_cycles: 3, pricing_scheme: "volume" },
      prices: [
        {
          brackets: [
            { from: "1", to: "10", price: "9.00" },
            { from: "11", to: null, price: "8.00" },
          ],
        },
      ],
    });
    expect(await shop.send(getPlan, { params: { plan: "old" } })).toMatchObject({
      ...{ interval: 3, interval_unit: "months", billing_cycles: -1, pricing_scheme: "flat" },
      status: "inactive",
    });
    expect(await shop.send(getAddon, { params: { addon: "backup" } })).toMatchObject({
      ...{ type: "recurring", pricing_scheme: "tier", applicable_to: "plans" },
      plans: [{ plan_code: "basic" }, { plan_code: "bulk" }],
      prices: [{ brackets: [{ to: "5" }, { from: "6", price: "1.50" }] }],
    });
    expect(await shop.send(getAddon, { params: { addon: "training" } })).toMatchObject({
      ...{ type: "one_time", pricing_scheme: "unit", applicable_to: "all" },
    });
    expect(await shop.send(getCoupon, { params: { coupon: "SPRING" } })).toMatchObject({
      ...{ discount_by: "percentage", discount_value: "15", type: "duration", duration: 3 },
      ...{ max_redemption: 100, redemption_count: 7, expiry_at: "2030-06-30", status: "active" },
      plans: [{ plan_code: "basic" }],
    });
    expect(await shop.send(getCoupon, { params: { coupon: "OLD" } })).toMatchObject({
      ...{ currency_code: "EUR", type: "forever", status: "expired", apply_to_plans: "all" },
    });
    expect(await shop.send(getCoupon, { params: { coupon: "GONE" } })).toMatchObject({ status: "inactive" });
    for (const [kind, csv] of [
      ["products", products],
      ["plans", plans],
      ["addons", addons],
      ["coupons", coupons],
    ] as const)
      expect((await movedIn(shop, kind, csv)).counts).toMatchObject({ created: 0, failed: 0 });
  });

  test("B14 given plans, addons and coupons that cannot be billed by, each is told with its row, column and what is wrong, and none comes in", async () => {
    const shop = await shopOf("Wrong catalog");
    await movedIn(shop, "products", products);
    const plan = (code: string, change: Record<string, string>) => {
      const given: Record<string, string> = {
        "Product Name": "Cloud",
        "Plan Name": "Plan",
        "Plan Code": code,
        Interval: "1",
        "Interval Unit": "months",
        Price: "10.00",
        ...change,
      };
      return planHeadings
        .split(",")
        .map((heading) => given[heading] ?? "")
        .join(",");
    };
    const wrong = csvOf(
      planHeadings,
      plan("a", { "Product Name": "Nothing" }),
      plan("b", { "Interval Unit": "days" }),
      plan("c", { "Tax Name": "GST" }),
      plan("d e", {}),
      plan("f", { "Pricing Scheme": "Volume", "Start Quantity": "2" }),
      plan("g", { "Start Quantity": "1", "End Quantity": "5" }),
      plan("h", { Price: "-1" }),
      plan("i", { "Pricing Scheme": "Per Unit" }),
      plan("i", { "Pricing Scheme": "Per Unit", Price: "11.00" }),
      plan("j", { "Setup Fee": "1.234" }),
      plan("k", { "Billing Cycles": "0" }),
      plan("l", { "Currency Code": "Groats" }),
      plan("m", { "Pricing Scheme": "Stairs" }),
    );
    const done = await movedIn(shop, "plans", wrong);
    expect(await problemsIn(shop, done.id)).toEqual([
      "2 Product Name Nothing: is no product that is there",
      "3 Interval Unit days: is no interval that can be billed by",
      "4 Tax Name GST: GST is not there",
      "5 Plan Code d e: must be letters, digits and - _ . between them, such as basic-monthly",
      "6 Start Quantity 2: must be 1 in the first bracket",
      "7 Pricing Scheme -: is empty, and a price by quantities can be meant in several ways",
      "8 Price -1: must be a number such as 19.99, not below 0, with at most 12 digits before and 8 after the point",
      "10 Price 11: is another price than in row 9, and the pricing scheme has one",
      "11 Setup Fee 1.234: can have 2 decimal places in EUR, such as 1.01",
      "12 Billing Cycles 0: must be -1 (until cancelled) or at least 1",
      "13 Currency Code GROATS: must be a currency code such as EUR",
      "14 Pricing Scheme Stairs: is none of the words that are known here",
    ]);
    expect(done.counts).toMatchObject({ created: 0 });
    const notes = await movedIn(
      shop,
      "addons",
      csvOf("Addon Name,Addon Code,Price,Plan Codes,Addon Type", "A,a,5,nowhere,", "B,b,5,,Sometimes"),
    );
    expect(await problemsIn(shop, notes.id)).toEqual([
      "2 Plan Codes nowhere: is not there; give an id or a code",
      "3 Addon Type Sometimes: is none of the words that are known here",
    ]);
    const tokens = await movedIn(
      shop,
      "coupons",
      csvOf(
        "Coupon Code,Coupon Name,Discount Type,Discount Value,Redemption Type,Max Redemption,Redemption Count",
        "A,A,Percentage,150,Forever,,",
        "B,B,,5,Forever,,",
        "C,C,Flat,5,Twice,,",
        "D,D,Flat,5,Once,3,5",
      ),
    );
    expect(await problemsIn(shop, tokens.id)).toEqual([
      "2 Discount Value 150: must be at most 100 %",
      "3 Discount Type -: is empty",
      "4 Redemption Type Twice: is none of the words that are known here",
      "5 Max Redemption 3: must be at least 5: so often was it redeemed",
    ]);
  });

  test("B14 given an import of the catalog that is undone, what nothing builds on goes, and what was sold stays and says why", async () => {
    const shop = await shopOf("Back");
    const [ofProducts = "", ofPlans = "", ofAddons = "", ofCoupons = ""] = await catalogOf(shop);
    const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
    await shop.send(createSubscription, { body: { customer_id, plan: { plan: "basic" }, coupon: "SPRING" } });
    expect((await takenBack(shop, ofCoupons)).counts).toMatchObject({ undone: 2, kept: 1 });
    expect(await notesOf(shop, ofCoupons)).toEqual([
      "SPRING: It was changed after it was imported. Keep it, or take it back by hand.",
    ]);
    expect((await takenBack(shop, ofPlans)).counts).toMatchObject({ undone: 1, kept: 2 });
    expect(await notesOf(shop, ofPlans)).toEqual([
      expect.stringMatching(/^basic: The plan is in use by 1 subscription and 1 addon and 1 coupon/),
      expect.stringMatching(/^bulk: The plan is in use by 1 addon/),
    ]);
    expect((await takenBack(shop, ofAddons)).counts).toMatchObject({ undone: 2, kept: 0 });
    expect((await takenBack(shop, ofPlans)).counts).toMatchObject({ undone: 2, kept: 1 });
    expect((await takenBack(shop, ofProducts)).counts).toMatchObject({ undone: 1, kept: 1 });
    expect(await notesOf(shop, ofProducts)).toEqual([
      expect.stringMatching(/^Cloud: The product is in use by 1 plan/),
    ]);
    expect((await movedIn(shop, "plans", plans)).counts).toMatchObject({ created: 1, skipped: 1, failed: 1 });
  });
});

async function notesOf(shop: Organization, id: string): Promise<string[]> {
  const records = (await rowsOf(shop, id, "kept")).filter(({ row, record }) => row === record);
  return records.map(({ name, note }) => `${name}: ${note}`);
}
