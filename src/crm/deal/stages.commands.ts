import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { parseSearchCriteria } from "#crm/criteria/search-criteria.ts";
import { stages } from "#crm/field/deal-fields.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { Stage } from "./stages.api.ts";
import { sumStages } from "./stages.store.ts";

/** Every stage in its order with the deals of a view and of criteria that are in it, those without any too. */
export async function stagesOf(
  tx: Tx,
  caller: CrmCaller,
  { view, criteria }: { view?: string | undefined; criteria?: string | undefined },
): Promise<Stage[]> {
  const module = "Deals";
  const filter = await recordFilter({ tx, caller, module }, { cvid: view ?? null });
  if (typeof filter === "string") throw new AppError("crm.view_unusable", { view });
  const narrowed = criteria === undefined ? [] : [conditionOf(caller, criteria)];
  const sums = await sumStages(tx, caller, [...filter.conditions, ...narrowed]);
  const seesAmount = caller.fields[module].has("Amount");
  const options = caller.fields[module].get("Stage")?.options ?? [];
  return options.map((stage) => {
    const sum = sums.find((one) => one.stage === stage);
    const kind = stages.find(({ name }) => name === stage)?.kind ?? "open";
    return { stage, kind, count: sum?.count ?? 0, amount: seesAmount ? (sum?.amount ?? "0.00") : null };
  });
}

function conditionOf(caller: CrmCaller, text: string): Parameters<typeof sumStages>[2][number] {
  const parsed = parseSearchCriteria(text);
  const compiled = parsed.ok
    ? criteriaSql(parsed.value, criteriaContext({ caller, module: "Deals" }))
    : parsed;
  if (!compiled.ok) throw new AppError("crm.criteria_invalid", { reason: compiled.refusal.reason });
  return compiled.value;
}
