import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { getFinance } from "#crm/finance/finance.api.ts";
import { CallError } from "#platform/http/call.ts";

/** An outage may pass; a refusal stays one. */
const retriesOfOutage = 2;

/** The cache of all that was asked of the server. */
export function buildQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (problem) => heed(client, problem) }),
    mutationCache: new MutationCache({ onError: (problem) => heed(client, problem) }),
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
  return client;
}

/** An answer that a module of billing is switched off in the CRM: which ones are on is asked anew, and the rail follows. */
function heed(client: QueryClient, problem: Error): void {
  if (!(problem instanceof CallError) || problem.view.code !== "finance.module_off") return;
  const isAboutModules = ({ queryKey: [, tag, path] }: { queryKey: readonly unknown[] }): boolean =>
    tag === getFinance.tag && path === getFinance.path;
  void client.invalidateQueries({ predicate: isAboutModules });
}
