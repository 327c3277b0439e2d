import { Anchor, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type RunView, startPreview, startSync } from "#sync/run/run.api.ts";
import { useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { canBeLeftOut, outcomes } from "#web/sync/outcomes.ts";
import { usePlaces } from "#web/sync/places.ts";
import { showCount } from "#web/ui/show.ts";
import { tellProblem } from "#web/ui/tell.tsx";
import type { LeftOut } from "./left-out.ts";
import { useOpenRun } from "./open-run.ts";
import classes from "./Run.module.css";

type ApproveProps = {
  run: RunView;
  leftOut: LeftOut;
  /** A sync that ran since; the preview can then only be made anew. */
  since: string | undefined;
};

/** Approves a preview: exactly what it shows is then done, except for what is left out. */
export function Approve({ run, leftOut, since }: ApproveProps) {
  const places = usePlaces();
  const openRun = useOpenRun();
  const maySync = useMay("write");
  const params = { connection: run.connection };
  const done = (next: RunView): void => void openRun(next);
  const sync = useSend(startSync, { refreshes: ["Integrations"], done, failed: tellProblem });
  const again = useSend(startPreview, { done, failed: tellProblem });
  const isBusy = sync.isPending || again.isPending;
  const approve = (): void => sync.mutate({ params, body: { preview: run.id, exclude: leftOut.ids } });
  return (
    <div className={classes.approve} role="group" aria-label="Approve the preview">
      {since === undefined ? <Effect run={run} leftOut={leftOut} /> : <Past since={since} />}
      <Group gap="xs">
        <Button variant="subtle" component={Link} to={places.configure(run.connection)} disabled={isBusy}>
          Change the set-up
        </Button>
        <Button
          variant="default"
          onClick={() => again.mutate({ params })}
          loading={again.isPending}
          disabled={!maySync || isBusy}
        >
          Preview again
        </Button>
        {since === undefined && (
          <Button onClick={approve} loading={sync.isPending} disabled={!maySync || isBusy}>
            Save and sync
          </Button>
        )}
      </Group>
    </div>
  );
}

/** What pressing the button does and costs, in numbers. */
function Effect({ run, leftOut }: Omit<ApproveProps, "since">) {
  const planned = outcomes.filter(canBeLeftOut).reduce((sum, outcome) => sum + (run.counts[outcome] ?? 0), 0);
  const writes = planned - leftOut.ids.length;
  const marks = (run.counts.deleted_in_crm ?? 0) + (run.counts.out_of_view ?? 0);
  const effects = [
    ...(writes > 0 ? [`${showCount(writes, "record")} would be written`] : []),
    ...(marks > 0 ? [`${showCount(marks, "record")} would be marked`] : []),
  ];
  return (
    <Text size="sm">
      <b>{effects.length === 0 ? "Nothing would be written" : effects.join(", ")}</b>
      {leftOut.ids.length > 0 && `, ${showCount(leftOut.ids.length, "record")} left out`}, with about{" "}
      {showCount(run.api_calls, "API call")} ({showCount(run.api_credits, "credit")}).
    </Text>
  );
}

function Past({ since }: { since: string }) {
  const places = usePlaces();
  return (
    <Text size="sm">
      A sync has run since, so this is no longer what would happen.{" "}
      <Anchor component={Link} to={places.run(since)} size="sm" underline="always">
        See what it did
      </Anchor>
    </Text>
  );
}
