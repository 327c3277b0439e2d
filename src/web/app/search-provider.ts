import type { Icon } from "@tabler/icons-react";

/** One thing that was found. `to` is a full address. */
export type SearchHit = { id: string; title: string; detail?: string; icon: Icon; to: string; hash?: string };

/** Something that is begun from the search, by its name; `path` is below the organization. */
export type SearchAction = { title: string; icon: Icon; path: string; hash?: string };

/** Finds records of one kind. Areas add theirs to the list in search.ts. */
export type SearchProvider = {
  title: string;
  find(organization: string, text: string, signal: AbortSignal): Promise<SearchHit[]>;
};
