import { Button, Group, Text } from "@mantine/core";
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

type ApproveProps = { run: RunView; leftOut: LeftOut };

/** Approves a preview: exactly what it shows is then done, except for what is left out. */
export function Approve({ run, leftOut }: ApproveProps) {
  const places = usePlaces();
  const go = useOpenRun();
  const maySync = useMay("write");
  const params = { connection: run.connection };
  const sync = useSend(startSync, { refreshes: ["Integrations"], done: (next) => void go(next), failed: tellProblem });
  const again = useSend(startPreview, { done: (next) => void go(next), failed: tellProblem });
  const isBusy = sync.isPending || again.isPending;
  const writes = outcomes.filter(canBeLeftOut).reduce((sum, outcome) => sum + (run.counts[outcome] ?? 0), 0) - leftOut.ids.length;
  return (
    <div className={classes.approve} role="group" aria-label="Approve the preview">
      <Text size="sm">
        <b>{writes === 0 ? "Nothing would be written" : `${showCount(writes, "record")} would be written`}</b>
        {leftOut.ids.length > 0 && `, ${showCount(leftOut.ids.length, "record")} left out`}. The preview used {showCount(run.api_calls, "API call")} (
        {showCount(run.api_credits, "credit")}); the sync uses about as many.
      </Text>
      <Group gap="xs">
        <Button variant="subtle" component={Link} to={places.configure(run.connection)} disabled={isBusy}>
          Change the set-up
        </Button>
        <Button variant="default" onClick={() => again.mutate({ params })} loading={again.isPending} disabled={!maySync || sync.isPending}>
          Preview again
        </Button>
        <Button onClick={() => sync.mutate({ params, body: { preview: run.id, exclude: leftOut.ids } })} loading={sync.isPending} disabled={!maySync || again.isPending}>
          Save and sync
        </Button>
      </Group>
    </div>
  );
}
