import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findAddon } from "#billing/catalog/addon.store.ts";
import type { Addon } from "#billing/catalog/addon.ts";
import { findPlan } from "#billing/catalog/plan.store.ts";
import type { Plan } from "#billing/catalog/plan.ts";
import { moveDocument } from "#billing/document/deal.commands.ts";
import { listLines } from "#billing/document/document.store.ts";
import { offersOf } from "#billing/document/offered.ts";
import { partiesOf } from "#billing/document/party.commands.ts";
import { type SaleTerms, sell } from "#billing/subscription/create.commands.ts";
import type { Subscription } from "#billing/subscription/subscription.ts";
import { estimates } from "./estimate.commands.ts";
import { type InCatalog, saleOf } from "./sale-of.ts";

/**
 * Makes the subscription of an accepted estimate. The estimate is locked and moved first, so that there is one, however
 * often it is asked for; refuses with all that stands in the way.
 */
export async function subscribeEstimate(
  tx: Tx,
  act: Act,
  id: Id<"est">,
  terms: SaleTerms,
): Promise<Subscription> {
  const estimate = await moveDocument(tx, act, estimates, { id, action: "subscribe" });
  const offers = offersOf(await listLines(tx, id));
  const sale = saleOf(estimate, offers, await inCatalog(tx, offers));
  if (!sale.ok)
    throw new AppError("estimate.no_subscription", {
      estimate: id,
      fields: sale.refusal,
      remedy: sale.refusal.map(({ problem }) => problem).join(" "),
    });
  const { salesperson, number } = estimate;
  const parties = await partiesOf(tx, estimate.customer_id);
  return sell(tx, act, { salesperson, ...terms }, { ...sale.value, parties, estimate: { id, number } });
}

async function inCatalog(tx: Tx, offers: ReturnType<typeof offersOf>): Promise<InCatalog> {
  const plans = new Map<string, Plan>();
  const addons = new Map<string, Addon>();
  for (const { item } of offers)
    if (item.kind === "plan") {
      const plan = await findPlan(tx, item.item_id);
      if (plan) plans.set(plan.id, plan);
    } else {
      const addon = await findAddon(tx, item.item_id);
      if (addon) addons.set(addon.id, addon);
    }
  return { plans, addons };
}
