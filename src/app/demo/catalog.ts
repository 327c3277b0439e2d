import { createAddon, listAddons } from "#billing/catalog/addon.api.ts";
import { createCoupon, listCoupons } from "#billing/catalog/coupon.api.ts";
import { createPlan, listPlans } from "#billing/catalog/plan.api.ts";
import { createProduct, listProducts } from "#billing/catalog/product.api.ts";
import { createTax, listTaxes } from "#billing/tax/tax.api.ts";
import { type Caller, call } from "#platform/http/call.ts";
import type { Tally } from "./crm.ts";
import { demoAddons, demoCoupons, demoProducts, demoTax } from "./offers.ts";

/** More than the demo has of anything. */
const all = { query: { limit: 200 } };

/** Adds what is sold, where it is missing: products by name, all else by code. Plans come before what is for them. */
export async function addCatalog(caller: Caller, tally: Tally): Promise<void> {
  const products = new Map(
    (await call(caller, listProducts, all)).items.map(({ id, name }) => [name, id] as const),
  );
  const plans = new Set((await call(caller, listPlans, all)).items.map(({ plan_code }) => plan_code));
  const addons = new Set((await call(caller, listAddons, all)).items.map(({ addon_code }) => addon_code));
  const coupons = new Set((await call(caller, listCoupons, all)).items.map(({ coupon_code }) => coupon_code));
  const most = demoProducts.length + demoAddons.length + demoCoupons.length;
  let done = 0;
  const tax_id = await addTax(caller);
  for (const { plans: own, is_taxed, ...product } of demoProducts) {
    const product_id =
      products.get(product.name) ?? (await call(caller, createProduct, { body: product })).id;
    for (const plan of own)
      if (!plans.has(plan.plan_code))
        await call(caller, createPlan, { body: { ...plan, product_id, ...(is_taxed && { tax_id }) } });
    tally(++done, most);
  }
  for (const addon of demoAddons) {
    if (!addons.has(addon.addon_code)) await call(caller, createAddon, { body: addon });
    tally(++done, most);
  }
  for (const coupon of demoCoupons) {
    if (!coupons.has(coupon.coupon_code)) await call(caller, createCoupon, { body: coupon });
    tally(++done, most);
  }
}

async function addTax(caller: Caller): Promise<string> {
  const { items } = await call(caller, listTaxes, {});
  const tax = items.find(({ name }) => name === demoTax.name);
  return (tax ?? (await call(caller, createTax, { body: demoTax }))).id;
}
