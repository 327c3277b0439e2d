import { Checkbox, Modal, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { fieldTypes } from "#web/crm/fields/field-kind.ts";
import { type Module, modules } from "#web/crm/module.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";

type NewFieldProps = { module: Module; isOpen: boolean; onClose: () => void };

/** Adds a field to a module; it is on forms, in views, in the API and in the mapping at once. */
export function NewField({ module, isOpen, onClose }: NewFieldProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Add a field to ${module.many}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <FieldForm module={module} onClose={onClose} />
    </Modal>
  );
}

type Input = {
  field_label: string;
  data_type: string;
  length: number | string;
  decimal_place: number | string;
  pick_list_values: string[];
  lookup: string;
  unique: boolean;
  external: boolean;
  prefix: string;
};

const initial: Input = {
  field_label: "",
  data_type: "text",
  length: "",
  decimal_place: 2,
  pick_list_values: [],
  lookup: "Accounts",
  unique: false,
  external: false,
  prefix: "",
};

function FieldForm({ module, onClose }: Omit<NewFieldProps, "isOpen">) {
  const write = useSetupWrite(["fields"], (organization, field: Record<string, unknown>) =>
    writeOne(organization, {
      method: "POST",
      path: `/settings/fields?module=${module.name}`,
      body: { fields: [field] },
    }),
  );
  const form = useFormState<Input>({
    initial,
    check: ({ field_label, data_type, pick_list_values }) => [
      ...(field_label.trim() === "" ? [{ path: "field_label", problem: "Enter a label" }] : []),
      ...(isList(data_type) && pick_list_values.length === 0
        ? [{ path: "pick_list_values", problem: "Enter at least one value" }]
        : []),
    ],
    send: async (input) => {
      await write.mutateAsync(bodyOf(input));
      tell(`${input.field_label.trim()} is on the forms of ${module.many} now.`);
      onClose();
    },
  });
  const { data_type, external } = form.values;
  const type = fieldTypes.find(({ value }) => value === data_type);
  return (
    <Form of={form} submit="Add field" onCancel={onClose} focusFirst>
      <TextInput
        {...form.field("field_label")}
        label="Label"
        placeholder="Sync to billing"
        autoComplete="off"
      />
      <Select
        {...form.field("data_type")}
        label="Type"
        data={fieldTypes.map(({ value, label }) => ({ value, label }))}
        allowDeselect={false}
        searchable
      />
      {isList(data_type) && (
        <TagsInput
          {...form.field("pick_list_values")}
          label="Values"
          description="Press Enter after each."
          splitChars={["\n", ";"]}
        />
      )}
      {data_type === "lookup" && (
        <Select
          {...form.field("lookup")}
          label="Looks up"
          data={modules.map(({ name }) => name)}
          allowDeselect={false}
        />
      )}
      {data_type === "text" && (
        <NumberInput
          {...form.field("length")}
          label="Longest text"
          description="Characters; 255 where nothing is said."
          min={1}
          max={255}
          hideControls
        />
      )}
      {["double", "currency", "percent"].includes(data_type) && (
        <NumberInput {...form.field("decimal_place")} label="Decimal places" min={0} max={9} />
      )}
      {data_type === "autonumber" && (
        <TextInput {...form.field("prefix")} label="Before the number" placeholder="ACC-" />
      )}
      {type?.unique && (
        <>
          <Checkbox
            {...form.checkbox("unique")}
            checked={form.values.unique || external}
            disabled={external}
            label="No two records may have the same value"
          />
          <Checkbox {...form.checkbox("external")} label="External ID: other systems address records by it" />
        </>
      )}
    </Form>
  );
}

function isList(type: string): boolean {
  return type === "picklist" || type === "multiselectpicklist";
}

/** A field as the API takes it: only what belongs to its type. */
function bodyOf(input: Input): Record<string, unknown> {
  const {
    field_label,
    data_type,
    length,
    decimal_place,
    pick_list_values,
    lookup,
    unique,
    external,
    prefix,
  } = input;
  const mayBeUnique = fieldTypes.find(({ value }) => value === data_type)?.unique === true;
  return {
    field_label: field_label.trim(),
    data_type,
    ...(data_type === "text" && typeof length === "number" ? { length } : {}),
    ...(["double", "currency", "percent"].includes(data_type) && typeof decimal_place === "number"
      ? { decimal_place }
      : {}),
    ...(isList(data_type)
      ? { pick_list_values: pick_list_values.map((value) => ({ display_value: value, actual_value: value })) }
      : {}),
    ...(data_type === "lookup" ? { lookup: { module: { api_name: lookup } } } : {}),
    ...(data_type === "autonumber" ? { auto_number: { prefix, start_number: 1, suffix: "" } } : {}),
    ...(mayBeUnique && (unique || external) ? { unique: { case_sensitive: false } } : {}),
    ...(mayBeUnique && external ? { external: { type: "org", show: true } } : {}),
  };
}
