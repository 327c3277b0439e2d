import { Modal, Textarea, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmProfile } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";

type EditProfileProps = { profile: CrmProfile; isOpen: boolean; onClose: () => void };

/** Another name and purpose of a profile. */
export function EditProfile({ profile, isOpen, onClose }: EditProfileProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Rename ${profile.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <TextsForm profile={profile} onClose={onClose} />
    </Modal>
  );
}

type Texts = { name: string; description: string };

function TextsForm({ profile, onClose }: Omit<EditProfileProps, "isOpen">) {
  const write = useSetupWrite(["profiles", "users"], (organization, texts: Texts) =>
    writeOne(organization, {
      method: "PUT",
      path: `/settings/profiles/${profile.id}`,
      body: { profiles: [texts] },
    }),
  );
  const form = useFormState<Texts>({
    initial: { name: profile.name, description: profile.description ?? "" },
    check: ({ name }) => (name.trim() === "" ? [{ path: "name", problem: "Enter a name" }] : []),
    send: async (texts) => {
      await write.mutateAsync(texts);
      tell("Saved.");
      onClose();
    },
  });
  return (
    <Form of={form} submit="Save" onCancel={onClose} focusFirst>
      <TextInput {...form.field("name")} label="Name" maxLength={50} autoComplete="off" withAsterisk />
      <Textarea {...form.field("description")} label="What it is for" maxLength={250} autosize minRows={2} />
    </Form>
  );
}
