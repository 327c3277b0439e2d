import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
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
});
