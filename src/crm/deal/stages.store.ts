import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { and, inModule } from "#crm/record/list.store.ts";
import type { Sight } from "#crm/record/visible-sql.ts";

/** Deals of a stage: how many, and their amounts in the base currency together, with two decimal places. */
export type StageSum = { stage: string; count: number; amount: string };

/** The deals that a caller sees, by stage. An amount in another currency counts by the rate of its record. */
export async function sumStages(
  tx: Tx,
  caller: Sight,
  conditions: readonly RawBuilder<boolean>[],
): Promise<StageSum[]> {
  const { rows } = await sql<StageSum>`
    select r.values ->> 'Stage' as stage, count(*)::int as count,
      round(coalesce(sum((r.values ->> 'Amount')::numeric / coalesce(nullif((r.values ->> 'Exchange_Rate')::numeric, 0), 1)), 0), 2)::text as amount
    from crm_record r where ${inModule(caller, "Deals")} ${and(conditions)} group by 1`.execute(tx);
  return rows;
}
