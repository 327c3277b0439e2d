import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { instantFromMs } from "#kernel/time.ts";
import { createApiKey, KeyRole, NewApiKey as Schema } from "#platform/auth/api-key.api.ts";
import { useSend } from "#web/api.ts";
import { SecretOnce } from "#web/ui/Field.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { RoleSelect } from "./RoleSelect.tsx";

type NewApiKeyProps = { isOpen: boolean; onClose: () => void };

/** Creates a key and shows its text this once. */
export function NewApiKey({ isOpen, onClose }: NewApiKeyProps) {
  const [made, setMade] = useState<{ name: string; text: string }>();
  const close = (): void => {
    onClose();
    setMade(undefined);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={made ? `${made.name} is ready` : "Create API key"}
      closeButtonProps={{ "aria-label": "Close" }}
      // A stray click or key must not lose a key that is not shown again.
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
    >
      {made ? <Made text={made.text} onDone={close} /> : <Fill onMade={setMade} onCancel={close} />}
    </Modal>
  );
}

const lifetimes = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
];

const blank: { name: string; role: KeyRole; lifetime: string } = {
  name: "",
  role: "accountant",
  lifetime: "365",
};

const dayMs = 86_400_000;

function Fill({
  onMade,
  onCancel,
}: {
  onMade: (made: { name: string; text: string }) => void;
  onCancel: () => void;
}) {
  const create = useSend(createApiKey, { refreshes: ["Audit log"] });
  const form = useFormState({
    initial: blank,
    check: problemsBy(Schema.omit({ expires_at: true })),
    send: async ({ name, role, lifetime }) => {
      const expires_at = lifetime === "never" ? null : instantFromMs(Date.now() + Number(lifetime) * dayMs);
      const { key, text } = await create.mutateAsync({ body: { name, role, expires_at } });
      onMade({ name: key.name, text });
    },
  });
  return (
    <Form of={form} submit="Create key" onCancel={onCancel}>
      <Stack gap="md">
        <TextInput
          {...form.field("name")}
          label="Name"
          description="Such as the program that will use it."
          data-autofocus
        />
        <RoleSelect {...form.field("role")} label="Role" of={KeyRole.options} />
        <Select {...form.field("lifetime")} label="Expires" data={lifetimes} allowDeselect={false} />
      </Stack>
    </Form>
  );
}

function Made({ text, onDone }: { text: string; onDone: () => void }) {
  return (
    <Stack gap="md">
      <Text>Copy the key now. Only its fingerprint is kept, so it cannot be shown again.</Text>
      <SecretOnce value={text} name="API key" />
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
