import { Button, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { createClientEndpoint } from "#crm/key/key.api.ts";
import { call } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { callerIn, keyOf } from "#web/api.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useOrganization } from "#web/app/organization.ts";
import { SecretOnce } from "#web/ui/Field.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";

type Made = Received<typeof createClientEndpoint>;
type NewClientProps = { isOpen: boolean; onClose: () => void };

/** Registers a client; its secret is shown here and never again. */
export function NewClient({ isOpen, onClose }: NewClientProps) {
  const [made, setMade] = useState<Made>();
  const close = (): void => {
    setMade(undefined);
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={made ? "Copy these now" : "Register a client"}
      closeButtonProps={{ "aria-label": "Close" }}
      size="lg"
      closeOnClickOutside={!made}
      closeOnEscape={!made}
    >
      {made ? <Secrets made={made} onClose={close} /> : <ClientForm onMade={setMade} onClose={close} />}
    </Modal>
  );
}

type ClientInput = { name: string; kind: "self" | "server"; redirect_uri: string };

function ClientForm({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const { id } = useOrganization();
  const client = useQueryClient();
  const form = useFormState<ClientInput>({
    initial: { name: "", kind: "self", redirect_uri: "" },
    check: ({ name, kind, redirect_uri }) => [
      ...(name.trim() === "" ? [{ path: "name", problem: "Name the program" }] : []),
      ...(kind === "server" && !URL.canParse(redirect_uri)
        ? [{ path: "redirect_uri", problem: "Write the whole address, such as https://example.com/callback" }]
        : []),
    ],
    send: async ({ name, kind, redirect_uri }) => {
      const body = {
        name: name.trim(),
        kind,
        ...(kind === "server" ? { redirect_uri } : { with_refresh_token: true }),
      };
      onMade(await call(callerIn(id), createClientEndpoint, { body }));
      await client.invalidateQueries({ queryKey: keyOf(id, createClientEndpoint, undefined).slice(0, 2) });
    },
  });
  return (
    <Form of={form} submit="Register client" onCancel={onClose} focusFirst>
      <TextInput
        {...form.field("name")}
        label="Name"
        description="The program that will use the CRM's API."
      />
      <Radio.Group {...form.field("kind")} label="Kind">
        <Stack gap="xs" mt="xs">
          <Radio
            value="self"
            label="Self client"
            description="A program of your own; it gets a refresh token at once."
          />
          <Radio
            value="server"
            label="Server-based"
            description="A web application that people allow in their browser."
          />
        </Stack>
      </Radio.Group>
      {form.values.kind === "server" && (
        <TextInput {...form.field("redirect_uri")} label="Redirect address" inputMode="url" />
      )}
    </Form>
  );
}

function Secrets({ made, onClose }: { made: Made; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>They are shown this once; only their fingerprints are kept.</Text>
      <Secret name="Client ID" value={made.client_id} />
      <Secret name="Client secret" value={made.client_secret} />
      {made.refresh_token !== null && <Secret name="Refresh token" value={made.refresh_token} />}
      <Button onClick={onClose} style={{ alignSelf: "flex-end" }}>
        I have copied them
      </Button>
    </Stack>
  );
}

/** A secret with its name above. */
export function Secret({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text size="sm" fw={500}>
        {name}
      </Text>
      <SecretOnce value={value} name={name} />
    </div>
  );
}
