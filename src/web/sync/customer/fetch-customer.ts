import { useState } from "react";
import { fetchCustomer, type RunView } from "#sync/run/run.api.ts";
import { useSend } from "#web/api.ts";
import { isActive } from "#web/sync/words.ts";
import { useLiveRun } from "#web/sync/run/live-run.ts";
import { tellProblem } from "#web/ui/tell.tsx";

type Fetching = {
  start: () => void;
  isBusy: boolean;
  /** The fetch, once it has ended. */ run: RunView | undefined;
};

/** Fetches a customer's record from the CRM and follows the run until it has ended. */
export function useFetchCustomer(customer: string): Fetching {
  const [id, setId] = useState<string>();
  const send = useSend(fetchCustomer, { done: (run) => setId(run.id), failed: tellProblem });
  const run = useLiveRun(id).data;
  const isRunning = id !== undefined && (run === undefined || isActive(run));
  return {
    start: () => send.mutate({ params: { customer } }),
    isBusy: send.isPending || isRunning,
    run: isRunning ? undefined : run,
  };
}
