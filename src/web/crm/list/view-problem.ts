import { CallError } from "#platform/http/call.ts";
import { useMaySetUp } from "#web/crm/rights.ts";
import type { CrmView } from "#web/crm/types.ts";

/** Whether the reader may change a view: their own, as an administrator every one, but none that is predefined. */
export function useMayChange(view: CrmView | undefined): boolean {
  const isAdministrator = useMaySetUp() === true;
  return view !== undefined && !view.system_defined && (view.category === "created_by_me" || isAdministrator);
}

/** Why a list cannot be shown. That a field of the view's criteria is gone is told to whoever may correct the view, or with who may. */
export function useViewProblem(problem: CallError | null, view: CrmView | undefined): CallError | null {
  const mayChange = useMayChange(view);
  const details = problem?.view.details as { param_name?: string; reason?: string } | undefined;
  if (!problem || !view || details?.param_name !== "cvid" || details.reason !== "criteria") return problem;
  return new CallError(problem.status, {
    ...problem.view,
    title: `The criteria of ${view.name} use a field that is gone, or that your profile does not see`,
    remedy: mayChange
      ? "Edit the view (More actions): the condition on that field is marked there."
      : `${view.created_by?.name ?? "Its owner"} has to correct the view. Until then choose another one.`,
  });
}
