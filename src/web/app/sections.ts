import { billingSections } from "#web/billing/sections.ts";
import { crmSections } from "#web/crm/sections.ts";
import { settingsSections } from "#web/settings/sections.ts";
import { syncSections } from "#web/sync/sections.ts";
import type { Product, Section } from "./section.ts";

/** All entries of the rail, in the order in which they are shown. */
export const sections: readonly Section[] = [
  ...billingSections,
  ...crmSections,
  ...settingsSections,
  ...syncSections,
];

export const productTitles: Record<Product, string> = {
  billing: "Billing",
  crm: "CRM",
  settings: "Settings",
};
