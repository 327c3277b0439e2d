import type { BillingField } from "#billing/customer/customer-fields.ts";
import { checkRows, type MappingProblem, mapsMoney } from "#sync/mapping/check-mapping.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { MatchKey, SyncSettings } from "./settings.api.ts";

/** What the two sides are, as far as a configuration depends on it. */
export type Sides = {
  accountFields: readonly CrmField[];
  contactFields: readonly CrmField[];
  customerFields: readonly BillingField[];
  personFields: readonly BillingField[];
  crmCurrency: string;
  billingCurrency: string;
};

/** Whether syncing both ways can be chosen, and why not. */
export function twoWay(
  sides: Pick<Sides, "crmCurrency" | "billingCurrency">,
  extentAllowed: "two-way" | "one-way",
): { allowed: boolean; why: string | null } {
  if (extentAllowed === "one-way") {
    return {
      allowed: false,
      why: "Another billing organization is connected to this CRM already; further ones can only fetch from it.",
    };
  }
  if (sides.crmCurrency !== sides.billingCurrency) return { allowed: false, why: currencyWords(sides) };
  return { allowed: true, why: null };
}

/** Why money and two-way are refused: the base currencies, both named (F35). */
export function currencyWords({
  crmCurrency,
  billingCurrency,
}: Pick<Sides, "crmCurrency" | "billingCurrency">): string {
  return `The CRM's base currency is ${crmCurrency}, this organization's is ${billingCurrency}; they must be equal.`;
}

/** By match key the fields of billing that it is made of (billing/customer/match-key.ts). */
const keyFields: Record<MatchKey, readonly string[]> = {
  name: ["display_name", "company_name"],
  email: ["email"],
  phone: ["phone", "mobile"],
  website: ["website"],
};

/** What may be meant otherwise, though it can be saved: match keys that no CRM record can have, because nothing brings them. */
export function warnings({
  match_keys: keys,
  mapping,
}: Pick<SyncSettings, "match_keys" | "mapping">): MappingProblem[] {
  const brought = new Set(mapping.flatMap((row) => (row.direction === "to_crm" ? [] : [row.billing])));
  return keys
    .filter((key) => !keyFields[key].some((field) => brought.has(field)))
    .map((key) => ({
      path: "match_keys",
      problem: `The match key ${key} finds no duplicate: no CRM field is mapped to ${keyFields[key].join(" or ")}`,
    }));
}

/** Everything wrong with a configuration, by path. Empty when it can be saved. */
export function checkSettings(
  settings: SyncSettings,
  sides: Sides,
  extentAllowed: "two-way" | "one-way",
): MappingProblem[] {
  const fromContacts = settings.module === "contacts";
  const customer = {
    path: "mapping",
    crm: fromContacts ? sides.contactFields : sides.accountFields,
    billing: sides.customerFields,
    isPerson: false,
  };
  const problems = checkRows(settings.mapping, customer);
  if (settings.module === "accounts-and-contacts") {
    problems.push(
      ...checkRows(settings.contact_mapping, {
        path: "contact_mapping",
        crm: sides.contactFields,
        billing: sides.personFields,
        isPerson: true,
      }),
    );
    if (!settings.contact_view)
      problems.push({ path: "contact_view", problem: "choose a view for the contacts as well" });
    if (settings.contact_mapping.length === 0)
      problems.push({ path: "contact_mapping", problem: "map at least one field of the contact persons" });
  }
  const both = twoWay(sides, extentAllowed);
  if (settings.extent === "two-way" && !both.allowed)
    problems.push({ path: "extent", problem: both.why ?? "" });
  if (sides.crmCurrency !== sides.billingCurrency && mapsMoney(settings))
    problems.push({ path: "mapping", problem: currencyWords(sides) });
  return problems;
}
