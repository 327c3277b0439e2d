import type { Refusal } from "#kernel/decided.ts";
import type { Id } from "#kernel/id.ts";
import { ratioOf } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { bracketWords } from "#billing/language/bracket-words.ts";
import { say } from "#billing/language/say.ts";
import type { Words } from "#billing/language/words/english.ts";
import type { AddonView } from "./addon.api.ts";
import type { PlanView } from "./plan.api.ts";
import { pricingOf } from "./price.ts";
import { type PriceLine, type Pricing, priceLines } from "./pricing.ts";

/** One thing that is sold with each term, at the price that was agreed. */
export type Item = {
  kind: "plan" | "addon";
  item_id: Id<"pln"> | Id<"adn">;
  name: string;
  quantity: string;
  pricing: Pricing;
  tax_id: Id<"tax"> | null;
  /** What the plan costs once, with the first term; decimal text. */
  setup_fee?: string;
};

/**
 * An item that a document offers: at the catalog's price of the day on which it was written, or at one of its own for
 * each unit. What is charged once is so with the first term.
 */
export type OfferedItem = Item & { own_price?: string; is_once?: true };

/** How many are sold, and for which price each where that is not the catalog's. */
export type Wanted = { quantity: string; price?: string | undefined };

/** A plan as it is sold in a currency; refused where it has no price in it, or none for so many. */
export function planItem(plan: PlanView, wanted: Wanted, currency: string): Result<Item, Refusal> {
  const price = plan.prices.find(({ currency_code }) => currency_code === currency);
  if (price === undefined) return noPrice(plan.plan_code, currency);
  const { setup_fee } = price;
  return priced({
    kind: "plan",
    item_id: plan.id as Id<"pln">,
    name: plan.name,
    quantity: wanted.quantity,
    pricing: pricingFor(pricingOf(plan.pricing_scheme, price), wanted.price),
    tax_id: plan.tax_id as Item["tax_id"],
    ...(ratioOf(setup_fee).num > 0n ? { setup_fee } : {}),
  });
}

/** An addon as it is sold in a currency; refused where it has no price in it, or none for so many. */
export function addonItem(addon: AddonView, wanted: Wanted, currency: string): Result<Item, Refusal> {
  const price = addon.prices.find(({ currency_code }) => currency_code === currency);
  if (price === undefined) return noPrice(addon.addon_code, currency);
  return priced({
    kind: "addon",
    item_id: addon.id as Id<"adn">,
    name: addon.name,
    quantity: wanted.quantity,
    pricing: pricingFor(pricingOf(addon.pricing_scheme, price), wanted.price),
    tax_id: addon.tax_id as Item["tax_id"],
  });
}

/** The catalog's price, or one for each unit that was agreed instead. */
export function pricingFor(catalog: Pricing, price: string | undefined): Pricing {
  return price === undefined ? catalog : { scheme: "per_unit", price };
}

/** What is wrong with a price that is agreed instead of the catalog's, as decimal text; undefined where nothing is. */
export function agreedPriceProblem(price: string): string | undefined {
  if (!price.startsWith("-")) return undefined;
  return "must not be below 0: what makes it cheaper is a coupon, or a line of your own";
}

/** What is sold of what was offered. */
export function soldItem({ own_price, is_once: _once, ...item }: OfferedItem): Item {
  return { ...item, pricing: pricingFor(item.pricing, own_price) };
}

/** An item whose price knows its quantity. */
export function priced(item: Item): Result<Item, Refusal> {
  const { name, quantity } = item;
  if (priceLines(item.pricing, quantity) !== undefined) return accept(item);
  const message = `No bracket of the price of ${name} is for a quantity of ${quantity}`;
  return refuse({ code: "subscription.quantity_beyond_brackets", facts: { item: name, quantity, message } });
}

/** The lines of an item's price. Throws where no bracket knows its quantity: that is refused when it is sold. */
export function itemLines({ pricing, quantity, name }: Item): PriceLine[] {
  const lines = priceLines(pricing, quantity);
  if (lines === undefined) throw new Error(`${name} has no price for ${quantity}`);
  return lines;
}

/** A line of a document that bills an item, as far as the item says it. */
export type ItemLine = {
  item_kind: Item["kind"];
  item_id: Item["item_id"];
  name: string;
  quantity: string;
  unit_price: string;
};

/** The lines that bill an item, in the words of a language: one, or one for each bracket of its price that is reached. */
export function billedLines(item: Item, words: Words): ItemLine[] {
  return itemLines(item).map(({ part, quantity, unit_price }) => ({
    item_kind: item.kind,
    item_id: item.item_id,
    name: part === null ? item.name : `${item.name} (${bracketWords(part, words)})`,
    quantity,
    unit_price,
  }));
}

/** The line that bills once what a plan costs beside its terms; none where it costs nothing. */
export function setupLines({ kind, item_id, name, setup_fee }: Item, { setup }: Words): ItemLine[] {
  if (setup_fee === undefined) return [];
  return [{ item_kind: kind, item_id, name: say(setup, { name }), quantity: "1", unit_price: setup_fee }];
}

function noPrice(code: string, currency: string): Result<never, Refusal> {
  const message = `${code} has no price in ${currency}`;
  return refuse({ code: "subscription.no_price", facts: { code, currency_code: currency, message } });
}
