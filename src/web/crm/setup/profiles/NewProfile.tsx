import { Modal, Select, Textarea, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useProfiles } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmProfile } from "#web/crm/types.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell } from "#web/ui/tell.tsx";

type NewProfileProps = {
  isOpen: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
  /** The profile that the new one is like, where that is known. */
  like?: string;
};

/** Makes a profile that allows what another one does; what is to differ is switched on its page. */
export function NewProfile({ isOpen, onClose, onMade, like }: NewProfileProps) {
  const profiles = useProfiles();
  return (
    <Modal opened={isOpen} onClose={onClose} title="New profile" closeButtonProps={{ "aria-label": "Close" }}>
      <Loaded of={profiles}>
        {(all) => <ProfileForm profiles={all} like={like} onClose={onClose} onMade={onMade} />}
      </Loaded>
    </Modal>
  );
}

type ProfileInput = { name: string; description: string; like: string };

type ProfileFormProps = Pick<NewProfileProps, "onClose" | "onMade"> & {
  profiles: CrmProfile[];
  like: string | undefined;
};

function ProfileForm({ profiles, like, onClose, onMade }: ProfileFormProps) {
  const write = useSetupWrite(["profiles"], (organization, { like: from, ...profile }: ProfileInput) =>
    writeOne(organization, {
      method: "POST",
      path: `/settings/profiles/${from}/actions/clone`,
      body: { profiles: [profile] },
    }),
  );
  const standard = profiles.find(({ name }) => name === "Standard")?.id;
  const form = useFormState<ProfileInput>({
    initial: { name: "", description: "", like: like ?? standard ?? profiles[0]?.id ?? "" },
    check: ({ name }) => (name.trim() === "" ? [{ path: "name", problem: "Enter a name" }] : []),
    send: async (profile) => {
      const id = await write.mutateAsync(profile);
      tell(`The profile ${profile.name.trim()} is there.`);
      onClose();
      onMade(String(id));
    },
  });
  return (
    <Form of={form} submit="Make profile" onCancel={onClose} focusFirst>
      <TextInput {...form.field("name")} label="Name" maxLength={50} autoComplete="off" withAsterisk />
      <Textarea {...form.field("description")} label="What it is for" maxLength={250} autosize minRows={2} />
      <Select
        {...form.field("like")}
        label="Begins like"
        description="Then you switch off what its users may not do."
        data={profiles.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
      />
    </Form>
  );
}
