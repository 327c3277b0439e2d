import {
  infiniteQueryOptions,
  type InfiniteData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useRef } from "react";
import type { Page } from "#kernel/page.ts";
import { type Instant, instantFromMs } from "#kernel/time.ts";
import { call, type CallError, type Caller } from "#platform/http/call.ts";
import type { Call, Endpoint, Received } from "#platform/http/endpoint.ts";

/** The input of an endpoint, left out where every part of it may be. */
export type MaybeInput<E extends Endpoint> =
  Record<string, never> extends Call<E> ? [input?: Call<E>] : [input: Call<E>];

/** Who calls: the browser's cookie says which person, the header which organization. */
export function callerIn(organization: string | undefined): Caller {
  return { baseUrl: "", headers: () => headersIn(organization) };
}

function headersIn(organization: string | undefined): Record<string, string> {
  return organization === undefined ? {} : { "x-concord-organization": organization };
}

/** The organization of the address (`/o/org_…/…`), or none outside of one. */
export function useOrganizationId(): string | undefined {
  return useParams({ strict: false, select: (params: { org?: string }) => params.org });
}

/**
 * Where an endpoint's answers are kept: below the organization and the endpoint's tag, so that a change of one
 * customer makes all that was asked about customers stale, and nothing of another organization is ever shown.
 */
export function keyOf<E extends Endpoint>(
  organization: string | undefined,
  endpoint: E,
  input: Call<E> | undefined,
): unknown[] {
  return [organization ?? "", endpoint.tag, endpoint.path, input ?? {}];
}

/** A question as data, for loaders (`queryClient.ensureQueryData(query(org, listKeys))`) and `useQueries`. */
export function query<E extends Endpoint>(
  organization: string | undefined,
  endpoint: E,
  ...[input]: MaybeInput<E>
) {
  return queryOptions<Received<E>, CallError>({
    queryKey: keyOf(organization, endpoint, input as Call<E>),
    queryFn: ({ signal }) =>
      call(abortable(callerIn(organization), signal), endpoint, (input ?? {}) as Call<E>),
  });
}

/** Asks an endpoint in the organization of the address. */
export function useCall<E extends Endpoint>(
  endpoint: E,
  ...input: MaybeInput<E>
): UseQueryResult<Received<E>, CallError> {
  return useQuery(query(useOrganizationId(), endpoint, ...input));
}

/** A keyset list that is loaded as it is read. What DataTable takes. */
export type Pages<Item> = {
  items: Item[];
  isWaiting: boolean;
  problem: CallError | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** What is shown answers an earlier question; the answer to this one is on its way. */
  isStale: boolean;
  /** When the last answer came; not known of every list. */
  readAt?: Instant;
  more: () => void;
  again: () => void;
};

type Listing = Endpoint & { reply: { _output: Page<unknown> } };
type ItemOf<E extends Endpoint> = Received<E> extends Page<infer Item> ? Item : never;

/** Asks a list endpoint page by page; its query takes the `cursor` that its reply gave as `next_cursor`. */
export function usePages<E extends Listing>(endpoint: E, ...[input]: MaybeInput<E>): Pages<ItemOf<E>> {
  const organization = useOrganizationId();
  const given = (input ?? {}) as { query?: Record<string, unknown> };
  const asked = useInfiniteQuery(
    infiniteQueryOptions<Page<ItemOf<E>>, CallError, InfiniteData<Page<ItemOf<E>>>, unknown[], string | null>(
      {
        queryKey: [...keyOf(organization, endpoint, input as Call<E>), "pages"],
        initialPageParam: null,
        getNextPageParam: (page) => page.next_cursor,
        queryFn: ({ signal, pageParam }) => {
          const at = {
            ...given,
            query: { ...given.query, ...(pageParam === null ? {} : { cursor: pageParam }) },
          };
          return call(abortable(callerIn(organization), signal), endpoint, at as Call<E>) as Promise<
            Page<ItemOf<E>>
          >;
        },
        // Another filter of the same list: what was there stays, dimmed, until the answer is.
        placeholderData: (before) => before,
      },
    ),
  );
  return {
    items: asked.data?.pages.flatMap((page) => page.items) ?? [],
    isWaiting: asked.isPending,
    problem: asked.error,
    hasMore: asked.hasNextPage,
    isLoadingMore: asked.isFetchingNextPage,
    isStale: asked.isPlaceholderData,
    ...(asked.dataUpdatedAt === 0 ? {} : { readAt: instantFromMs(asked.dataUpdatedAt) }),
    more: () => void asked.fetchNextPage({ cancelRefetch: false }),
    again: () => void asked.refetch(),
  };
}

/** A list that comes whole, for DataTable. */
export function asPages<Value, Item>(
  asked: UseQueryResult<Value, CallError>,
  items: (value: Value) => Item[],
): Pages<Item> {
  return {
    items: asked.data === undefined ? [] : items(asked.data),
    isWaiting: asked.isPending,
    problem: asked.error,
    hasMore: false,
    isLoadingMore: false,
    isStale: false,
    more: () => undefined,
    again: () => void asked.refetch(),
  };
}

type SendOptions<E extends Endpoint> = {
  /** Tags whose answers are stale after this, beside the endpoint's own. */
  refreshes?: string[];
  /** Before anything is asked anew: leaves a page whose record is gone. */
  leave?: () => void;
  done?: (reply: Received<E>, input: Call<E>) => void;
  failed?: (problem: CallError, input: Call<E>) => void;
  /** A refusal says that what is shown is old: then it is asked anew as well. */
  refreshesWhenRefused?: boolean;
};

/**
 * Sends a change in the organization of the address; all that was asked under the endpoint's tag is then asked anew.
 * The same input is not sent again while it is on its way: a second click waits for the answer to the first, and what
 * follows from it follows once.
 */
export function useSend<E extends Endpoint>(
  endpoint: E,
  options: SendOptions<E> = {},
): UseMutationResult<Received<E>, CallError, Call<E>> {
  const organization = useOrganizationId();
  const client = useQueryClient();
  const underWay = useRef<UnderWay<Received<E>>>(new Map());
  const refresh = async (): Promise<void> => {
    const tags = [endpoint.tag, ...(options.refreshes ?? [])];
    await Promise.all(tags.map((tag) => client.invalidateQueries({ queryKey: [organization ?? "", tag] })));
  };
  return useMutation<Received<E>, CallError, Call<E>>({
    mutationFn: (input) =>
      sendOnce(underWay.current, input, () => call(callerIn(organization), endpoint, input)),
    onSuccess: async (reply, input) => {
      if (!isFirst(underWay.current, input)) return;
      options.leave?.();
      await refresh();
      options.done?.(reply, input);
    },
    onError: async (problem, input) => {
      if (!isFirst(underWay.current, input)) return;
      options.failed?.(problem, input);
      if (options.refreshesWhenRefused) await refresh();
    },
  });
}

/** What was sent and has not been answered, by its input. */
type UnderWay<Reply> = Map<string, Promise<Reply>>;

/** Sends, unless the same is on its way: then its answer is waited for. */
function sendOnce<Reply>(
  underWay: UnderWay<Reply>,
  input: unknown,
  send: () => Promise<Reply>,
): Promise<Reply> {
  const key = JSON.stringify(input);
  const sending = underWay.get(key) ?? send();
  underWay.set(key, sending);
  return sending;
}

/** Whether this is the first of those who waited for the answer that is now there. */
function isFirst(underWay: UnderWay<unknown>, input: unknown): boolean {
  return underWay.delete(JSON.stringify(input));
}

function abortable(caller: Caller, signal: AbortSignal): Caller {
  return { ...caller, fetch: (address, init) => fetch(address, { ...init, signal }) };
}
