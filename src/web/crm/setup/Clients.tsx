import { Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBan, IconPlus, IconTicket } from "@tabler/icons-react";
import { useState } from "react";
import { listClients, revokeClientEndpoint } from "#crm/key/key.api.ts";
import { asPages, useCall, useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import type { Client } from "./client.ts";
import { GrantCode } from "./GrantCode.tsx";
import { NewClient } from "./NewClient.tsx";
import { SetupNotice } from "./SetupNotice.tsx";

/** Programs that may ask for tokens of the CRM's API. */
export function Clients() {
  const clients = useCall(listClients);
  const [isCreating, creating] = useDisclosure(false);
  const [granting, setGranting] = useState<Client>();
  const revoke = useRevoke();
  const isRefused =
    clients.error?.view.code === "crm.setup_forbidden" || clients.error?.view.code === "crm.no_seat";
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
      Register client
    </Button>
  );
  if (isRefused) {
    return (
      <Page title="OAuth clients">
        <SetupNotice what="register clients" />
      </Page>
    );
  }
  return (
    <Page
      title="OAuth clients"
      facts={["Programs that use the CRM's API with tokens of their own"]}
      action={create}
      width="fill"
    >
      <DataTable
        name="crm clients"
        label="OAuth clients"
        columns={columnsOf({ grant: setGranting, revoke })}
        pages={asPages(clients, ({ items }) => items)}
        rowId={({ client_id }) => client_id}
        rowName={({ name }) => name}
        isPlain
        empty={
          <Empty drawing="key" sentence="No program uses the CRM's API with OAuth yet." action={create} />
        }
      />
      <NewClient isOpen={isCreating} onClose={creating.close} />
      <GrantCode client={granting} onClose={() => setGranting(undefined)} />
    </Page>
  );
}

function useRevoke(): (client: Client) => void {
  const send = useSend(revokeClientEndpoint, {
    done: () => tell("The client has ended."),
    failed: tellProblem,
  });
  return (client) => {
    void ask({
      title: `End ${client.name}?`,
      text: "All its tokens stop working at once. This cannot be undone.",
      yes: "End client",
      danger: true,
    }).then((yes) => yes && send.mutate({ params: { clientId: client.client_id } }));
  };
}

function columnsOf({
  grant,
  revoke,
}: {
  grant: (client: Client) => void;
  revoke: (client: Client) => void;
}): Column<Client>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 160,
      cell: ({ name }) => (
        <Text component="span" inherit fw={500}>
          {name}
        </Text>
      ),
    },
    { id: "id", title: "Client ID", width: 300, cell: ({ client_id }) => <code>{client_id}</code> },
    {
      id: "kind",
      title: "Kind",
      width: 220,
      cell: ({ kind, redirect_uri }) =>
        kind === "self" ? (
          "Self client"
        ) : (
          <span title={redirect_uri ?? ""}>Server-based, {redirect_uri}</span>
        ),
    },
    { id: "created", title: "Registered", width: 120, cell: ({ created_at }) => <When at={created_at} /> },
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 88,
      align: "right",
      cell: (client) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <RowAction
            label="Grant code"
            name={`Grant code for ${client.name}`}
            icon={IconTicket}
            onClick={() => grant(client)}
          />
          <RowAction label="End" name={`End ${client.name}`} icon={IconBan} onClick={() => revoke(client)} />
        </Group>
      ),
    },
  ];
}
