import { Anchor, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { listWebhooks, type WebhookView } from "#platform/webhook/webhook.api.ts";
import { asPages, useCall } from "#web/api.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { NewWebhook } from "./NewWebhook.tsx";
import { standingOf } from "./standing.ts";
import { useWebhookPlaces } from "./places.ts";

/** Webhooks: servers that are told of what happens in this organization. */
export function Webhooks() {
  const [isCreating, creating] = useDisclosure(false);
  const webhooks = useCall(listWebhooks);
  const places = useWebhookPlaces();
  const navigate = useNavigate();
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
      Add webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      facts={[
        "A server of yours is told of what happens, by signed messages",
        <Anchor
          key="how"
          href="https://www.standardwebhooks.com"
          target="_blank"
          rel="noreferrer"
          underline="always"
        >
          Standard Webhooks
        </Anchor>,
      ]}
      action={create}
      width="fill"
    >
      <DataTable
        name="webhooks"
        label="Webhooks"
        columns={columnsOf(places.webhook)}
        pages={asPages(webhooks, ({ items }) => items)}
        rowId={({ id }) => id}
        rowName={({ url }) => url}
        isPlain
        empty={<Empty drawing="key" sentence="No server is told of anything yet." action={create} />}
      />
      <NewWebhook
        isOpen={isCreating}
        onClose={creating.close}
        onDone={(id) => void navigate({ to: places.webhook(id) })}
      />
    </Page>
  );
}

function columnsOf(to: (id: string) => string): Column<WebhookView>[] {
  return [
    {
      id: "url",
      title: "Address",
      width: 340,
      cell: ({ id, url }) => (
        <Anchor component={Link} to={to(id)} fw={500}>
          {url}
        </Anchor>
      ),
    },
    { id: "state", title: "State", width: 150, cell: (webhook) => <Status {...standingOf(webhook)} /> },
    { id: "description", title: "Description", width: 220, cell: ({ description }) => description ?? "–" },
    {
      id: "events",
      title: "Told of",
      width: 160,
      cell: ({ events }) => showCount(events.length, "kind of event", "kinds of events"),
    },
    { id: "created", title: "Created", width: 140, cell: ({ created_at }) => <When at={created_at} /> },
  ];
}
