import { plainDecimal } from "#kernel/ratio.ts";
import type { Item } from "#billing/catalog/item.ts";
import { sellsTheSame } from "./same-items.ts";

/**
 * What a change makes of what is sold, as its history says it: `Team monthly, 8 instead of 5, with Backup, without
 * Support`. The plan is named always, as that which it is now.
 */
export function changedItemsWords(before: readonly Item[], after: readonly Item[]): string {
  const of = (items: readonly Item[], { item_id }: Item) => items.find((one) => one.item_id === item_id);
  const [plans, addons] = [after.filter(isPlan), after.filter((item) => !isPlan(item))];
  const gone = before.filter((item) => !isPlan(item) && of(after, item) === undefined);
  return [
    ...plans.map((plan) => moved(plan.name, before.find(isPlan), plan) ?? plan.name),
    ...addons.flatMap((addon) => {
      const was = of(before, addon);
      return was === undefined ? [`with ${counted(addon)}`] : (moved(addon.name, was, addon) ?? []);
    }),
    ...gone.map(({ name }) => `without ${name}`),
  ].join(", ");
}

function isPlan({ kind }: Item): boolean {
  return kind === "plan";
}

/** How an item that is sold still differs; undefined where it does not. */
function moved(name: string, was: Item | undefined, now: Item): string | undefined {
  if (was === undefined) return undefined;
  const [count, other] = [was, now].map(({ quantity }) => plainDecimal(quantity));
  if (count !== other) return `${name}, ${other} instead of ${count}`;
  if (was.item_id !== now.item_id || sellsTheSame([was], [now])) return undefined;
  return `${name}, at other terms`;
}

function counted({ name, quantity }: Item): string {
  const count = plainDecimal(quantity);
  return count === "1" ? name : `${count} × ${name}`;
}
