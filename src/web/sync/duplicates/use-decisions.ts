import {
  dismissDuplicate,
  type DuplicateView,
  linkDuplicate,
  mergeDuplicate,
  undoDuplicate,
} from "#sync/duplicate/duplicate.api.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";

export type Decisions = {
  merge: (pair: DuplicateView, keep: "left" | "right") => void;
  link: (pair: DuplicateView) => void;
  dismiss: (pair: DuplicateView) => void;
  undo: (pair: DuplicateView) => void;
  isBusy: boolean;
};

/** What can be said of a pair. Done at once and offered to be undone; a merge in the CRM, which cannot be, is asked for. */
export function useDecisions(next: () => void): Decisions {
  const refreshes = ["Customers", "Integrations"];
  const undo = useSend(undoDuplicate, { refreshes });
  const takeBack = ({ id }: DuplicateView) => undo.mutateAsync({ params: { duplicate: id } });
  const options = { refreshes, failed: tellProblem, refreshesWhenRefused: true };
  const merge = useSend(mergeDuplicate, {
    ...options,
    done: (pair) => {
      const { stays, goes } = sidesOf(pair, pair.kept ?? "left");
      const words = `${goes.name} is merged into ${stays.name}.`;
      if (pair.undoable) tellUndo(words, () => takeBack(pair));
      else tell(words);
    },
  });
  const link = useSend(linkDuplicate, {
    ...options,
    done: (pair) => tellUndo(`${pair.left.name} is linked, and its record is fetched.`, () => takeBack(pair)),
  });
  const dismiss = useSend(dismissDuplicate, {
    ...options,
    done: (pair) => tellUndo("Not the same. No search offers them again.", () => takeBack(pair)),
  });
  return {
    isBusy: [merge, link, dismiss, undo].some(({ isPending }) => isPending),
    merge: (pair, keep) => {
      const send = (): void =>
        merge.mutate({ params: { duplicate: pair.id }, body: { keep } }, { onSuccess: next });
      if (pair.kind === "billing") return send();
      const { stays, goes } = sidesOf(pair, keep);
      void ask({
        title: "Merge two records in the CRM?",
        text: `${goes.name} is gone for good: its notes, deals and contacts go over to ${stays.name}, whose blank fields it fills. A merge in the CRM cannot be undone.`,
        yes: "Merge in the CRM",
        danger: true,
        typed: goes.name,
      }).then((yes) => yes && send());
    },
    link: ({ id }) => link.mutate({ params: { duplicate: id } }, { onSuccess: next }),
    dismiss: ({ id }) => dismiss.mutate({ params: { duplicate: id } }, { onSuccess: next }),
    undo: (pair) => void takeBack(pair).then(() => tell("Undone."), tellProblem),
  };
}

function sidesOf(pair: DuplicateView, keep: "left" | "right") {
  return keep === "left" ? { stays: pair.left, goes: pair.right } : { stays: pair.right, goes: pair.left };
}
