import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { findAccount } from "#billing/gateway/gateway.store.ts";
import { chargeable } from "#billing/gateway/stripe-amount.ts";
import { notOpen } from "#billing/invoice/invoice.ts";
import { getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import {
  findDefaultMethod,
  findMethod,
  type PaymentMethod,
} from "#billing/payment-method/payment-method.store.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import { type ChargeAttempt, insertChargeAttempt, listAttempts } from "./charge-attempt.store.ts";

type Collecting = {
  invoice: CustomerDocument;
  subscriptionId: SubscriptionId | null;
  kind: ChargeAttempt["kind"];
  on: string;
};

/**
 * Puts down that an invoice is to be collected from the customer's default method; where there is none, the try says
 * so. Nothing is put down where the gateway can charge nothing of what is open.
 */
export async function collectLater(tx: Tx, act: Act, collecting: Collecting): Promise<void> {
  if (chargeable(collecting.invoice.balance, collecting.invoice.currency_code) === 0n) return;
  await putDown(tx, act, collecting, await findDefaultMethod(tx, collecting.invoice.customer_id));
}

/** Puts down that somebody wants an invoice collected now, from a method or the default one. */
export async function collectByHand(
  tx: Tx,
  act: Act,
  id: InvoiceId,
  methodId: Id<"pmt"> | undefined,
): Promise<ChargeAttempt["id"]> {
  const invoice = await getInvoiceForUpdate(tx, id);
  if (invoice.status !== "sent" || invoice.balance === 0n)
    throw new AppError("invoice.not_open", notOpen(invoice));
  if ((await findAccount(tx)) === undefined) throw new AppError("gateway.not_connected");
  const { customer_id: customer, balance, currency_code: currency, number } = invoice;
  const open = (await listAttempts(tx, id)).find(({ status }) => status === "pending");
  if (open !== undefined) {
    const from = open.method_label === null ? "" : ` from ${open.method_label}`;
    const message = `${amountText(open.amount, currency)} ${currency} of ${number} is being collected${from} already`;
    throw new AppError("invoice.being_collected", { invoice: id, message });
  }
  if (chargeable(balance, currency) === 0n) {
    const message = `The ${amountText(balance, currency)} ${currency} open on ${number} is less than the gateway can charge`;
    throw new AppError("invoice.not_chargeable", { invoice: id, message });
  }
  const method =
    methodId === undefined ? await findDefaultMethod(tx, customer) : await findMethod(tx, methodId);
  if (methodId !== undefined && method?.customer_id !== customer)
    throw new AppError("payment_method.not_found", { payment_method: methodId });
  if (method === undefined) {
    const { display_name: name } = await getCustomer(tx, customer);
    const message = `${name} has no card or account to collect the ${amountText(balance, currency)} ${currency} of ${number} from`;
    throw new AppError("payment_method.none", { customer, message });
  }
  const on = (await findTestClock(tx, customer)) ?? (await dayOf(tx, act)).date;
  return putDown(tx, act, { invoice, subscriptionId: invoice.subscription_id, kind: "manual", on }, method);
}

async function putDown(
  tx: Tx,
  act: Act,
  { invoice, subscriptionId, kind, on }: Collecting,
  method: PaymentMethod | undefined,
): Promise<ChargeAttempt["id"]> {
  const id = act.ids("chg");
  await insertChargeAttempt(tx, {
    organization_id: act.organizationId,
    id,
    invoice_id: invoice.id as InvoiceId,
    subscription_id: subscriptionId,
    kind,
    amount: chargeable(invoice.balance, invoice.currency_code),
    on_day: on,
    method_label: method?.label ?? null,
    method_reference: method?.reference ?? null,
    gateway_customer: method?.gateway_customer ?? null,
    status: "pending",
    asked_at: null,
    failure: null,
    failure_code: null,
    gateway_payment: null,
    payment_id: null,
    created_at: act.now,
    settled_at: null,
  });
  return id;
}
