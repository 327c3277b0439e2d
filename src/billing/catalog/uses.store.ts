import { sql } from "kysely";
import type { Tables, Tx } from "#platform/db/db.ts";
import type { CatalogTable } from "./catalog-row.store.ts";
import "./catalog.table.ts";

/** Something in the catalog, as whoever uses it names it. */
export type CatalogItem = { kind: CatalogTable; id: string };

/** A column that names something of the catalog, and in the plural what its rows are. */
type Use = { of: CatalogTable; by: string; table: keyof Tables; column: string };

/** What was sold: it fixes how an item is billed. Each feature that sells something adds its columns here. */
const sales: readonly Use[] = [
  { of: "plan", by: "subscriptions", table: "subscription_item", column: "item_id" },
  { of: "addon", by: "subscriptions", table: "subscription_item", column: "item_id" },
  { of: "coupon", by: "subscriptions", table: "subscription", column: "coupon_id" },
  { of: "plan", by: "document lines", table: "document_line", column: "item_id" },
  { of: "addon", by: "document lines", table: "document_line", column: "item_id" },
];

/** What else names an item, within the catalog itself. */
const mentions: readonly Use[] = [
  { of: "product", by: "plans", table: "plan", column: "product_id" },
  { of: "plan", by: "addons", table: "addon_plan", column: "plan_id" },
  { of: "plan", by: "coupons", table: "coupon_plan", column: "plan_id" },
  { of: "addon", by: "coupons", table: "coupon_addon", column: "addon_id" },
];

/** As what an item was sold (`2 subscriptions`). Empty: how it is billed may still change. */
export async function findSales(tx: Tx, item: CatalogItem): Promise<string[]> {
  return usesAmong(tx, sales, item);
}

/** All that uses an item, sold or mentioned (`1 plan`, `2 subscriptions`). Empty: it may be deleted. */
export async function findCatalogUses(tx: Tx, item: CatalogItem): Promise<string[]> {
  return usesAmong(tx, [...sales, ...mentions], item);
}

async function usesAmong(tx: Tx, uses: readonly Use[], { kind, id }: CatalogItem): Promise<string[]> {
  const found: string[] = [];
  for (const { by, table, column } of uses.filter(({ of }) => of === kind)) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count > 0) found.push(count === 1 ? `1 ${by.replace(/s$/, "")}` : `${count} ${by}`);
  }
  return found;
}
