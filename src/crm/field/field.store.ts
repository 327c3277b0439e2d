import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "./field.ts";
import "./field.table.ts";

/** The first of so many consecutive numbers of an auto-number field. Writers at once wait for each other, so none is given twice. */
export async function takeAutoNumbers(
  tx: Tx,
  module: ModuleName,
  apiName: string,
  count: number,
): Promise<number> {
  const row = await tx
    .updateTable("crm_field")
    .set((field) => ({ next_number: field("next_number", "+", String(count)) as never }))
    .where("module", "=", module)
    .where("api_name", "=", apiName)
    .returning("next_number")
    .executeTakeFirstOrThrow();
  return Number(row.next_number) - count;
}
