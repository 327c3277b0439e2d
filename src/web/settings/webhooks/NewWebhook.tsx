import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { createWebhook } from "#platform/webhook/webhook.api.ts";
import { useSend } from "#web/api.ts";
import { SecretOnce } from "#web/ui/Field.tsx";
import { WebhookForm } from "./WebhookForm.tsx";

type NewWebhookProps = { isOpen: boolean; onClose: () => void; onDone: (webhook: string) => void };

/** Adds a webhook and shows its secret this once. */
export function NewWebhook({ isOpen, onClose, onDone }: NewWebhookProps) {
  const [made, setMade] = useState<{ id: string; secret: string }>();
  const create = useSend(createWebhook, { refreshes: ["Audit log"] });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={made ? "The webhook is ready" : "Add webhook"}
      closeButtonProps={{ "aria-label": "Close" }}
      // A stray click or key must not lose a secret that is not shown again.
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
    >
      {made ? (
        <Secret text={made.secret} onDone={() => onDone(made.id)} />
      ) : (
        <WebhookForm
          submit="Add webhook"
          onCancel={onClose}
          onSend={async (body) => {
            const { webhook, secret } = await create.mutateAsync({ body });
            setMade({ id: webhook.id, secret });
          }}
        />
      )}
    </Modal>
  );
}

/** A secret, to be copied now. */
export function Secret({ text, onDone }: { text: string; onDone: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        Copy the signing secret now; it is not shown again. By it your server knows that a message is from
        here.
      </Text>
      <SecretOnce value={text} name="Signing secret" />
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
