import type { ModuleName } from "#crm/field/field.ts";
import type { FinanceRights } from "#crm/finance/finance.ts";

export type RecordRight = "view" | "create" | "edit" | "delete";

/** What a profile allows: records by module, set-up (fields, users, keys, currencies), and what of billing the CRM shows. */
export type Permissions = {
  setup: boolean;
  modules: Partial<Record<ModuleName, readonly RecordRight[]>>;
  finance?: FinanceRights;
};

const everything: readonly RecordRight[] = ["view", "create", "edit", "delete"];
const allModules = { Accounts: everything, Contacts: everything, Deals: everything };

/** The two profiles that every CRM begins with. */
export const predefinedProfiles: readonly { name: "Administrator" | "Standard"; permissions: Permissions }[] =
  [
    { name: "Administrator", permissions: { setup: true, modules: allModules } },
    { name: "Standard", permissions: { setup: false, modules: allModules } },
  ];

/** Whether a profile allows something with a module's records. */
export function mayDo(permissions: Permissions, module: ModuleName, right: RecordRight): boolean {
  return permissions.modules[module]?.includes(right) ?? false;
}

/** The name of a missing right in a NO_PERMISSION answer: `Crm_Implied_View_Accounts`. */
export function permissionName(module: ModuleName, right: RecordRight): string {
  return `Crm_Implied_${right.charAt(0).toUpperCase()}${right.slice(1)}_${module}`;
}
