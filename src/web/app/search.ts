import { customerSearch } from "#web/billing/customers/search.client.ts";
import { invoiceSearch } from "#web/billing/invoices/search.client.ts";
import { crmSearches } from "#web/crm/search.client.ts";
import type { SearchProvider } from "./search-provider.ts";

/** Where the search that is everywhere looks. */
export const searchProviders: readonly SearchProvider[] = [customerSearch, invoiceSearch, ...crmSearches];
