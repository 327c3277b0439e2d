import type { Icon } from "@tabler/icons-react";
import type { ModuleName } from "#web/crm/module.ts";
import type { Product } from "./section.ts";

/** How something was found, the surest first: it is called so, begins so, holds a word that does, may have been meant. */
export const matches = ["exact", "beginning", "word", "typo"] as const;

/** One thing that was found. `to` is a full address; `group` is what it stands under, the provider's title unless said. */
export type SearchHit = {
  id: string;
  title: string;
  detail?: string;
  icon: Icon;
  to: string;
  hash?: string;
  group?: string;
  match?: (typeof matches)[number];
};

/** Something that is begun from the search, by its name; `path` is below the organization. */
export type SearchAction = { title: string; icon: Icon; path: string; hash?: string };

/** Finds records of one kind, or of several. Areas add theirs to the list in search.ts. */
export type SearchProvider = {
  product: Product;
  title: string;
  /** The module of the CRM that it looks into: it asks for those who may see that only. */
  module?: ModuleName;
  find(organization: string, text: string, signal: AbortSignal): Promise<SearchHit[]>;
};
