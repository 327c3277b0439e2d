import { infiniteQueryOptions, type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import type { Pages } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm, type Query } from "./crm-client.ts";
import { crmKeys } from "./crm-queries.ts";
import type { ModuleName } from "./module.ts";
import type { CrmRecord, DeletedRecord, ListInfo } from "./types.ts";

/** Which records a list shows: those of a view, of criteria, or those that a word is found in. */
export type Listing = {
  module: ModuleName;
  fields: readonly string[];
  view?: string | undefined;
  word?: string | undefined;
  /** In the words of a search; in place of a view, or within one. */
  criteria?: string | undefined;
  /** The view within which criteria search. */
  within?: string | undefined;
  sort?: { by: string; down: boolean } | undefined;
  related?: { id: string; list: string };
  perPage?: number;
};

type ListPage<Item> = { data: Item[]; info: ListInfo };
type At = { page_token?: string; page?: number };
type Address = { path: string; query: Query };

/** A list of records, loaded as it is read. */
export function useRecords(listing: Listing, isOn = true): Pages<CrmRecord> {
  return usePagesOf<CrmRecord>(listing.module, ["list", listing], addressOf(listing), isOn);
}

/** The records of a module that are in the recycle bin, the last deleted first. */
export function useDeleted(module: ModuleName): Pages<DeletedRecord> {
  return usePagesOf<DeletedRecord>(module, ["deleted"], {
    path: `/${module}/deleted`,
    query: { type: "recycle", per_page: deletedPerPage },
  });
}

/** Rows of one answer: more than fill a screen. */
const deletedPerPage = 100;

function usePagesOf<Item>(
  module: ModuleName,
  key: readonly unknown[],
  { path, query }: Address,
  isOn = true,
): Pages<Item> {
  const { id: organization } = useOrganization();
  const asked = useInfiniteQuery(
    infiniteQueryOptions<ListPage<Item>, CallError, InfiniteData<ListPage<Item>>, unknown[], At>({
      queryKey: [...crmKeys.records(organization, module), ...key],
      enabled: isOn,
      initialPageParam: {},
      getNextPageParam: ({ info }) => nextOf(info),
      queryFn: async ({ signal, pageParam }) =>
        (await askCrm<ListPage<Item>>(organization, { path, query: { ...query, ...pageParam }, signal })) ?? {
          data: [],
          info: { more_records: false, page: 1, per_page: 1, count: 0 },
        },
      placeholderData: (before) => before,
    }),
  );
  return {
    items: asked.data?.pages.flatMap(({ data }) => data) ?? [],
    isWaiting: asked.isPending,
    problem: asked.error,
    hasMore: asked.hasNextPage,
    isLoadingMore: asked.isFetchingNextPage,
    isStale: asked.isPlaceholderData,
    more: () => void asked.fetchNextPage({ cancelRefetch: false }),
    again: () => void asked.refetch(),
  };
}

/** The most that a search gives, page by page. Source: Zoho CRM v8, "Search records". */
export const maxFound = 2_000;

function nextOf({ more_records, next_page_token, page, per_page }: ListInfo): At | undefined {
  if (!more_records) return undefined;
  if (next_page_token) return { page_token: next_page_token };
  return page * per_page < maxFound ? { page: page + 1 } : undefined;
}

function addressOf({
  module,
  fields,
  view,
  word,
  criteria,
  within,
  sort,
  related,
  perPage = 100,
}: Listing): Address {
  const query: Query = { fields: fields.join(","), per_page: perPage };
  if (related) return { path: `/${module}/${related.id}/${related.list}`, query };
  if (word !== undefined) return { path: `/${module}/search`, query: { ...query, word } };
  if (criteria !== undefined)
    return { path: `/${module}/search`, query: { ...query, criteria, cvid: within } };
  if (sort)
    return {
      path: `/${module}`,
      query: { ...query, sort_by: sort.by, sort_order: sort.down ? "desc" : "asc" },
    };
  return { path: `/${module}`, query: { ...query, cvid: view } };
}
