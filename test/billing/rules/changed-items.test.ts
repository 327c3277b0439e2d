import { expect, test } from "vitest";
import type { Item } from "#billing/catalog/item.ts";
import { changedItemsWords } from "#billing/subscription/changed-items.ts";

function item(kind: Item["kind"], name: string, quantity = "1", price = "10"): Item {
  const item_id = `${kind === "plan" ? "pln" : "adn"}_${name}` as const;
  return { kind, item_id, name, quantity, pricing: { scheme: "per_unit", price }, tax_id: null };
}

const team = item("plan", "Team", "5");

test.each<[string, Item[], Item[], string]>([
  ["more seats", [team], [item("plan", "Team", "8.0")], "Team, 8 instead of 5"],
  ["another plan", [team], [item("plan", "Pro", "5")], "Pro"],
  ["another plan for fewer", [team], [item("plan", "Pro", "2")], "Pro, 2 instead of 5"],
  ["another price", [team], [item("plan", "Team", "5", "9")], "Team, at other terms"],
  ["an addon more", [team], [team, item("addon", "Backup", "3")], "Team, with 3 × Backup"],
  ["an addon less", [team, item("addon", "Backup")], [team], "Team, without Backup"],
  [
    "addons in other numbers",
    [team, item("addon", "Backup"), item("addon", "Support")],
    [team, item("addon", "Backup", "2"), item("addon", "Support")],
    "Team, Backup, 2 instead of 1",
  ],
])("given %s, then the history of the subscription says what it was and is", (_, before, after, words) => {
  expect(changedItemsWords(before, after)).toBe(words);
});
