import { customerSearch } from "#web/billing/customers/search.client.ts";
import { invoiceSearch } from "#web/billing/invoices/search.client.ts";
import { newActions } from "#web/billing/new-actions.ts";
import { crmSearches } from "#web/crm/search.client.ts";
import type { SearchAction, SearchProvider } from "./search-provider.ts";

/** Where the search that is everywhere looks. */
export const searchProviders: readonly SearchProvider[] = [customerSearch, invoiceSearch, ...crmSearches];

/** What the search that is everywhere can begin, for those who may write. */
export const searchActions: readonly SearchAction[] = newActions;
