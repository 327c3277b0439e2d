import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CallError } from "#platform/http/call.ts";
import { addressOf } from "#platform/http/call.ts";
import { getRun, type RunView, watchRun } from "#sync/run/run.api.ts";
import { keyOf, query, useOrganizationId } from "#web/api.ts";
import { isActive } from "#web/sync/words.ts";

/** How often a run is asked for where live events do not come through, as behind some proxies. */
const pollMs = 3000;

/** A run as it changes: by server-sent events while it is active, asked for now and then where these fail. Without an id, nothing. */
export function useLiveRun(id: string | undefined): UseQueryResult<RunView, CallError> {
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, getRun, { params: { run: id ?? "" } }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data !== undefined && isActive(state.data) ? pollMs : false),
  });
  useRunEvents(id, asked.data !== undefined && isActive(asked.data));
  return asked;
}

/** Puts each event of a run into the cache; what depends on a finished run is asked anew. */
function useRunEvents(id: string | undefined, isOn: boolean): void {
  const organization = useOrganizationId();
  const client = useQueryClient();
  useEffect(() => {
    if (!isOn || id === undefined || organization === undefined) return undefined;
    const address = `${addressOf(watchRun, { params: { run: id } })}?organization=${encodeURIComponent(organization)}`;
    const source = new EventSource(address);
    source.addEventListener("message", (event: MessageEvent<string>) => {
      const run = JSON.parse(event.data) as RunView;
      client.setQueryData(keyOf(organization, getRun, { params: { run: id } }), run);
      if (isActive(run)) return;
      source.close();
      for (const tag of [getRun.tag, "Integrations", "Customers"])
        void client.invalidateQueries({ queryKey: [organization, tag] });
    });
    return () => source.close();
  }, [id, isOn, organization, client]);
}
