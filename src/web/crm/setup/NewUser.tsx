import { Group, Modal, Select, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useProfiles, useRoles } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { Reference } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell } from "#web/ui/tell.tsx";

type NewUserProps = { isOpen: boolean; onClose: () => void };

/** Gives somebody a seat in the CRM. */
export function NewUser({ isOpen, onClose }: NewUserProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add a user" closeButtonProps={{ "aria-label": "Close" }}>
      <Loading onClose={onClose} />
    </Modal>
  );
}

/** The form begins with a profile and a role, so these come first. */
function Loading({ onClose }: { onClose: () => void }) {
  const profiles = useProfiles();
  const roles = useRoles();
  return (
    <Loaded of={profiles}>
      {(allProfiles) => (
        <Loaded of={roles}>
          {(allRoles) => <UserForm profiles={allProfiles} roles={allRoles} onClose={onClose} />}
        </Loaded>
      )}
    </Loaded>
  );
}

type UserInput = { email: string; first_name: string; last_name: string; profile: string; role: string };

type UserFormProps = { profiles: Reference[]; roles: Reference[]; onClose: () => void };

function UserForm({ profiles, roles, onClose }: UserFormProps) {
  const write = useSetupWrite(["users"], (organization, user: UserInput) =>
    writeOne(organization, { method: "POST", path: "/users", body: { users: [user] } }),
  );
  const form = useFormState<UserInput>({
    initial: {
      email: "",
      first_name: "",
      last_name: "",
      profile: profiles.find(({ name }) => name === "Standard")?.id ?? "",
      role: roles.at(-1)?.id ?? "",
    },
    check: ({ email, last_name }) => [
      ...(/^\S+@\S+\.\S+$/.test(email.trim())
        ? []
        : [{ path: "email", problem: "Write the e-mail address as name@example.com" }]),
      ...(last_name.trim() === "" ? [{ path: "last_name", problem: "Enter the last name" }] : []),
    ],
    send: async (user) => {
      await write.mutateAsync(user);
      tell(`${user.first_name} ${user.last_name}`.trim() + " is a user of the CRM.");
      onClose();
    },
  });
  const choices = (list: Reference[]): { value: string; label: string }[] =>
    list.map(({ id, name }) => ({ value: id, label: name ?? id }));
  return (
    <Form of={form} submit="Add user" onCancel={onClose} focusFirst>
      <TextInput
        {...form.field("email")}
        label="E-mail"
        inputMode="email"
        autoComplete="off"
        description="Who signs in with this address has the seat."
      />
      <Group grow align="flex-start">
        <TextInput {...form.field("first_name")} label="First name" autoComplete="off" />
        <TextInput {...form.field("last_name")} label="Last name" autoComplete="off" withAsterisk />
      </Group>
      <Group grow align="flex-start">
        <Select {...form.field("profile")} label="Profile" data={choices(profiles)} allowDeselect={false} />
        <Select {...form.field("role")} label="Role" data={choices(roles)} allowDeselect={false} />
      </Group>
    </Form>
  );
}
