import { billingSearch } from "#web/billing/search.client.ts";
import { newActions } from "#web/billing/new-actions.ts";
import { crmSearches } from "#web/crm/search.client.ts";
import type { SearchAction, SearchProvider } from "./search-provider.ts";

/** Where the search that is everywhere looks. */
export const searchProviders: readonly SearchProvider[] = [billingSearch, ...crmSearches];

/** What the search that is everywhere can begin, for those who may write. */
export const searchActions: readonly SearchAction[] = newActions;
