import type { Icon } from "@tabler/icons-react";
import { customerSearch } from "#web/billing/customers/search.client.ts";
import { crmSearches } from "#web/crm/search.client.ts";

/** One thing that was found. `to` is a full address. */
export type SearchHit = { id: string; title: string; detail?: string; icon: Icon; to: string };

/** Finds records of one kind. Areas add theirs to the list below. */
export type SearchProvider = {
  title: string;
  find(organization: string, text: string, signal: AbortSignal): Promise<SearchHit[]>;
};

export const searchProviders: readonly SearchProvider[] = [customerSearch, ...crmSearches];
