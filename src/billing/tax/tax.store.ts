import type { Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { TaxRow } from "./tax.table.ts";

export type Tax = Selectable<TaxRow>;

/** Those of the taxes that there are, by id. */
export async function findTaxes(tx: Tx, ids: readonly Id<"tax">[]): Promise<Map<string, Tax>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom("tax").selectAll().where("id", "=", anyOf(ids)).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
