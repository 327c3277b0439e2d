import type { Id, InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { creditInvoice } from "#billing/credit-note/credit-invoice.commands.ts";
import { openCreditNote } from "#billing/credit-note/open.commands.ts";
import { changeSubscription } from "#billing/subscription/change.commands.ts";
import {
  cancelSubscription,
  pauseSubscription,
  reactivateSubscription,
} from "#billing/subscription/end.commands.ts";
import { findByReference, listSubscriptionEvents } from "#billing/subscription/subscription.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import type { Deed } from "./lives.ts";

/** Does to the subscription of a reference what somebody did on that day. */
export async function carryOut(
  tx: Tx,
  act: Act,
  deed: Deed,
  { reference, dayOf }: { reference: string; dayOf: (daysAgo: number) => string },
): Promise<void> {
  const subscription = await findByReference(tx, reference);
  if (subscription === undefined) throw new Error(`demo.no_subscription: nothing was sold as ${reference}`);
  const { id } = subscription;
  if (deed.kind === "change") await changeSubscription(tx, act, id, { ...deed.sale, when: deed.when });
  else if (deed.kind === "cancel") await cancelSubscription(tx, act, id, deed);
  else if (deed.kind === "pause") await pauseSubscription(tx, act, id, dayOf(deed.until));
  else if (deed.kind === "reactivate") await reactivateSubscription(tx, act, id);
  else await credit(tx, act, id);
}

/** Gives back the last invoice of a subscription, as to somebody who could not use it. */
async function credit(tx: Tx, act: Act, id: SubscriptionId): Promise<void> {
  const events = await listSubscriptionEvents(tx, id);
  const invoice = events.findLast(({ invoice_id }) => invoice_id !== null)?.invoice_id as InvoiceId;
  const { document } = await creditInvoice(tx, act, invoice, { notes: "The service was down for a week." });
  await openCreditNote(tx, act, document.id as Id<"crn">);
}
