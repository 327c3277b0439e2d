import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { addMember, NewMember as Schema } from "#platform/auth/member.api.ts";
import type { Role } from "#platform/auth/organization.api.ts";
import { useSend } from "#web/api.ts";
import { Fields, Field, SecretOnce } from "#web/ui/Field.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";
import { RoleSelect } from "./RoleSelect.tsx";

const nobody: { email: string; name: string; role: Role } = { email: "", name: "", role: "accountant" };

type Made = { name: string; email: string; password: string };

/** Adds a person; one who is new gets an account, whose first password is shown this once. */
export function NewMember({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made>();
  const close = (): void => {
    onClose();
    setMade(undefined);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={made ? `${made.name} has an account` : "Add member"}
      closeButtonProps={{ "aria-label": "Close" }}
      // A stray click or key must not lose a password that is not shown again.
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
    >
      {made ? <Account made={made} onDone={close} /> : <Fill onMade={setMade} onClose={close} />}
    </Modal>
  );
}

function Fill({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const add = useSend(addMember, { refreshes: ["Audit log"] });
  const form = useFormState({
    initial: nobody,
    check: problemsBy(Schema),
    send: async (body) => {
      const { member, password } = await add.mutateAsync({ body });
      if (password !== null) return onMade({ name: member.name, email: member.email, password });
      tell(`${member.name} is a member now, and signs in with the account that was there already.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Add member" onCancel={onClose}>
      <Stack gap="md">
        <TextInput {...form.field("email")} label="E-mail" type="email" data-autofocus autoComplete="off" />
        <TextInput
          {...form.field("name")}
          label="Name"
          description="Used where the address has no account yet."
          autoComplete="off"
        />
        <RoleSelect {...form.field("role")} label="Role" />
      </Stack>
    </Form>
  );
}

function Account({ made, onDone }: { made: Made; onDone: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        Hand over the first password in a safe way; it is not shown again. It can be changed under Your
        account.
      </Text>
      <Fields>
        <Field name="E-mail" value={made.email} copies />
      </Fields>
      <SecretOnce value={made.password} name="First password" />
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
