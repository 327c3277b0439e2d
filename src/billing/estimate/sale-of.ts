import type { FieldProblem } from "#kernel/errors.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Addon } from "#billing/catalog/addon.ts";
import { agreedPriceProblem, type Item, soldItem } from "#billing/catalog/item.ts";
import type { Plan } from "#billing/catalog/plan.ts";
import type { Document } from "#billing/document/document.ts";
import type { offersOf } from "#billing/document/offered.ts";

type Offer = ReturnType<typeof offersOf>[number];

/** What the catalog says today of what an estimate offers, by id. */
export type InCatalog = { plans: ReadonlyMap<string, Plan>; addons: ReadonlyMap<string, Addon> };

/**
 * What an estimate sells as a subscription: its plan, and the items of each term with the plan first, at the prices that
 * were offered. What is charged once goes on the first invoice and is not among them. Else what stands in the way, by
 * field and with what to do.
 */
export function saleOf(
  estimate: Document,
  offers: readonly Offer[],
  { plans, addons }: InCatalog,
): Result<{ plan: Plan; items: Item[] }, FieldProblem[]> {
  const ofPlans = offers.filter(({ item }) => item.kind === "plan");
  const ofAddons = offers.filter(({ item }) => item.kind === "addon");
  const [first] = ofPlans;
  const plan = first && plans.get(first.item.item_id);
  const problems = [
    ...planProblems(ofPlans, plans),
    ...goneProblems(offers, { plans, addons }),
    ...addonProblems(ofAddons, addons, plan),
    ...priceProblems(offers),
    ...moneyProblems(estimate),
  ];
  if (problems.length > 0 || first === undefined || plan === undefined) return refuse(problems);
  const terms = ofAddons.filter(({ item }) => item.is_once !== true);
  return accept({ plan, items: [first, ...terms].map(({ item }) => soldItem(item)) });
}

function planProblems(offers: readonly Offer[], plans: InCatalog["plans"]): FieldProblem[] {
  const [first, ...others] = offers;
  if (first === undefined)
    return [{ path: "line_items", problem: "No line names a plan: make it a draft again and add one." }];
  return others.map(({ position, item }) => {
    const [one, other] = [first, { item }].map((offer) => everyWords(plans.get(offer.item.item_id)));
    const why =
      one === other
        ? `${item.name} is a second plan beside ${first.item.name}`
        : `${item.name} is billed ${other} and ${first.item.name} ${one}`;
    const remedy =
      "a subscription has one plan: make it a draft again and keep one, and offer the other apart.";
    return { path: fieldOf(position), problem: `${why}; ${remedy}` };
  });
}

function everyWords(plan: Plan | undefined): string {
  if (plan === undefined) return "at another time";
  const { interval, interval_unit: unit } = plan;
  return interval === 1 ? `every ${unit.replace(/s$/, "")}` : `every ${interval} ${unit}`;
}

function goneProblems(offers: readonly Offer[], { plans, addons }: InCatalog): FieldProblem[] {
  return offers.flatMap(({ position, item: { kind, item_id, name } }) => {
    const found = kind === "plan" ? plans.get(item_id) : addons.get(item_id);
    if (found?.status === "active") return [];
    const problem =
      found === undefined
        ? `${name} is not in the catalog any more: make it a draft again and choose another ${kind}.`
        : `${name} is not offered any more: mark the ${kind} as active, or make it a draft again and choose another.`;
    return [{ path: fieldOf(position), problem }];
  });
}

function addonProblems(
  offers: readonly Offer[],
  addons: InCatalog["addons"],
  plan: Plan | undefined,
): FieldProblem[] {
  return offers.flatMap(({ position, item: { item_id, name, is_once } }, at) => {
    const addon = addons.get(item_id);
    const path = fieldOf(position);
    const isRepeated = offers.findIndex(({ item }) => item.item_id === item_id) < at;
    if (isRepeated && is_once !== true)
      return [
        {
          path,
          problem: `${name} is there twice: make it a draft again and name it once, with the quantity.`,
        },
      ];
    if (plan === undefined || addon === undefined || addon.applicable_to === "all") return [];
    if (addon.plans.some(({ id }) => id === plan.id)) return [];
    const problem = `${name} is not for ${plan.name}: let the addon be for this plan too, or make it a draft again and take it out.`;
    return [{ path, problem }];
  });
}

/** Prices that an estimate was written with before they were refused there. */
function priceProblems(offers: readonly Offer[]): FieldProblem[] {
  return offers.flatMap(({ position, item: { name, own_price } }) => {
    const problem = own_price === undefined ? undefined : agreedPriceProblem(own_price);
    if (problem === undefined) return [];
    const words = `The price of ${name} ${problem}; make it a draft again and give another.`;
    return [{ path: `line_items.${position}.price`, problem: words }];
  });
}

/** What an estimate may have and no subscription has. */
function moneyProblems(estimate: Document): FieldProblem[] {
  const again = "make it a draft again and";
  const has: [string, boolean, string][] = [
    [
      "discount",
      estimate.discount_by !== null,
      `The discount is on the whole estimate: ${again} give the plan a price of its own, or apply a coupon.`,
    ],
    [
      "shipping_charge",
      estimate.shipping !== 0n,
      `No term is billed with shipping: ${again} write it as a line of its own.`,
    ],
    [
      "adjustment",
      estimate.adjustment !== 0n,
      `No term is billed with an adjustment: ${again} write it as a line of its own.`,
    ],
    [
      "is_tax_inclusive",
      estimate.is_tax_inclusive,
      `Subscriptions add tax to their prices: ${again} switch off that prices include the tax.`,
    ],
  ];
  return has.flatMap(([path, is, problem]) => (is ? [{ path, problem }] : []));
}

function fieldOf(position: number): string {
  return `line_items.${position}.item`;
}
