import { type ConflictView, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import { useSend } from "#web/api.ts";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** As many as one call decides. */
const mostAtOnce = 200;

export type Decide = {
  take: (conflicts: readonly ConflictView[], side: "crm" | "billing", done?: () => void) => void;
  /** Opens the dialog in which one gives a value instead of both sides'. */
  give: (conflicts: readonly ConflictView[], done?: () => void) => void;
  isBusy: boolean;
};

const decided = {
  refreshes: ["Integrations", "Sync runs", "Customers"],
  done: ({ items, runs }: { items: readonly unknown[]; runs: readonly unknown[] }) =>
    tell(
      `${showCount(items.length, "conflict")} decided. ${runs.length > 0 ? "A run carries it out now." : "The next run carries it out."}`,
    ),
  refreshesWhenRefused: true,
};

/** Gives conflicts a value of one's own; a refusal is thrown, for the form to show. */
export function useGive(): (conflicts: readonly ConflictView[], value: string | boolean) => Promise<unknown> {
  const send = useSend(resolveConflicts, decided);
  return (conflicts, value) =>
    send.mutateAsync({ body: { decisions: choicesOf(conflicts, { take: "value", value }) } });
}

/** Decides conflicts on the values that are shown; where a side has changed since, that is said and nothing is decided. */
export function useDecide(give: Decide["give"]): Decide {
  const send = useSend(resolveConflicts, { ...decided, failed: tellProblem });
  return {
    give,
    isBusy: send.isPending,
    take: (conflicts, take, done) =>
      send.mutate(
        { body: { decisions: choicesOf(conflicts, { take }) } },
        done === undefined ? {} : { onSuccess: done },
      ),
  };
}

function choicesOf<Verdict>(conflicts: readonly ConflictView[], verdict: Verdict) {
  return conflicts.slice(0, mostAtOnce).map(({ id, version }) => ({ conflict: id, ...verdict, version }));
}
