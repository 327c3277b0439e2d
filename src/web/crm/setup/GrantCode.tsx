import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { createGrantCodeEndpoint } from "#crm/key/key.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useSend } from "#web/api.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { When } from "#web/ui/When.tsx";
import type { Client } from "./client.ts";
import { Secret } from "./NewClient.tsx";

type GrantCodeProps = { client: Client | undefined; onClose: () => void };

/** A code that a client exchanges once for a refresh token of the reader. */
export function GrantCode({ client, onClose }: GrantCodeProps) {
  return (
    <Modal
      opened={client !== undefined}
      onClose={onClose}
      title={`Grant code for ${client?.name ?? ""}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {client && <Body key={client.client_id} client={client} onClose={onClose} />}
    </Modal>
  );
}

function Body({ client, onClose }: { client: Client; onClose: () => void }) {
  const [scope, setScope] = useState(
    "ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.users.READ,ZohoCRM.org.READ",
  );
  const [minutes, setMinutes] = useState("3");
  const [made, setMade] = useState<Received<typeof createGrantCodeEndpoint>>();
  const send = useSend(createGrantCodeEndpoint, { done: setMade });
  if (made) {
    return (
      <Stack gap="md">
        <Secret name="Grant code" value={made.code} />
        <Text c="dimmed" size="sm">
          It can be used once, and ends <When at={made.expires_at} />.
        </Text>
        <Button onClick={onClose} style={{ alignSelf: "flex-end" }}>
          I have copied it
        </Button>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ params: { clientId: client.client_id }, body: { scope, minutes: Number(minutes) } });
      }}
    >
      <Stack gap="md">
        {send.error && <ProblemBox problem={send.error} />}
        <TextInput
          label="Scope"
          description="What the client may do, separated by commas."
          value={scope}
          onChange={(event) => setScope(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label="Valid for"
          data={["3", "5", "10"].map((value) => ({ value, label: `${value} minutes` }))}
          value={minutes}
          allowDeselect={false}
          onChange={(value) => setMinutes(value ?? "3")}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Create code
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
