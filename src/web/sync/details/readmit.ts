import { readmitLinks } from "#sync/link/readmit.api.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** As many as one call names. */
const mostAtOnce = 1000;

export type Readmit = {
  let: (which: Which, count: number, also?: { people: number; done: () => void }) => void;
  isBusy: boolean;
};

type Which = { all: true } | { run: string } | { crm_ids: string[] };

/** Lets CRM records come again whose links are closed, after a question that says what the next run will do with them. */
export function useReadmit(connection: string): Readmit {
  const send = useSend(readmitLinks, {
    refreshes: ["Integrations", "Sync runs"],
    done: ({ count, people }) =>
      tell(
        `${showCount(count, "CRM record")} may come again${people > 0 ? `, ${showCount(people, "contact")} of accounts among them` : ""}. The next run brings them.`,
      ),
    failed: tellProblem,
  });
  return {
    isBusy: send.isPending,
    let: (which, count, also) => {
      const body = "crm_ids" in which ? { crm_ids: which.crm_ids.slice(0, mostAtOnce) } : which;
      void ask({
        title: `Let ${showCount(count, "record")} come again?`,
        text: `The next run reads everything and treats them as new: each becomes a customer, or what the set-up says of duplicates where one is there already.${withPeople(also?.people ?? 0)}`,
        yes: "Let come again",
      }).then((isSure) => {
        if (isSure)
          send.mutate({ params: { connection }, body }, also === undefined ? {} : { onSuccess: also.done });
      });
    },
  };
}

function withPeople(people: number): string {
  return people === 0
    ? ""
    : people === 1
      ? " With the account comes 1 contact that ended with it."
      : ` With the accounts come ${showCount(people, "contact")} that ended with them.`;
}
