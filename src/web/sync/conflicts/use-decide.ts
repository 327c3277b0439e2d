import { type ConflictView, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import { useSend } from "#web/api.ts";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** As many as one call decides. */
const mostAtOnce = 200;

export type Decide = {
  take: (conflicts: readonly ConflictView[], side: "crm" | "billing", done?: () => void) => void;
  isBusy: boolean;
};

/** Decides conflicts on the values that are shown; where a side has changed since, that is said and nothing is decided. */
export function useDecide(): Decide {
  const send = useSend(resolveConflicts, {
    refreshes: ["Integrations", "Sync runs", "Customers"],
    done: ({ items, runs }) =>
      tell(
        `${showCount(items.length, "conflict")} decided. ${runs.length > 0 ? "A run carries it out now." : "The next run carries it out."}`,
      ),
    failed: tellProblem,
    refreshesWhenRefused: true,
  });
  return {
    isBusy: send.isPending,
    take: (conflicts, take, done) => {
      const decisions = conflicts
        .slice(0, mostAtOnce)
        .map(({ id, version }) => ({ conflict: id, take, version }));
      send.mutate({ body: { decisions } }, done === undefined ? {} : { onSuccess: done });
    },
  };
}
