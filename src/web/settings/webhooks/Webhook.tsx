import { Alert, Anchor, Button, Menu, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCircleCheck,
  IconCircleOff,
  IconPencil,
  IconRefresh,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  deleteWebhook,
  editWebhook,
  getWebhook,
  rotateSecret,
  testWebhook,
  type WebhookView,
} from "#platform/webhook/webhook.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { Deliveries } from "./Deliveries.tsx";
import { Secret } from "./NewWebhook.tsx";
import { useWebhookPlaces } from "./places.ts";
import { offWords, standingOf } from "./standing.ts";
import { WebhookForm } from "./WebhookForm.tsx";

const route = getRouteApi("/o/$org/settings/webhooks/$webhook");

/** One webhook: how it stands, and what was sent to it. */
export function Webhook() {
  const { webhook: id } = route.useParams();
  const webhook = useCall(getWebhook, { params: { webhook: id } });
  return webhook.data === undefined || webhook.error?.status === 404 ? (
    <Page title="Webhook">
      <Loaded of={webhook}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record webhook={webhook.data} />
  );
}

function Record({ webhook }: { webhook: WebhookView }) {
  const [isEditing, editing] = useDisclosure(false);
  const [secret, setSecret] = useState<string>();
  const places = useWebhookPlaces();
  const edit = useSend(editWebhook, { refreshes: ["Audit log"] });
  const test = useSend(testWebhook, {
    done: () => tell("The test event is on its way."),
    failed: tellProblem,
  });
  const params = { webhook: webhook.id };
  return (
    <Page
      title={webhook.url}
      status={<Status {...standingOf(webhook)} />}
      facts={[
        <Anchor key="all" component={Link} to={places.list}>
          All webhooks
        </Anchor>,
        ...(webhook.description === null ? [] : [webhook.description]),
        `Told of ${showCount(webhook.events.length, "kind of event", "kinds of events")}`,
        <span key="created">
          Created <When at={webhook.created_at} />
        </span>,
      ]}
      action={
        <Button
          leftSection={<IconSend size={16} />}
          disabled={!webhook.enabled}
          loading={test.isPending}
          onClick={() => test.mutate({ params })}
        >
          Send test event
        </Button>
      }
      menu={<Actions webhook={webhook} onEdit={editing.open} onSecret={setSecret} />}
      width="fill"
    >
      <Stack gap="lg">
        <Notices webhook={webhook} />
        <Deliveries webhook={webhook} />
      </Stack>
      <Modal
        opened={isEditing}
        onClose={editing.close}
        size="lg"
        title="Change the webhook"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <WebhookForm
          webhook={webhook}
          submit="Save"
          onCancel={editing.close}
          onSend={async (body) => {
            await edit.mutateAsync({ params, body });
            editing.close();
            tell("The webhook is saved.");
          }}
        />
      </Modal>
      <Modal
        opened={secret !== undefined}
        onClose={() => setSecret(undefined)}
        title="The new signing secret"
        closeButtonProps={{ "aria-label": "Close" }}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {secret !== undefined && <Secret text={secret} onDone={() => setSecret(undefined)} />}
      </Modal>
    </Page>
  );
}

/** What a person has to know of the webhook. */
function Notices({ webhook }: { webhook: WebhookView }) {
  const { disabled_because: because, failing_since: since, old_secret_until: until } = webhook;
  return (
    <>
      {because !== null && (
        <Alert color="fail" variant="light" title="This webhook was switched off">
          {offWords[because]}
        </Alert>
      )}
      {webhook.enabled && since !== null && (
        <Alert color="conflict" variant="light" title="Messages do not arrive">
          The last ones failed, since <When at={since} />. Each is tried again for three days; after five days
          without success the webhook is switched off.
        </Alert>
      )}
      {until !== null && (
        <Text size="sm" c="dimmed">
          Signed by the secret before the last change too, until <When at={until} />.
        </Text>
      )}
    </>
  );
}

type ActionsProps = { webhook: WebhookView; onEdit: () => void; onSecret: (secret: string) => void };

function Actions({ webhook, onEdit, onSecret }: ActionsProps) {
  const navigate = useNavigate();
  const places = useWebhookPlaces();
  const refreshes = ["Audit log"];
  const params = { webhook: webhook.id };
  const turn = useSend(editWebhook, { refreshes, failed: tellProblem });
  const rotate = useSend(rotateSecret, {
    refreshes,
    done: ({ secret }) => onSecret(secret),
    failed: tellProblem,
  });
  const remove = useSend(deleteWebhook, {
    refreshes,
    leave: () => void navigate({ to: places.list }),
    done: () => tell("The webhook is deleted."),
    failed: tellProblem,
  });
  const sure = (title: string, text: string, yes: string, then: () => void): void =>
    void ask({ title, text, yes, danger: true }).then((isSure) => isSure && then());
  return (
    <>
      <Menu.Item onClick={onEdit} leftSection={<IconPencil size={16} />}>
        Change
      </Menu.Item>
      <Menu.Item
        leftSection={webhook.enabled ? <IconCircleOff size={16} /> : <IconCircleCheck size={16} />}
        onClick={() => turn.mutate({ params, body: { enabled: !webhook.enabled } })}
      >
        {webhook.enabled ? "Switch off" : "Switch on"}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconRefresh size={16} />}
        onClick={() =>
          sure(
            "Change the signing secret?",
            "Messages are signed by both secrets for 24 hours. Give your server the new one until then.",
            "Change secret",
            () => rotate.mutate({ params }),
          )
        }
      >
        Change the signing secret
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="fail"
        leftSection={<IconTrash size={16} />}
        onClick={() =>
          sure(
            "Delete the webhook?",
            "Nothing more is sent, and the list of what was sent goes with it. This cannot be undone.",
            "Delete webhook",
            () => remove.mutate({ params }),
          )
        }
      >
        Delete
      </Menu.Item>
    </>
  );
}
