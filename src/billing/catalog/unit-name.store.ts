import type { Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Item } from "./item.ts";

/** How plans and addons call their units today, by id; one whose unit has no name is not there. */
export async function findUnitNames(
  tx: Tx,
  items: readonly Pick<Item, "item_id">[],
): Promise<Map<string, string>> {
  const ids = [...new Set(items.map(({ item_id }) => item_id))];
  const rows = await unitsOf(tx, "plan", ids)
    .unionAll(unitsOf(tx, "addon", ids))
    .execute();
  return new Map(rows.flatMap(({ id, unit_name }) => (unit_name === null ? [] : [[id, unit_name]])));
}

/** Both tables have these columns, which the query builder cannot say: one stands for the other here. */
function unitsOf(tx: Tx, table: "plan" | "addon", ids: readonly Item["item_id"][]) {
  return tx
    .selectFrom(table as "plan")
    .select(["id", "unit_name"])
    .where("id", "=", anyOf(ids as Id<"pln">[]));
}
