import { Modal, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import {
  customFields,
  type CustomFieldType,
  NewCustomField as Schema,
} from "#billing/custom-field/custom-field.api.ts";
import type { CustomEntity } from "#billing/custom-field/custom-field.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";
import { typeWords } from "./type-words.ts";

type NewFieldProps = { entity: CustomEntity; onClose: () => void };

/** Adds a custom field. */
export function NewField({ isOpen, ...props }: NewFieldProps & { isOpen: boolean }) {
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title="Add custom field"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen && <Fill {...props} />}
    </Modal>
  );
}

const blank: { label: string; type: CustomFieldType; options: string[] } = {
  label: "",
  type: "text",
  options: [],
};

function Fill({ entity, onClose }: NewFieldProps) {
  const add = useSend(customFields[entity].add, { refreshes: ["Integrations", "Audit log"] });
  const form = useFormState({
    initial: blank,
    check: problemsBy(Schema),
    send: async (body) => {
      const { label } = await add.mutateAsync({ body });
      tell(`${label} is added.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Add field" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <TextInput {...form.field("label")} label="Label" autoComplete="off" withAsterisk />
        <Select
          {...form.field("type")}
          label="Type"
          description="Cannot be changed later."
          data={Object.entries(typeWords).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
        />
        {form.values.type === "pick_list" && (
          <TagsInput
            {...form.field("options")}
            label="Options"
            placeholder="Type an option and press Enter"
          />
        )}
      </Stack>
    </Form>
  );
}
