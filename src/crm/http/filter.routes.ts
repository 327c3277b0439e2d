import { type FilterContext, type RecordFilter, recordFilter } from "#crm/record/filter.store.ts";
import { CrmRefusal, refusals } from "./refusal.ts";

/** The records that a view and a list of ids leave. Throws where there is no such view, or it cannot be used. */
export async function filterOf(
  context: FilterContext,
  of: { cvid: string | null; ids?: readonly string[] | undefined },
): Promise<RecordFilter> {
  const filter = await recordFilter(context, of);
  if (filter === "unknown") throw refusals.invalidParam("cvid");
  if (filter !== "criteria") return filter;
  throw new CrmRefusal(
    400,
    "INVALID_DATA",
    "the criteria of the view use a field that is gone, or that your profile does not see; edit the view",
    { param_name: "cvid", reason: "criteria" },
  );
}
