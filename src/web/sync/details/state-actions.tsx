import { Text } from "@mantine/core";
import {
  checkHealth,
  type ConnectionView,
  disableConnection,
  pauseConnection,
  reactivateConnection,
  resumeConnection,
} from "#sync/connection/connection.api.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";

type StateActions = Record<"pause" | "resume" | "disable" | "reactivate" | "check", () => void> & {
  isBusy: boolean;
};

/** What can be done with a connection as a whole. Pausing offers to undo; disabling asks first, with what stays. */
export function useStateActions(connection: ConnectionView): StateActions {
  const params = { connection: connection.id };
  const refreshes = ["Sync runs"];
  // What follows is said of the action itself: the menu that it was chosen from is closed by then.
  const resuming = useSend(resumeConnection, {
    refreshes,
    done: () => tell("Resumed. The next run catches up."),
    failed: tellProblem,
  });
  const undoing = useSend(resumeConnection, { refreshes });
  const pausing = useSend(pauseConnection, {
    refreshes,
    done: () => tellUndo("Paused. No run starts until you resume.", () => undoing.mutateAsync({ params })),
    failed: tellProblem,
  });
  const disabling = useSend(disableConnection, {
    refreshes,
    done: () => tell("Disabled. Everything is kept; reactivate it any time."),
    failed: tellProblem,
  });
  const reactivating = useSend(reactivateConnection, {
    refreshes,
    done: () => tell("Reactivated, with its set-up and its links."),
    failed: tellProblem,
  });
  const checking = useSend(checkHealth, {
    done: ({ problem }) =>
      tell(
        problem === null
          ? "All is well: key, user, modules, currency, views and mapped fields."
          : `${problem.title}. ${problem.remedy}`,
      ),
    failed: tellProblem,
  });
  return {
    isBusy: [pausing, resuming, disabling, reactivating, checking].some(({ isPending }) => isPending),
    pause: () => pausing.mutate({ params }),
    resume: () => resuming.mutate({ params }),
    reactivate: () => reactivating.mutate({ params }),
    check: () => checking.mutate({ params }),
    disable: () =>
      void ask({
        title: `Disable the sync with ${connection.crm_company}?`,
        text: <WhatStays of={connection} />,
        yes: "Disable",
        danger: true,
      }).then((yes) => {
        if (yes) disabling.mutate({ params });
        return undefined;
      }),
  };
}

function WhatStays({ of: { counts, settings } }: { of: ConnectionView }) {
  return (
    <>
      <Text>No run happens any more, neither by itself nor by hand.</Text>
      <Text mt="xs">
        What stays:{" "}
        {showCount(
          counts.linked + counts.out_of_view + counts.deleted_in_crm,
          "customer or contact person",
          "customers and contact persons",
        )}{" "}
        with their links{settings === null ? "" : ", the set-up with its mapping"}, and the history.
        Reactivating goes on with the same links and makes no duplicates.
      </Text>
    </>
  );
}
