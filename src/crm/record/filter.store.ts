import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { moduleOf } from "#crm/field/module.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { CriteriaContext } from "#crm/criteria/condition.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { type Probe, probeOf } from "#crm/criteria/probe.ts";
import { categoryOf, type View, type Viewer } from "#crm/view/view.ts";
import { findView } from "#crm/view/view.store.ts";
import type { Sort, SortColumn } from "./position.ts";

export type FilterContext = { tx: Tx; caller: CrmCaller; module: ModuleName };

/** Which records a request is about. `sort` is the view's own order. */
export type RecordFilter = {
  conditions: RawBuilder<boolean>[];
  probe?: Probe | undefined;
  sort: Sort | undefined;
};

/**
 * The conditions of a view and of a list of ids; both together mean: those of the ids that are in the view. "unknown"
 * where there is no such view or the caller may not use it, "criteria" where a field of its criteria is gone, or hidden
 * from the caller.
 */
export async function recordFilter(
  context: FilterContext,
  { cvid, ids }: { cvid: string | null; ids?: readonly string[] | undefined },
): Promise<RecordFilter | "unknown" | "criteria"> {
  const byIds = ids ? [sql<boolean>`r.id = any (${ids}::bigint[])`] : [];
  if (cvid === null) return { conditions: byIds, sort: undefined };
  const view = isRecordId(cvid) ? await findView(context.tx, context.module, cvid) : undefined;
  if (!view || categoryOf(view, viewerOf(context.caller)) === undefined) return "unknown";
  const inView = viewConditions(view, context);
  if (!inView) return "criteria";
  // Those who are named are found at once.
  const probe = ids || view.criteria === null ? undefined : probeOf(view.criteria, criteriaContext(context));
  return { conditions: [...byIds, ...inView], probe, sort: sortOf(view) };
}

/** Who looks at views. */
export function viewerOf({ user, permissions }: CrmCaller): Viewer {
  return { id: user.id, roleId: user.role.id, isAdministrator: permissions.setup };
}

/** What criteria of a module mean for this caller, today. */
export function criteriaContext({
  caller,
  module,
}: Pick<FilterContext, "caller" | "module">): CriteriaContext {
  const nameField = module === "Contacts" ? undefined : moduleOf(module).nameField;
  return { fields: caller.fields[module], nameField, today: caller.today, userId: caller.user.id };
}

function viewConditions(view: View, context: FilterContext): RawBuilder<boolean>[] | undefined {
  const { caller } = context;
  const opened = sql`select v.record_id from crm_record_view v where v.organization_id = current_organization() and v.user_id = ${caller.user.id}`;
  if (view.readState === "unread") return [sql<boolean>`not exists (${opened} and v.record_id = r.id)`];
  if (view.readState === "recently_viewed")
    return [sql<boolean>`r.id in (${opened} and v.viewed_time > now() - interval '30 days')`];
  if (view.criteria === null) return [];
  const compiled = criteriaSql(view.criteria, criteriaContext(context));
  return compiled.ok ? [compiled.value] : undefined;
}

const columns: Record<NonNullable<View["sort"]>["by"], SortColumn> = {
  id: "id",
  Created_Time: "created_time",
  Modified_Time: "modified_time",
  name: "name",
};

function sortOf({ sort }: View): Sort | undefined {
  return sort ? { by: columns[sort.by], order: sort.order } : undefined;
}
