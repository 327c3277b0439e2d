import type { InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { retryDay } from "./dunning.ts";
import { findDunned } from "./subscription.store.ts";

/** Whether an invoice that could not be collected is tried again by itself, as things are now. */
export async function isTriedAgain(tx: Tx, invoice: InvoiceId): Promise<boolean> {
  const dunned = await findDunned(tx, invoice);
  if (dunned === undefined || dunned.dunning_since === null) return false;
  const { dunning_gaps: gaps } = await getBillingOrganization(tx);
  return retryDay(dunned.dunning_since, gaps, dunned.dunning_attempts) !== undefined;
}
