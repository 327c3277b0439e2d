import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
import { standingOf } from "#web/sync/standing.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./Details.module.css";
import { useStateActions } from "./state-actions.tsx";

/** The way back to a preview that was made and left. */
function LastPreview({ of: connection }: { of: string }) {
  const places = usePlaces();
  const asked = useCall(listRuns, { query: { connection, kind: "preview", status: "done", limit: 1 } });
  const preview = asked.data?.items[0];
  if (preview === undefined) return null;
  return (
    <Anchor component={Link} to={places.run(preview.id)} size="sm" underline="always" flex="none">
      The last preview
    </Anchor>
  );
}

/** One line on how things stand: whether both sides agree, since when, and what is left to do. */
export function Health({ connection }: { connection: ConnectionView }) {
  const actions = useStateActions(connection);
  const mayCheck = useMay("admin") && connection.state !== "disabled";
  const places = usePlaces();
  const { told, words, run, isOfConflicts, at } = standingOf(connection);
  const about = isOfConflicts ? places.conflicts(connection.id) : run && places.run(run);
  return (
    <div className={classes.health} role="status" aria-label="Health">
      <Text component="div">
        <Status {...told} />{" "}
        {about === null ? (
          words
        ) : (
          <Anchor component={Link} to={about} underline="always">
            {words}
          </Anchor>
        )}
        {at !== null && (
          <>
            {" "}
            <When at={at} />
          </>
        )}
      </Text>
      {connection.waits_for_approval && connection.settings !== null && <LastPreview of={connection.id} />}
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
