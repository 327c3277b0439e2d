import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { type Language, languageOf } from "./language.ts";

/** In which language a customer is written to; vendors, who have none, in that of the organization. */
export async function languageOfCustomer(tx: Tx, id: CustomerId | null): Promise<Language> {
  const { language: house } = await getBillingOrganization(tx);
  return languageOf(id === null ? null : (await getCustomer(tx, id)).language, house);
}
