import { Checkbox, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmRole } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";

type RoleFormProps = {
  roles: readonly CrmRole[];
  /** The role to change; a new one is made where there is none. */
  role?: CrmRole;
  /** What a new role reports to. */
  above?: CrmRole;
  onClose: () => void;
};

/** A new role, or another name and place of one. */
export function RoleForm({ roles, role, above, onClose }: RoleFormProps) {
  const title = role ? `Edit ${role.name}` : `New role below ${above?.name ?? ""}`;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Inner roles={roles} role={role} above={above} onClose={onClose} />
    </Modal>
  );
}

type RoleInput = { name: string; description: string; reporting_to: string; share_with_peers: boolean };

type InnerProps = {
  roles: readonly CrmRole[];
  role: CrmRole | undefined;
  above: CrmRole | undefined;
  onClose: () => void;
};

function Inner({ roles, role, above, onClose }: InnerProps) {
  const write = useSetupWrite(["roles", "users"], (organization, { reporting_to, ...texts }: RoleInput) => {
    const body = {
      roles: [{ ...texts, ...(reporting_to === "" ? {} : { reporting_to: { id: reporting_to } }) }],
    };
    return writeOne(
      organization,
      role
        ? { method: "PUT", path: `/settings/roles/${role.id}`, body }
        : { method: "POST", path: "/settings/roles", body },
      new Map([["reporting_to", "Reports to"]]),
    );
  });
  const form = useFormState<RoleInput>({
    initial: {
      name: role?.name ?? "",
      description: role?.description ?? "",
      reporting_to: (role ? role.reporting_to?.id : above?.id) ?? "",
      share_with_peers: role?.share_with_peers ?? false,
    },
    check: ({ name }) => (name.trim() === "" ? [{ path: "name", problem: "Enter a name" }] : []),
    send: async (input) => {
      await write.mutateAsync(input);
      tell(role ? "Saved." : `The role ${input.name.trim()} is there.`);
      onClose();
    },
  });
  const isTopmost = role?.reporting_to === null;
  return (
    <Form of={form} submit={role ? "Save" : "Make role"} onCancel={onClose} focusFirst>
      <TextInput {...form.field("name")} label="Name" maxLength={100} autoComplete="off" withAsterisk />
      {!isTopmost && (
        <Select
          {...form.field("reporting_to")}
          label="Reports to"
          data={roles.filter(({ id }) => id !== role?.id).map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          searchable
        />
      )}
      <Checkbox
        {...form.checkbox("share_with_peers")}
        label="Share with peers"
        description="Users of this role see one another's records where a module is private."
      />
      <Textarea {...form.field("description")} label="What it is for" maxLength={250} autosize minRows={2} />
    </Form>
  );
}
