import { contactPersonFields, customerFieldsWith } from "#billing/customer/customer-fields.ts";
import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { readCrmFields } from "#sync/mapping/crm-fields.client.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { Sides } from "./check-settings.ts";
import type { ModuleChoice } from "./settings.api.ts";

type Currencies = Pick<Sides, "crmCurrency" | "billingCurrency">;

/** What both sides are now, for a choice of modules. Throws CrmTrouble. */
export async function readSides(
  deps: Deps,
  crm: Zoho,
  organizationId: OrganizationId,
  { module, ...currencies }: Currencies & { module: ModuleChoice },
): Promise<Sides> {
  const custom = await inOrganization(deps.db, organizationId, listCustomerFields);
  return {
    accountFields: module === "contacts" ? [] : await readCrmFields(crm, "Accounts"),
    contactFields: module === "accounts" ? [] : await readCrmFields(crm, "Contacts"),
    customerFields: customerFieldsWith(custom),
    personFields: contactPersonFields,
    ...currencies,
  };
}
