import { QueryClient } from "@tanstack/react-query";
import { CallError } from "#platform/http/call.ts";

/** An outage may pass; a refusal stays one. */
const retriesOfOutage = 2;

/** The cache of all that was asked of the server. */
export function buildQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        retry: (count, problem) =>
          count < retriesOfOutage &&
          problem instanceof CallError &&
          (problem.status === 0 || problem.status === 503),
        retryDelay: (count) => 500 * 2 ** count,
      },
      mutations: { retry: false },
    },
  });
}
