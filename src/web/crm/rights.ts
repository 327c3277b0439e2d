import { useOwnProfile } from "./crm-queries.ts";
import { type ModuleName, modules } from "./module.ts";

/** What may be done with a module's records, as the API names it: `Crm_Implied_View_Accounts`. */
export type Right = "View" | "Create" | "Edit" | "Delete" | "Import" | "Export" | "Mass_Update";

/** Whether the reader's profile allows something with a module's records. */
export type May = (module: ModuleName, right: Right) => boolean;

/** The reader's rights; nothing is allowed while they are not known, so that no button is shown and taken away. */
export function useMay(): May {
  const allowed = useAllowed() ?? [];
  return (module, right) => allowed.includes(`Crm_Implied_${right}_${module}`);
}

/** The modules of which it is known that the reader may not see them; none where it is not asked. */
export function useUnseen(isAsked = true): ModuleName[] {
  const seen = useSeen(isAsked);
  return seen === undefined ? [] : modules.flatMap(({ name }) => (seen.includes(name) ? [] : [name]));
}

/** The modules that the reader may see, none without a seat; undefined while that is not known, and where it is not asked. */
export function useSeen(isAsked = true): ModuleName[] | undefined {
  const allowed = useAllowed(isAsked);
  return (
    allowed && modules.flatMap(({ name }) => (allowed.includes(`Crm_Implied_View_${name}`) ? [name] : []))
  );
}

/** Whether the reader may do the CRM's set-up; undefined while that is not known. */
export function useMaySetUp(): boolean | undefined {
  return useAllowed()?.includes("Crm_Implied_Customize_Zoho_CRM");
}

/** The names of all that is allowed; undefined while that is not known. */
function useAllowed(isAsked = true): string[] | undefined {
  const own = useOwnProfile(isAsked);
  if (own.isError) return [];
  return own.data?.permissions_details.flatMap(({ name, enabled }) => (enabled ? [name] : []));
}
