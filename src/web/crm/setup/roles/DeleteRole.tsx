import { Modal, Select, Text } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useUsers } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmRole } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { showCount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";

type DeleteRoleProps = { roles: readonly CrmRole[]; role: CrmRole; onClose: () => void };

/** Deletes a role once it is said which one its users get. */
export function DeleteRole({ roles, role, onClose }: DeleteRoleProps) {
  const users = (useUsers().data ?? []).filter((user) => user.role.id === role.id).length;
  const below = roles.filter(({ reporting_to }) => reporting_to?.id === role.id).length;
  const write = useSetupWrite(["roles", "users", "custom_views"], (organization, to: string) =>
    writeOne(organization, {
      method: "DELETE",
      path: `/settings/roles/${role.id}`,
      query: { transfer_to_id: to },
    }),
  );
  const form = useFormState({
    initial: { to: role.reporting_to?.id ?? "" },
    send: async ({ to }) => {
      await write.mutateAsync(to);
      tell(`The role ${role.name} is deleted.`);
      onClose();
    },
  });
  const moving = [
    ...(users > 0 ? [`${showCount(users, "user")} ${users === 1 ? "gets" : "get"} the role below.`] : []),
    ...(below > 0
      ? [
          `${showCount(below, "role")} below it ${below === 1 ? "moves" : "move"} up to ${role.reporting_to?.name ?? ""}.`,
        ]
      : []),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete ${role.name}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={form} submit="Delete role" onCancel={onClose}>
        <Text>{moving.length > 0 ? moving.join(" ") : "Nobody has this role, and none is below it."}</Text>
        <Select
          {...form.field("to")}
          label="Its users get"
          description="So do views that are shared with it."
          data={roles.filter(({ id }) => id !== role.id).map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          searchable
        />
      </Form>
    </Modal>
  );
}
