import { Alert, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconKey, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { generateZscKeyEndpoint, getZscKey, revokeZscKeyEndpoint } from "#crm/key/key.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall, useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { Field, Fields, SecretOnce } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { SetupNotice } from "./SetupNotice.tsx";

type Made = Received<typeof generateZscKeyEndpoint>;

/** The key with which billing connects to this CRM: made here, shown once, gone with the next one. */
export function ZscKey() {
  const status = useCall(getZscKey);
  const isRefused =
    status.error?.view.code === "crm.setup_forbidden" || status.error?.view.code === "crm.no_seat";
  return (
    <Page
      title="ZSC key"
      facts={["Connects billing to this CRM, together with your e-mail address"]}
      width="narrow"
      menu={status.data?.exists ? <EndItem /> : undefined}
    >
      {isRefused ? (
        <SetupNotice what="generate a ZSC key" />
      ) : (
        <Loaded of={status}>{(found) => <Key found={found} />}</Loaded>
      )}
    </Page>
  );
}

function Key({ found }: { found: Received<typeof getZscKey> }) {
  const [made, setMade] = useState<Made>();
  const send = useSend(generateZscKeyEndpoint, { done: setMade, failed: tellProblem });
  const generate = (): void => {
    if (!found.exists) return send.mutate({});
    void ask({
      title: "Generate a new key?",
      text: "The present key stops working at once. Every connection that uses it stops syncing until the new key is entered there.",
      yes: "Generate new key",
      danger: true,
    }).then((yes) => yes && send.mutate({}));
  };
  return (
    <Stack gap="lg">
      {made && found.exists && <Shown made={made} />}
      <Fields>
        <Field name="State">
          {found.exists ? <Status word="Active" meaning="agree" /> : <Status word="No key" meaning="gray" />}
        </Field>
        <Field name="E-mail" value={found.email} copies />
        {found.exists && (
          <>
            <Field name="Generated">
              <When at={found.created_at} />
            </Field>
            <Field name="Last used">
              <When at={found.last_used_at} never="never" />
            </Field>
          </>
        )}
      </Fields>
      <Group>
        <Button
          leftSection={<IconKey size={16} />}
          loading={send.isPending}
          onClick={generate}
          variant={found.exists ? "default" : "filled"}
        >
          {found.exists ? "Generate new key" : "Generate now"}
        </Button>
      </Group>
      <Text c="dimmed" size="sm">
        The key belongs to you and has your rights in the CRM. It ends when you generate a new one, or when
        you become inactive.
      </Text>
    </Stack>
  );
}

function Shown({ made }: { made: Made }) {
  return (
    <Alert color="agree" title="Copy the key now" icon={<IconKey size={18} />}>
      <Stack gap="xs">
        <Text>It is shown this once; only its fingerprint is kept.</Text>
        <SecretOnce value={made.zsc_key} name="ZSC key" />
        <Group gap="xs">
          <Text size="sm">For {made.email}</Text>
        </Group>
      </Stack>
    </Alert>
  );
}

function EndItem() {
  const send = useSend(revokeZscKeyEndpoint, { done: () => tell("The key has ended."), failed: tellProblem });
  const end = (): void => {
    void ask({
      title: "End the key?",
      text: "Every connection that uses it stops syncing. A new key can be generated at any time.",
      yes: "End key",
      danger: true,
    }).then((yes) => yes && send.mutate({}));
  };
  return (
    <Menu.Item leftSection={<IconTrash size={16} />} onClick={end}>
      End this key
    </Menu.Item>
  );
}
