import { infiniteQueryOptions, type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import type { Pages } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm } from "./crm-client.ts";
import { crmKeys } from "./crm-queries.ts";
import type { ModuleName } from "./module.ts";
import type { ListInfo, Reference } from "./types.ts";

/** One thing that became of a record, as the timeline of the v8 API tells it; values are texts. */
export type CrmTimelineEntry = {
  id: string;
  audited_time: string;
  action: "added" | "updated" | "deleted" | "restored" | "merged";
  source: "crm_ui" | "crm_api";
  done_by: Reference;
  related_record: Reference | null;
  field_history: { api_name: string; _value: { old: string | null; new: string | null } }[] | null;
};

type Page = { __timeline: CrmTimelineEntry[]; info: ListInfo };

/** As many as a card shows at first, and more each time. */
const perPage = 10;

/** What became of a record, the last first. */
export function useTimeline(module: ModuleName, id: string): Pages<CrmTimelineEntry> {
  const { id: organization } = useOrganization();
  const asked = useInfiniteQuery(
    infiniteQueryOptions<Page, CallError, InfiniteData<Page>, unknown[], string | undefined>({
      queryKey: [...crmKeys.records(organization, module), "timeline", id],
      initialPageParam: undefined,
      getNextPageParam: (last) => last.info.next_page_token ?? undefined,
      queryFn: async ({ signal, pageParam }) =>
        (await askCrm<Page>(organization, {
          path: `/${module}/${id}/__timeline`,
          query: { per_page: perPage, page_token: pageParam },
          signal,
        })) ?? { __timeline: [], info: { more_records: false, page: 1, per_page: perPage, count: 0 } },
    }),
  );
  return {
    items: asked.data?.pages.flatMap((page) => page.__timeline) ?? [],
    isWaiting: asked.isPending,
    problem: asked.error,
    hasMore: asked.hasNextPage,
    isLoadingMore: asked.isFetchingNextPage,
    isStale: false,
    more: () => void asked.fetchNextPage({ cancelRefetch: false }),
    again: () => void asked.refetch(),
  };
}
