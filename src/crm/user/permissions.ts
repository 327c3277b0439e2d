import type { ModuleName } from "#crm/field/field.ts";
import type { FieldRights } from "#crm/field/field-rights.ts";
import type { FinanceRights } from "#crm/finance/finance.ts";

/** What may be done with a module's records. `mass_update` is changing many at once at the screen. */
export const recordRights = ["view", "create", "edit", "delete", "import", "export", "mass_update"] as const;

export type RecordRight = (typeof recordRights)[number];

/**
 * What a profile allows: records by module, set-up (fields, users, profiles, roles, keys, currencies), what of billing
 * the CRM shows; and the fields that it reads only, or does not see.
 */
export type Permissions = {
  setup: boolean;
  modules: Partial<Record<ModuleName, readonly RecordRight[]>>;
  finance?: FinanceRights;
  /** Does not hold for who does the set-up. */
  fields?: FieldRights;
};

const allModules = { Accounts: recordRights, Contacts: recordRights, Deals: recordRights };

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

/** The right of set-up, by the name that Zoho CRM gives it. */
export const setupPermission = "Crm_Implied_Customize_Zoho_CRM";

/** The name of a missing right in a NO_PERMISSION answer: `Crm_Implied_View_Accounts`. */
export function permissionName(module: ModuleName, right: RecordRight): string {
  const words = right.split("_").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `Crm_Implied_${words.join("_")}_${module}`;
}

/** The right that another one needs: nobody imports what they may not create. */
export const parentRights: Record<RecordRight, RecordRight | undefined> = {
  view: undefined,
  create: "view",
  edit: "view",
  delete: "view",
  import: "create",
  export: "view",
  mass_update: "edit",
};

/** Rights with one given or taken: what it needs comes along, and what needs it goes. */
export function withRight(
  rights: readonly RecordRight[],
  right: RecordRight,
  isGiven: boolean,
): RecordRight[] {
  const isTouched = (one: RecordRight): boolean =>
    isGiven ? ancestorsOf(right).includes(one) : ancestorsOf(one).includes(right);
  return recordRights.filter((one) => (isTouched(one) ? isGiven : rights.includes(one)));
}

/** A right and all that it needs. */
function ancestorsOf(right: RecordRight): RecordRight[] {
  const parent = parentRights[right];
  return parent === undefined ? [right] : [right, ...ancestorsOf(parent)];
}
