import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { startWorld, type World } from "../support/world.ts";
import { shopIn, textAt } from "./shop.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

describe("what stands on papers", () => {
  test("F70 given a term is billed, then its last day stands on it, and on the public page", async () => {
    const shop = await shopIn(world, "Termly");
    const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
    const plan = {
      plan_code: "solo",
      name: "Solo",
      product_id,
      interval: 1,
      interval_unit: "months",
    } as const;
    await shop.send(createPlan, { body: { ...plan, prices: [{ price: "10" }] } });
    const { invoices: sold } = await shop.send(createSubscription, {
      body: { customer_id: shop.customer_id, plan: { plan: "solo" } },
    });
    const { id = "" } = sold[0] ?? {};
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toMatch(/Solo 10 Mar – 9 Apr 2026 1 €10\.00/);
    const params = { invoice: id };
    const { link } = await shop.send(publicLinkEndpoints("invoice").open, { params, body: {} });
    const shown = await fetch(`${world.url}/api/v1/public/documents/${link.url.split("/p/")[1]}`);
    expect(await shown.json()).toMatchObject({
      paper: { lines: [{ details: ["10 Mar – 9 Apr 2026"] }] },
    });
  });

  test("F72 F74 given a coupon took something off, then its name and what it takes stand at the line, and that the amount is before it", async () => {
    const shop = await shopIn(world, "Saver");
    const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
    const plan = { plan_code: "duo", name: "Duo", product_id, interval: 1, interval_unit: "months" } as const;
    await shop.send(createPlan, { body: { ...plan, prices: [{ price: "40" }] } });
    const coupon = {
      coupon_code: "SPRING10",
      name: "Spring",
      discount_by: "percentage",
      discount_value: "10",
    };
    await shop.send(createCoupon, { body: coupon as never });
    const { invoices: sold } = await shop.send(createSubscription, {
      body: { customer_id: shop.customer_id, plan: { plan: "duo" }, coupon: "SPRING10" },
    });
    const [invoice] = sold;
    expect(invoice?.line_items).toMatchObject([
      { coupon: { code: "SPRING10", name: "Spring" }, own_discount_amount: "4.00", amount: "40.00" },
    ]);
    expect(await textAt(shop, `/invoices/${invoice?.id}/pdf`)).toMatch(
      /Discount Amount before discount Duo .* Coupon Spring \(SPRING10\): -€4\.00 1 €40\.00 10 % €40\.00/,
    );
  });

  test("F72 given a draft's line is written anew, then it is the coupon's as long as it takes off the same", async () => {
    const shop = await shopIn(world, "Editor");
    const discount = { by: "percentage", value: "10" } as const;
    const { id: invoice } = await shop.send(invoices.createInvoice, {
      body: { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "50", discount }] },
    });
    const database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
    const named = "update document_line set coupon_code = 'TEN', coupon_name = 'Ten' where document_id = $1";
    await database.query(named, [invoice]);
    await database.end();
    const edit = async (value: string) => {
      const line = { name: "Seat", price: "60", discount: { ...discount, value }, line: 0 };
      const body = { line_items: [line] };
      const { line_items } = await shop.send(invoices.editInvoice, { params: { invoice }, body });
      return line_items[0]?.coupon;
    };
    expect(await edit("10.0")).toEqual({ code: "TEN", name: "Ten" });
    expect(await edit("20")).toBeNull();
  });
});
