/** What of billing the CRM can show, each switched on by itself (Setup > Finance). */
export const financeModules = [
  "subscriptions",
  "invoices",
  "estimates",
  "sales_orders",
  "purchase_orders",
] as const;
export type FinanceModule = (typeof financeModules)[number];

/** What a profile may do in a module; who may create may view. */
export type FinanceRight = "view" | "create";

/** By module, what a profile may do there; a module that is not named is closed to it. */
export type FinanceRights = Partial<Record<FinanceModule, FinanceRight>>;

/** A profile as far as finance looks at it. */
type Profile = { setup: boolean; finance?: FinanceRights };

/** Whether a profile allows something in a module that is switched on. Administrators may do everything. */
export function mayInFinance(
  { setup, finance }: Profile,
  module: FinanceModule,
  right: FinanceRight,
): boolean {
  const held = finance?.[module];
  return setup || held === "create" || (right === "view" && held === "view");
}

/** A module as a caller finds it. */
export type OwnFinanceModule = { module: FinanceModule; enabled: boolean; view: boolean; create: boolean };

/** What each module is to a caller, in the order in which they are shown. Nothing is allowed in one that is off. */
export function ownModules(enabled: readonly FinanceModule[], profile: Profile): OwnFinanceModule[] {
  return financeModules.map((module) => {
    const isOn = enabled.includes(module);
    return {
      module,
      enabled: isOn,
      view: isOn && mayInFinance(profile, module, "view"),
      create: isOn && mayInFinance(profile, module, "create"),
    };
  });
}
