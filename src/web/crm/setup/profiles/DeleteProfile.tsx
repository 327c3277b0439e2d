import { Modal, Select, Text } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useProfiles, useUsers } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmProfile } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { showCount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";

type DeleteProfileProps = {
  profile: CrmProfile;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: () => void;
};

/** Deletes a profile once it is said which one its users get. */
export function DeleteProfile({ profile, isOpen, onClose, onDeleted }: DeleteProfileProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Delete ${profile.name}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <DeleteForm profile={profile} onClose={onClose} onDeleted={onDeleted} />
    </Modal>
  );
}

function DeleteForm({ profile, onClose, onDeleted }: Omit<DeleteProfileProps, "isOpen">) {
  const others = (useProfiles().data ?? []).filter(({ id }) => id !== profile.id);
  const users = (useUsers().data ?? []).filter((user) => user.profile.id === profile.id).length;
  const write = useSetupWrite(["profiles", "users"], (organization, to: string) =>
    writeOne(organization, {
      method: "DELETE",
      path: `/settings/profiles/${profile.id}`,
      query: { transfer_to: to },
    }),
  );
  const form = useFormState({
    initial: { to: others.find(({ name }) => name === "Standard")?.id ?? "" },
    check: ({ to }) => (to === "" ? [{ path: "to", problem: "Choose a profile" }] : []),
    send: async ({ to }) => {
      onDeleted();
      await write.mutateAsync(to);
      tell(`The profile ${profile.name} is deleted.`);
    },
  });
  return (
    <Form of={form} submit="Delete profile" onCancel={onClose}>
      <Text>
        {users === 0
          ? "Nobody has this profile."
          : `${showCount(users, "user")} ${users === 1 ? "has" : "have"} this profile and ${users === 1 ? "gets" : "get"} another one at once.`}
      </Text>
      <Select
        {...form.field("to")}
        label="Its users get"
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
      />
    </Form>
  );
}
