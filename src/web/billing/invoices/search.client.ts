import { IconFileInvoice } from "@tabler/icons-react";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import type { SearchProvider } from "#web/app/search-provider.ts";
import { invoicePlaces } from "./places.ts";
import { invoiceName } from "./words.ts";

/** Finds invoices by number, reference or customer for the search that is everywhere. */
export const invoiceSearch: SearchProvider = {
  title: "Invoices",
  async find(organization, text, signal) {
    const caller = {
      ...callerIn(organization),
      fetch: (address: RequestInfo | URL, init?: RequestInit) => fetch(address, { ...init, signal }),
    };
    const { items } = await call(caller, listInvoices, { query: { search: text, limit: 6 } });
    const places = invoicePlaces(organization);
    return items.map((invoice) => ({
      id: invoice.id,
      title: invoiceName(invoice),
      detail: invoice.customer_name,
      icon: IconFileInvoice,
      to: places.invoice(invoice.id),
    }));
  },
};
