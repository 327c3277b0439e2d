import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { isAtWork } from "#billing/move-in/move-in-kind.ts";
import { getMoveIn, type MoveInView } from "#billing/move-in/move-in.api.ts";
import type { CallError } from "#platform/http/call.ts";
import { query, useOrganizationId } from "#web/api.ts";

/** How often an import that is at work is asked for. */
const pollMs = 1000;

/** An import as it goes on. */
export function useMoveIn(id: string): UseQueryResult<MoveInView, CallError> {
  return useQuery({
    ...query(useOrganizationId(), getMoveIn, { params: { move_in: id } }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isAtWork(state.data.status) ? pollMs : false,
  });
}
