import { AppError } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { getAddon } from "#billing/catalog/addon.commands.ts";
import type { Addon } from "#billing/catalog/addon.ts";
import { getPlan } from "#billing/catalog/plan.commands.ts";
import type { Plan } from "#billing/catalog/plan.ts";
import { pricingOf } from "#billing/catalog/price.ts";
import { priceLines } from "#billing/catalog/pricing.ts";
import type { Item } from "./charge.ts";

/** What somebody sells: a plan and addons by id or code, with quantities and prices that replace those of the catalog. */
export type GivenItems = {
  plan: { plan: string; quantity: string; price?: string | undefined };
  addons: { addon: string; quantity: string; price?: string | undefined }[];
};

/** The items of a sale, with their prices in a currency. What is sold already may be so although it is not offered any more. */
export async function itemsOf(
  tx: Tx,
  given: GivenItems,
  currency: string,
  sold: ReadonlySet<string> = new Set(),
): Promise<{ plan: Plan; items: Item[] }> {
  const plan = await getPlan(tx, given.plan.plan);
  refuseRetired(plan, sold);
  const items = [planItem(plan, given.plan, currency)];
  for (const one of given.addons) {
    const addon = await getAddon(tx, one.addon);
    refuseRetired(addon, sold);
    refuseOtherPlan(addon, plan);
    if (addon.type !== "recurring")
      throw new AppError("request.invalid", {
        part: "body",
        fields: [
          {
            path: "addons",
            problem: `${addon.addon_code} is charged once: buy it for the subscription instead`,
          },
        ],
      });
    if (items.some(({ item_id }) => item_id === addon.id))
      throw new AppError("request.invalid", {
        part: "body",
        fields: [
          { path: "addons", problem: `${addon.addon_code} is there twice: give it once with the quantity` },
        ],
      });
    items.push(addonItem(addon, one, currency));
  }
  return { plan, items };
}

function planItem(plan: Plan, { quantity, price }: GivenItems["plan"], currency: string): Item {
  const found = priceIn(plan.prices, currency, plan.plan_code);
  const fee = amountText(found.setup_fee, currency);
  return checked({
    kind: "plan",
    item_id: plan.id,
    name: plan.name,
    quantity,
    pricing: price === undefined ? pricingOf(plan.pricing_scheme, found) : { scheme: "per_unit", price },
    tax_id: plan.tax_id,
    ...(found.setup_fee > 0n ? { setup_fee: fee } : {}),
  });
}

/** An addon as an item of a subscription. */
export function addonItem(
  addon: Addon,
  { quantity, price }: Omit<GivenItems["addons"][number], "addon">,
  currency: string,
): Item {
  const found = priceIn(addon.prices, currency, addon.addon_code);
  return checked({
    kind: "addon",
    item_id: addon.id,
    name: addon.name,
    quantity,
    pricing: price === undefined ? pricingOf(addon.pricing_scheme, found) : { scheme: "per_unit", price },
    tax_id: addon.tax_id,
  });
}

function priceIn<Price extends { currency_code: string }>(
  prices: readonly Price[],
  currency: string,
  code: string,
): Price {
  const price = prices.find(({ currency_code }) => currency_code === currency);
  if (price === undefined)
    throw new AppError("subscription.no_price", {
      code,
      currency_code: currency,
      message: `${code} has no price in ${currency}`,
    });
  return price;
}

function checked(item: Item): Item {
  if (priceLines(item.pricing, item.quantity) === undefined)
    throw new AppError("subscription.quantity_beyond_brackets", { item: item.name, quantity: item.quantity });
  return item;
}

function refuseRetired(offer: Plan | Addon, sold: ReadonlySet<string>): void {
  if (offer.status !== "active" && !sold.has(offer.id))
    throw new AppError("subscription.not_offered", {
      offer: offer.id,
      message: `${offer.name} is not offered any more`,
    });
}

/** Refuses an addon that is for other plans. */
export function refuseOtherPlan(addon: Addon, plan: Pick<Plan, "id" | "name">): void {
  if (addon.applicable_to === "plans" && !addon.plans.some(({ id }) => id === plan.id))
    throw new AppError("subscription.addon_not_for_plan", {
      addon: addon.addon_code,
      message: `${addon.addon_code} is not for ${plan.name}`,
    });
}
