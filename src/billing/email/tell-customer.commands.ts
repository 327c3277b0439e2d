import type { CustomerId, Id, InvoiceId, PaymentId } from "#kernel/id.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import type { BillingOrganization } from "#billing/organization/organization.store.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";
import { insertEmail } from "./email.store.ts";
import type { EmailKind } from "./email-kind.ts";

type Subject = { document_id: InvoiceId } | { payment_id: PaymentId };

/** What a customer is told by e-mail without anybody asking, once for each event. */
type Telling = {
  customer_id: CustomerId;
  kind: EmailKind;
  event: string;
  charge_attempt_id?: Id<"chg">;
  /** Not before then; at once where not said. */
  at?: Instant;
} & Subject;

/** As long as most cards take to answer: the e-mail of an invoice that is charged at once then says that it is paid. */
const chargeMs = 10_000;

/** A subscription's invoice went out; it waits for the charge where one is made at once. */
export async function tellOfInvoice(
  tx: Tx,
  act: Act,
  organization: BillingOrganization,
  { id, customer_id, isCharged }: { id: InvoiceId; customer_id: CustomerId; isCharged: boolean },
): Promise<void> {
  if (!organization.email_invoices) return;
  await tell(tx, act, {
    customer_id,
    kind: "invoice",
    event: `invoice:${id}`,
    document_id: id,
    ...(isCharged ? { at: plusMs(act.now, chargeMs) } : {}),
  });
}

/** Money came in now; what moves in from elsewhere came in long ago, and its payers had their receipts. */
export async function tellOfPayment(
  tx: Tx,
  act: Act,
  { id, customer_id }: { id: PaymentId; customer_id: CustomerId },
): Promise<void> {
  if (!(await getBillingOrganization(tx)).email_receipts) return;
  await tell(tx, act, {
    customer_id,
    kind: "payment_receipt",
    event: `receipt:${id}`,
    payment_id: id,
  });
}

/** What should have been collected by itself was not. */
export async function tellOfFailedCharge(
  tx: Tx,
  act: Act,
  { id, invoice_id, customer_id }: { id: Id<"chg">; invoice_id: InvoiceId; customer_id: CustomerId },
): Promise<void> {
  if (!(await getBillingOrganization(tx)).email_failed_charges) return;
  await tell(tx, act, {
    customer_id,
    kind: "payment_failed",
    event: `failed:${id}`,
    document_id: invoice_id,
    charge_attempt_id: id,
  });
}

/** An invoice is overdue for so many days. */
export async function remindOf(
  tx: Tx,
  act: Act,
  { id, customer_id, days }: { id: InvoiceId; customer_id: CustomerId; days: number },
): Promise<void> {
  await tell(tx, act, {
    customer_id,
    kind: "invoice_reminder",
    event: `reminder:${id}:${days}`,
    document_id: id,
  });
}

/** Puts down an e-mail that writes itself when it is sent. Who has a clock of its own is tried out, and told nothing. */
async function tell(tx: Tx, act: Act, { customer_id, at = act.now, ...telling }: Telling): Promise<void> {
  if ((await findTestClock(tx, customer_id)) !== undefined) return;
  await insertEmail(tx, {
    ...{ document_id: null, payment_id: null, charge_attempt_id: null },
    ...telling,
    organization_id: act.organizationId,
    id: act.ids("eml"),
    status: "queued",
    ...{ subject: null, body: null, sender: null, message_id: null },
    next_at: at,
    ...{ tried_at: null, problem: null, answer: null },
    created_by: "Concord",
    created_at: act.now,
  });
}
