import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { pollMs } from "#web/sync/polling.ts";
import { isActive } from "#web/sync/words.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { RunStrip } from "./RunStrip.tsx";
import { RunTable } from "./RunTable.tsx";

/** Runs in the strip, and the newest of them in the table beside it. */
const inStrip = 60;
const inTable = 8;

/** What writes; previews are in the history. */
const kinds = "import,auto,instant,fetch_one,undo";

/** The last runs as a strip of bars, and the newest as a table of the same numbers. */
export function Recent({ connection }: { connection: ConnectionView }) {
  const places = usePlaces();
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, listRuns, { query: { connection: connection.id, kind: kinds, limit: inStrip } }),
    refetchInterval: ({ state }) => pollMs(state.data?.items.some(isActive) ?? false),
  });
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
