import type { Icon } from "@tabler/icons-react";
import type { FinanceModule } from "#crm/finance/finance.api.ts";
import type { ModuleName } from "#web/crm/module.ts";
import type { Role } from "#platform/auth/organization.api.ts";

export type Product = "billing" | "crm" | "settings";

/** One entry of the rail. Each area lists its own in a `sections.ts` beside its `routes.tsx`. */
export type Section = {
  product: Product;
  title: string;
  icon: Icon;
  /** Below `/o/<organization>/`: `billing/customers`. Addresses below it belong to the section too. */
  path: string;
  /** A heading above the entries that share it. */
  group?: string;
  /** Shown to these roles only; where not said to all, but outside of the CRM not to those who have it alone. */
  roles?: readonly Role[];
  /** Shown where the reader may see this module of the CRM. */
  module?: ModuleName;
  /** Shown where this module of billing is open to the reader in the CRM. */
  finance?: FinanceModule;
};

/** Whether a role has a section. */
export function isFor(role: Role, { roles, product }: Pick<Section, "roles" | "product">): boolean {
  return roles?.includes(role) ?? (role !== "crm" || product === "crm");
}

/** The section that an address below `/o/<organization>/` belongs to: the one with the longest path that fits. */
export function sectionAt(sections: readonly Section[], path: string): Section | undefined {
  const fitting = sections.filter((section) => path === section.path || path.startsWith(`${section.path}/`));
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
}
