import type { InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { advance } from "./advance.commands.ts";
import { contextOf } from "./context.commands.ts";
import { recovered } from "./dunning.commands.ts";
import { findOwingForUpdate } from "./subscription.store.ts";

/** After an invoice was paid: a subscription that was dunned for it, or left unpaid, is live again. */
export async function recoverAfterPayment(tx: Tx, act: Act, invoiceId: InvoiceId): Promise<void> {
  const subscription = await findOwingForUpdate(tx, invoiceId);
  if (subscription === undefined) return;
  const context = await contextOf(tx, act, subscription);
  await advance(tx, act, await recovered(tx, act, subscription, context.today), context);
}
