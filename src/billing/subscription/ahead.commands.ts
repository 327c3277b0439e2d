import { AppError } from "#kernel/errors.ts";
import type { InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { advance } from "./advance.commands.ts";
import { contextOf } from "./context.commands.ts";
import { billsAfter, findSubscriptionForUpdate } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** A start, the end of a trial, a renewal: the invoice is not further away than this. */
const mostSteps = 3;

/**
 * Writes the invoice that a subscription writes next by itself, on the day on which it would; undefined where it would
 * write none. For a transaction that is taken back: whatever happens until then is done, as if it could be paid for.
 */
export async function writeNextInvoice(tx: Tx, act: Act, id: SubscriptionId): Promise<InvoiceId | undefined> {
  const before = act.ids("inv").slice("inv_".length);
  try {
    for (let step = 0; step < mostSteps; step += 1) {
      const subscription = await findSubscriptionForUpdate(tx, id);
      if (subscription === undefined) throw new AppError("subscription.not_found", { subscription: id });
      // What is tried once more is an invoice that is there.
      if (subscription.due_on === null || subscription.status === "dunning") return undefined;
      const context = await contextOf(tx, act, subscription);
      await advance(tx, act, subscription, {
        ...context,
        today: subscription.due_on,
        customer_can_pay: true,
        is_free: true,
      });
      const [bill] = await billsAfter(tx, id, before);
      if (bill !== undefined) return bill.kind === "invoice" ? (bill.id as InvoiceId) : undefined;
    }
    return undefined;
  } catch (error) {
    // What keeps it from being billed (a missing exchange rate) is told on its day; this is no reason to refuse the rest.
    if (error instanceof AppError && error.code !== "subscription.not_found") return undefined;
    throw error;
  }
}
