import {
  infiniteQueryOptions,
  type InfiniteData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import { type Pages } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm, type Query } from "./crm-client.ts";
import type { ModuleName } from "./module.ts";
import type {
  CrmField,
  CrmOrganization,
  CrmRecord,
  CrmUser,
  CrmView,
  CrmViewDetail,
  ListInfo,
  Reference,
} from "./types.ts";

/** Set-up changes rarely, and what changes it in this browser makes it stale at once. */
const setupStaleMs = 60_000;

/** Below these, answers of the CRM are kept: records of a module, its set-up, the users. */
export const crmKeys = {
  records: (organization: string, module: ModuleName) => [organization, "CRM records", module],
  setup: (organization: string, what: string) => [organization, "CRM set-up", what],
};

/** One record with all its fields; undefined where there is none. */
export function recordQuery(organization: string, module: ModuleName, id: string) {
  return queryOptions<CrmRecord | null, CallError>({
    queryKey: [...crmKeys.records(organization, module), "one", id],
    queryFn: async ({ signal }) =>
      (await askCrm<{ data: CrmRecord[] }>(organization, { path: `/${module}/${id}`, signal }))?.data[0] ??
      null,
  });
}

export function useRecord(module: ModuleName, id: string): UseQueryResult<CrmRecord | null, CallError> {
  return useQuery(recordQuery(useOrganization().id, module, id));
}

/** Which records a list shows: those of a view, or those that a word is found in. */
export type Listing = {
  module: ModuleName;
  fields: readonly string[];
  view?: string | undefined;
  word?: string | undefined;
  sort?: { by: string; down: boolean } | undefined;
  related?: { id: string; list: string };
  perPage?: number;
};

type ListPage = { data: CrmRecord[]; info: ListInfo };
type At = { page_token?: string; page?: number };

/** A list of records, loaded as it is read. */
export function useRecords(listing: Listing, isOn = true): Pages<CrmRecord> {
  const { id: organization } = useOrganization();
  const asked = useInfiniteQuery(
    infiniteQueryOptions<ListPage, CallError, InfiniteData<ListPage>, unknown[], At>({
      queryKey: [...crmKeys.records(organization, listing.module), "list", listing],
      enabled: isOn,
      initialPageParam: {},
      getNextPageParam: ({ info }) => nextOf(info),
      queryFn: async ({ signal, pageParam }) => {
        const { path, query } = addressOf(listing);
        const answer = await askCrm<ListPage>(organization, {
          path,
          query: { ...query, ...pageParam },
          signal,
        });
        return answer ?? { data: [], info: { more_records: false, page: 1, count: 0 } };
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

function nextOf({ more_records, next_page_token, page }: ListInfo): At | undefined {
  if (!more_records) return undefined;
  return next_page_token ? { page_token: next_page_token } : { page: page + 1 };
}

function addressOf({ module, fields, view, word, sort, related, perPage = 100 }: Listing): {
  path: string;
  query: Query;
} {
  const query: Query = { fields: fields.join(","), per_page: perPage };
  if (related) return { path: `/${module}/${related.id}/${related.list}`, query };
  if (word !== undefined) return { path: `/${module}/search`, query: { ...query, word } };
  if (sort)
    return {
      path: `/${module}`,
      query: { ...query, sort_by: sort.by, sort_order: sort.down ? "desc" : "asc" },
    };
  return { path: `/${module}`, query: { ...query, cvid: view } };
}

/** How many records a module, a view or search criteria have. */
export function countQuery(
  organization: string,
  module: ModuleName,
  about: { cvid?: string; criteria?: string } = {},
) {
  return queryOptions<number, CallError>({
    queryKey: [...crmKeys.records(organization, module), "count", about],
    queryFn: async ({ signal }) =>
      (
        await askCrm<{ count: number }>(organization, {
          path: `/${module}/actions/count`,
          query: about,
          signal,
        })
      )?.count ?? 0,
  });
}

/** A question about set-up: a list under one key of the answer. */
function setupQuery<Item>(organization: string, path: string, key: string, query: Query = {}) {
  return queryOptions<Item[], CallError>({
    queryKey: [...crmKeys.setup(organization, key), path, query],
    staleTime: setupStaleMs,
    queryFn: async ({ signal }) =>
      (await askCrm<Record<string, Item[]>>(organization, { path, query, signal }))?.[key] ?? [],
  });
}

export function fieldsQuery(organization: string, module: ModuleName) {
  return setupQuery<CrmField>(organization, "/settings/fields", "fields", { module });
}

export function useFields(module: ModuleName): UseQueryResult<CrmField[], CallError> {
  return useQuery(fieldsQuery(useOrganization().id, module));
}

export function useViews(module: ModuleName): UseQueryResult<CrmView[], CallError> {
  return useQuery(
    setupQuery<CrmView>(useOrganization().id, "/settings/custom_views", "custom_views", { module }),
  );
}

/** A view with its columns and criteria; none where `id` is undefined. */
export function useView(
  module: ModuleName,
  id: string | undefined,
): UseQueryResult<CrmViewDetail[], CallError> {
  const { id: organization } = useOrganization();
  return useQuery({
    ...setupQuery<CrmViewDetail>(organization, `/settings/custom_views/${id ?? ""}`, "custom_views", {
      module,
    }),
    enabled: id !== undefined,
  });
}

export function useUsers(type = "AllUsers"): UseQueryResult<CrmUser[], CallError> {
  return useQuery(setupQuery<CrmUser>(useOrganization().id, "/users", "users", { type }));
}

export function useProfiles(): UseQueryResult<Reference[], CallError> {
  return useQuery(setupQuery<Reference>(useOrganization().id, "/settings/profiles", "profiles"));
}

export function useRoles(): UseQueryResult<Reference[], CallError> {
  return useQuery(setupQuery<Reference>(useOrganization().id, "/settings/roles", "roles"));
}

/** The CRM's own organization: its name, currency and zone. */
export function useCrmOrganization(): CrmOrganization | undefined {
  return useQuery(setupQuery<CrmOrganization>(useOrganization().id, "/org", "org")).data?.[0];
}
