import { readmitLinks } from "#sync/link/readmit.api.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** As many as one call names. */
const mostAtOnce = 1000;

export type Readmit = {
  let: (which: Which, count: number, done?: () => void) => void;
  isBusy: boolean;
};

type Which = { all: true } | { run: string } | { crm_ids: string[] };

/** Lets CRM records come again whose links are closed, after a question that says what the next run will do with them. */
export function useReadmit(connection: string): Readmit {
  const send = useSend(readmitLinks, {
    refreshes: ["Integrations", "Sync runs"],
    done: ({ count }) => tell(`${showCount(count, "CRM record")} may come again. The next run brings them.`),
    failed: tellProblem,
  });
  return {
    isBusy: send.isPending,
    let: (which, count, done) => {
      const body = "crm_ids" in which ? { crm_ids: which.crm_ids.slice(0, mostAtOnce) } : which;
      void ask({
        title: `Let ${showCount(count, "record")} come again?`,
        text: "The next run reads everything and treats them as new: each becomes a customer, or what the set-up says of duplicates where one is there already.",
        yes: "Let come again",
      }).then((isSure) => {
        if (isSure)
          send.mutate({ params: { connection }, body }, done === undefined ? {} : { onSuccess: done });
      });
    },
  };
}
