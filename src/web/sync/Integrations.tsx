import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCopyCheck, IconHistory, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { listConnections } from "#sync/connection/connection.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ConnectionCard } from "./ConnectionCard.tsx";
import { usePlaces } from "./places.ts";

/** The CRMs that this organization is connected with. */
export function Integrations() {
  const places = usePlaces();
  const connections = useCall(listConnections);
  const hasSome = (connections.data?.items.length ?? 0) > 0;
  return (
    <Page
      title="Integrations"
      facts={["Customers that stay in agreement with a CRM"]}
      action={
        <>
          <Button
            variant="default"
            component={Link}
            to={places.duplicates}
            leftSection={<IconCopyCheck size={16} />}
          >
            Duplicates
          </Button>
          {hasSome && (
            <Button
              variant="default"
              component={Link}
              to={places.history}
              leftSection={<IconHistory size={16} />}
            >
              History
            </Button>
          )}
        </>
      }
    >
      <Loaded of={connections} skeleton={<Skeleton height={168} radius="md" maw={880} />}>
        {({ items }) => (items.length === 0 ? <NoConnection /> : <Cards items={items} />)}
      </Loaded>
    </Page>
  );
}

function Cards({ items }: { items: Parameters<typeof ConnectionCard>[0]["connection"][] }) {
  const mayConnect = useMay("admin");
  const places = usePlaces();
  return (
    <Stack gap="md" maw={880}>
      {items.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} />
      ))}
      {mayConnect && (
        <Group>
          <Button variant="subtle" component={Link} to={places.connect} leftSection={<IconPlus size={16} />}>
            Connect another CRM
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function NoConnection() {
  const mayConnect = useMay("admin");
  const places = usePlaces();
  return (
    <Empty
      drawing="card"
      sentence="No CRM is connected. Connect one, and its accounts and contacts become customers here and stay up to date."
      action={
        mayConnect ? (
          <Button component={Link} to={places.connect}>
            Connect
          </Button>
        ) : (
          <Text c="dimmed">An administrator of the organization can connect one.</Text>
        )
      }
    />
  );
}
