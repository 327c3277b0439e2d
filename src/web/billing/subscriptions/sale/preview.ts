import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { SubscriptionOutcome } from "#billing/subscription/subscription.api.ts";
import { call, type CallError } from "#platform/http/call.ts";
import type { Call, Endpoint } from "#platform/http/endpoint.ts";
import { callerIn, useOrganizationId } from "#web/api.ts";

/** An endpoint that sells or changes a subscription, and can say beforehand what that would do. */
export type SaleEndpoint = Endpoint & { reply: { _output: SubscriptionOutcome } };

/** The milliseconds after the last key at which the server is asked. */
const pauseMs = 300;

/** What would happen, and the way to know it for certain: of what is typed now. */
type Preview = UseQueryResult<SubscriptionOutcome, CallError> & {
  isOld: boolean;
  latest: () => Promise<SubscriptionOutcome | undefined>;
};

/** What a sale or an action would do, asked anew as its input changes; nothing is asked where there is no input yet. */
export function usePreview<E extends SaleEndpoint>(endpoint: E, input: Call<E> | undefined): Preview {
  const organization = useOrganizationId();
  const given = input === undefined ? "" : JSON.stringify(input);
  const [asked] = useDebouncedValue(given, pauseMs);
  const reckon = (text: string, signal?: AbortSignal): Promise<SubscriptionOutcome> =>
    call(
      {
        ...callerIn(organization),
        fetch: (address, init) => fetch(address, { ...init, ...(signal && { signal }) }),
      },
      endpoint,
      JSON.parse(text) as Call<E>,
    ) as Promise<SubscriptionOutcome>;
  const answer = useQuery<SubscriptionOutcome, CallError>({
    queryKey: [organization ?? "", "preview", endpoint.path, asked],
    enabled: asked !== "",
    retry: false,
    // What it would do depends on the day and on what happened meanwhile.
    gcTime: 0,
    // Of what cannot be asked about nothing is known, and least of all what was typed before.
    placeholderData: (before) => (asked === "" ? undefined : before),
    queryFn: ({ signal }) => reckon(asked, signal),
  });
  const isOld = given !== asked || answer.isFetching;
  const latest = async () => {
    if (given === "") return undefined;
    return isOld || answer.data === undefined ? reckon(given) : answer.data;
  };
  return { ...answer, isOld, latest };
}
