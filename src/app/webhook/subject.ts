import { getCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { getEstimate } from "#billing/estimate/estimate.api.ts";
import { getInvoice } from "#billing/invoice/invoice.api.ts";
import { getPayment } from "#billing/payment/payment.api.ts";
import { getSubscription } from "#billing/subscription/subscription.api.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import type { SubjectKind } from "#platform/webhook/event-choice.api.ts";
import { getConflict } from "#sync/conflict/conflict.api.ts";
import { getRun } from "#sync/run/run.api.ts";

/** What a message carries of its subject is what the API answers to this. */
export const subjects: Record<SubjectKind, Endpoint> = {
  customer: getCustomer,
  subscription: getSubscription,
  invoice: getInvoice,
  credit_note: getCreditNote,
  estimate: getEstimate,
  payment: getPayment,
  run: getRun,
  conflict: getConflict,
};
