import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { RunStrip } from "./RunStrip.tsx";
import { RunTable } from "./RunTable.tsx";

/** Runs in the strip, and the newest of them in the table beside it. */
const inStrip = 60;
const inTable = 8;

/** The last runs as a strip of bars, and the newest as a table of the same numbers. */
export function Recent({ connection }: { connection: ConnectionView }) {
  const places = usePlaces();
  const asked = useCall(listRuns, { query: { connection: connection.id, limit: inStrip } });
  return (
    <Panel
      title="Last runs"
      action={
        <Button
          size="compact-sm"
          variant="default"
          component={Link}
          to={`${places.history}?connection=${connection.id}`}
        >
          History
        </Button>
      }
    >
      <Loaded of={asked} skeleton={<Skeleton height={160} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">No run yet. The first one follows the preview.</Text>
          ) : (
            <Stack gap="md">
              <RunStrip runs={items} />
              <RunTable runs={items.slice(0, inTable)} />
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}
