import type { UseQueryResult } from "@tanstack/react-query";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import type { CallError } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall } from "#web/api.ts";
import type { OpenInvoice } from "./application.ts";

/** As many as a payment may settle at once. */
const most = 200;

/** The invoices of a customer on which something is open. */
export function useOpenInvoices(customer: string): UseQueryResult<Received<typeof listInvoices>, CallError> {
  return useCall(listInvoices, { query: { customer_id: customer, status: "unpaid", limit: most } });
}

/** What is due longest first. */
export function longestDue<Invoice extends OpenInvoice>(invoices: readonly Invoice[]): Invoice[] {
  return invoices.toSorted((one, other) => (one.due_date < other.due_date ? -1 : 1));
}
