import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { inEnglish, type Language, languageOf } from "./language.ts";

/** In which language a customer is written to; vendors, who have none, in English. */
export async function languageOfCustomer(tx: Tx, id: CustomerId | null): Promise<Language> {
  return id === null ? inEnglish : languageOf((await getCustomer(tx, id)).language);
}
