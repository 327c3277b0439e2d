import { IconUser } from "@tabler/icons-react";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import type { SearchProvider } from "#web/app/search-provider.ts";
import { customerPlaces } from "./places.ts";

/** Finds customers for the search that is everywhere. */
export const customerSearch: SearchProvider = {
  title: "Customers",
  async find(organization, text, signal) {
    const caller = {
      ...callerIn(organization),
      fetch: (address: RequestInfo | URL, init?: RequestInit) => fetch(address, { ...init, signal }),
    };
    const { items } = await call(caller, listCustomers, { query: { search: text, limit: 6 } });
    const places = customerPlaces(organization);
    return items.map(({ id, display_name: title, email, company_name: company }) => {
      const detail = email ?? (company === title ? null : company);
      return { id, title, icon: IconUser, to: places.customer(id), ...(detail === null ? {} : { detail }) };
    });
  },
};
