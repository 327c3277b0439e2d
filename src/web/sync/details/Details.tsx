import { Button, Grid, Menu, Skeleton, Stack } from "@mantine/core";
import {
  IconHistory,
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconStethoscope,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { getConnection } from "#sync/connection/connection.api.ts";
import { type RunView, startPreview, startSync } from "#sync/run/run.api.ts";
import { query, useOrganizationId, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
import { pollMs } from "#web/sync/polling.ts";
import { Failure } from "#web/sync/run/Failure.tsx";
import { useOpenRun } from "#web/sync/run/open-run.ts";
import { connectionTold, crmKinds, isUnderWay } from "#web/sync/words.ts";
import { ask } from "#web/ui/ask.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { CountedLists } from "./CountedLists.tsx";
import { DealTrigger } from "./DealTrigger.tsx";
import { Doctor } from "./Doctor.tsx";
import { Health } from "./Health.tsx";
import { Recent } from "./Recent.tsx";
import { Schedule } from "./Schedule.tsx";
import { SetUp } from "./SetUp.tsx";
import { useStateActions } from "./state-actions.tsx";

/** One connection: whether all is well, when it runs, what it does, what it did. */
export function Details() {
  const { connection: id } = useParams({ from: "/o/$org/settings/integrations/$connection" });
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, getConnection, { params: { connection: id } }),
    refetchInterval: ({ state }) => pollMs(isUnderWay(state.data?.last_run?.status)),
  });
  const connection = asked.data;
  return (
    <Page
      title={connection?.crm_company ?? "Connection"}
      status={connection && <Status {...connectionTold(connection)} />}
      facts={connection === undefined ? [] : factsOf(connection)}
      action={connection && <MainAction of={connection} />}
      menu={connection && <Actions of={connection} />}
    >
      <Loaded of={asked} skeleton={<Shape />}>
        {(found) => <Parts of={found} />}
      </Loaded>
    </Page>
  );
}

function Parts({ of: connection }: { of: ConnectionView }) {
  const { problem, state } = connection;
  return (
    <Stack gap="md">
      {problem !== null && state !== "disabled" ? (
        <Failure problem={problem} connection={connection.id} />
      ) : (
        <Health connection={connection} />
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Schedule connection={connection} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <SetUp connection={connection} />
        </Grid.Col>
      </Grid>
      <DealTrigger connection={connection} />
      <CountedLists connection={connection} />
      <Recent connection={connection} />
      <Doctor connection={connection.id} />
    </Stack>
  );
}

/** What one comes here for: to run now, or whatever has to be done before that. */
function MainAction({ of: connection }: { of: ConnectionView }) {
  const places = usePlaces();
  const mayRun = useMay("write");
  const mayConfigure = useMay("admin");
  const actions = useStateActions(connection);
  if (connection.state === "disabled")
    return (
      mayConfigure && (
        <Button onClick={actions.reactivate} loading={actions.isBusy}>
          Reactivate
        </Button>
      )
    );
  if (connection.state === "paused")
    return (
      mayConfigure && (
        <Button onClick={actions.resume} loading={actions.isBusy}>
          Resume
        </Button>
      )
    );
  if (connection.settings === null)
    return (
      mayConfigure && (
        <Button component={Link} to={places.configure(connection.id)}>
          Configure now
        </Button>
      )
    );
  // The notice below has what is to be done; an instant sync would be refused.
  if (connection.problem?.code === "run.mass_change") return null;
  return mayRun && <RunActions of={connection} />;
}

/** To look first and to run now. With a set-up that nobody has run yet the look is what one is led to. */
function RunActions({ of: { id, waits_for_approval } }: { of: ConnectionView }) {
  const openRun = useOpenRun();
  const params = { connection: id };
  const options = {
    refreshes: ["Integrations"],
    done: (run: RunView) => void openRun(run),
    failed: tellProblem,
  };
  const preview = useSend(startPreview, options);
  const sync = useSend(startSync, options);
  const start = (): void => sync.mutate({ params, body: {} });
  const askFirst = (): void =>
    void ask({
      title: "Sync with a set-up that nobody has approved?",
      text: "It was changed since it last ran. The preview shows, record by record, what it would write; without it, all is written at once, or stops where that changes unusually many records.",
      yes: "Sync without a preview",
    }).then((yes) => yes && start());
  return (
    <>
      <Button
        variant={waits_for_approval ? "filled" : "default"}
        onClick={() => preview.mutate({ params })}
        loading={preview.isPending}
      >
        Preview
      </Button>
      <Button
        variant={waits_for_approval ? "default" : "filled"}
        onClick={waits_for_approval ? askFirst : start}
        loading={sync.isPending}
      >
        Instant sync
      </Button>
    </>
  );
}

function Actions({ of: connection }: { of: ConnectionView }) {
  const places = usePlaces();
  const isAdmin = useMay("admin");
  const { id, state, settings } = connection;
  const actions = useStateActions(connection);
  const history = (
    <Menu.Item
      component={Link}
      to={`${places.history}?connection=${id}`}
      leftSection={<IconHistory size={16} />}
    >
      History
    </Menu.Item>
  );
  if (!isAdmin) return history;
  return (
    <>
      <Menu.Item component={Link} to={places.configure(id)} leftSection={<IconPencil size={16} />}>
        {settings === null ? "Configure" : "Edit the set-up"}
      </Menu.Item>
      <Menu.Item component={Link} to={places.credentials(id)} leftSection={<IconKey size={16} />}>
        Replace credentials
      </Menu.Item>
      <Menu.Item onClick={actions.check} leftSection={<IconStethoscope size={16} />}>
        Check the connection
      </Menu.Item>
      {history}
      <Menu.Divider />
      {state === "active" && (
        <Menu.Item onClick={actions.pause} leftSection={<IconPlayerPause size={16} />}>
          Pause
        </Menu.Item>
      )}
      {state === "paused" && (
        <Menu.Item onClick={actions.resume} leftSection={<IconPlayerPlay size={16} />}>
          Resume
        </Menu.Item>
      )}
      {state === "disabled" ? (
        <Menu.Item onClick={actions.reactivate} leftSection={<IconPlayerPlay size={16} />}>
          Reactivate
        </Menu.Item>
      ) : (
        <Menu.Item onClick={actions.disable} color="fail" leftSection={<IconPlugConnectedX size={16} />}>
          Disable
        </Menu.Item>
      )}
    </>
  );
}

function factsOf(connection: ConnectionView): React.ReactNode[] {
  return [
    crmKinds[connection.kind],
    `as ${connection.crm_user_name} (${connection.email})`,
    <>
      connected by {connection.consent_by}, <When at={connection.consent_at} />
    </>,
  ];
}

function Shape() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton height={168} radius="md" />
      <Skeleton height={88} radius="md" />
      <Skeleton height={240} radius="md" />
    </Stack>
  );
}
