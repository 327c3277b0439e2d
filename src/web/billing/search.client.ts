import {
  IconCash,
  type Icon,
  IconFileInvoice,
  IconFileText,
  IconReceiptRefund,
  IconRefresh,
  IconShoppingCart,
  IconUser,
} from "@tabler/icons-react";
import { type FoundView, searchBilling } from "#billing/search/search.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import { addressIn } from "#web/app/address.ts";
import type { SearchProvider } from "#web/app/search-provider.ts";
import { documentHomes } from "./documents/places.ts";

/** How each kind is shown, and where its pages are. */
const kinds: Record<FoundView["kind"], { group: string; icon: Icon; home: string }> = {
  customer: { group: "Customers", icon: IconUser, home: "billing/customers" },
  invoice: { group: "Invoices", icon: IconFileInvoice, home: documentHomes.invoice },
  subscription: { group: "Subscriptions", icon: IconRefresh, home: "billing/subscriptions" },
  payment: { group: "Payments", icon: IconCash, home: "billing/payments" },
  estimate: { group: "Estimates", icon: IconFileText, home: documentHomes.estimate },
  sales_order: { group: "Sales orders", icon: IconShoppingCart, home: documentHomes.sales_order },
  purchase_order: { group: "Purchase orders", icon: IconShoppingCart, home: documentHomes.purchase_order },
  credit_note: { group: "Credit notes", icon: IconReceiptRefund, home: documentHomes.credit_note },
};

/** Finds customers, and what has a number, for the search that is everywhere. */
export const billingSearch: SearchProvider = {
  product: "billing",
  title: "Billing",
  async find(organization, text, signal) {
    const caller = {
      ...callerIn(organization),
      fetch: (address: RequestInfo | URL, init?: RequestInit) => fetch(address, { ...init, signal }),
    };
    const { items } = await call(caller, searchBilling, { query: { text, limit: 6 } });
    return items.map(({ kind, id, title, detail, match }) => {
      const { group, icon, home } = kinds[kind];
      const to = addressIn(organization, `${home}/${id}`);
      return { id, title, icon, to, group, match, ...(detail === null ? {} : { detail }) };
    });
  },
};
