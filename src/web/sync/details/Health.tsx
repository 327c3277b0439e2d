import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { isUnderWay, type Told } from "#web/sync/words.ts";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./Details.module.css";
import { useStateActions } from "./state-actions.tsx";

/** One line on how things stand: whether both sides agree, since when, and what is left to do. */
export function Health({ connection }: { connection: ConnectionView }) {
  const actions = useStateActions(connection);
  const mayCheck = useMay("admin") && connection.state !== "disabled";
  const { told, words } = healthOf(connection, usePlaces());
  return (
    <div className={classes.health} role="status" aria-label="Health">
      <Text component="div">
        <Status {...told} /> {words}
      </Text>
      {mayCheck && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="dimmed"
          fw={500}
          flex="none"
          onClick={actions.check}
          loading={actions.isBusy}
        >
          Check now
        </Button>
      )}
    </div>
  );
}

type Standing = { told: Told; words: ReactNode };

/** How a connection without a problem stands. */
function healthOf(connection: ConnectionView, places: Places): Standing {
  const { state, settings, last_run: last } = connection;
  if (state === "disabled")
    return standing("Disabled", "gray", "Nothing is synced. Data, links and history are kept.");
  if (state === "paused")
    return standing(
      "Paused",
      "conflict",
      "No run starts until it is resumed. The first one then catches up.",
    );
  if (settings === null) return standing("Connected", "change", "Nothing is synced before it is configured.");
  if (last === null)
    return standing("Configured", "change", "Nothing has been synced yet. The preview shows what would be.");
  if (connection.waits_for_approval)
    return standing(
      "Waits for approval",
      "conflict",
      "The set-up was changed. No run starts by itself before its preview is approved.",
    );
  const toRun = (words: string): ReactNode => (
    <Anchor component={Link} to={places.run(last.id)} underline="always">
      {words}
    </Anchor>
  );
  if (isUnderWay(last.status)) return standing("Running", "change", toRun("See how far it is"));
  if (last.status === "failed") return standing("Last run failed", "fail", toRun("See what happened"));
  if (last.status === "cancelled")
    return standing("Last run cancelled", "gray", "The next one goes on where it stopped.");
  const missed = (last.counts["failed"] ?? 0) + (last.counts["conflicts"] ?? 0) + (last.counts["held"] ?? 0);
  if (missed > 0)
    return standing("Not all in agreement", "conflict", toRun(`${showCount(missed, "record")} left over`));
  return standing(
    "In agreement",
    "agree",
    <>
      as of the run <When at={last.finished_at} />
    </>,
  );
}

function standing(word: string, meaning: Told["meaning"], words: ReactNode): Standing {
  return { told: { word, meaning }, words };
}
