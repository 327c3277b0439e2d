import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { getAddon } from "#billing/catalog/addon.commands.ts";
import { type Addon, addonView } from "#billing/catalog/addon.ts";
import { addonItem, type Item, planItem } from "#billing/catalog/item.ts";
import { getPlan } from "#billing/catalog/plan.commands.ts";
import { type Plan, planView } from "#billing/catalog/plan.ts";

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
  const items = [decided(planItem(planView(plan, ""), given.plan, currency))];
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
    items.push(decided(addonItem(addonView(addon), one, currency)));
  }
  return { plan, items };
}

/** Refuses what is offered no more, unless it was sold before. */
export function refuseRetired(offer: Plan | Addon, sold: ReadonlySet<string> = new Set()): void {
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
