import { Group, MultiSelect, NumberInput, TagsInput, Text } from "@mantine/core";
import { FieldInput } from "#web/crm/fields/FieldInput.tsx";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import type { FormValue } from "#web/crm/fields/record-values.ts";
import type { CrmField } from "#web/crm/types.ts";
import type { Operand } from "./comparison.ts";

type OperandInputProps = {
  field: CrmField;
  operand: Operand;
  values: FormValue[];
  onChange: (values: FormValue[]) => void;
};

/** The input of what a field is compared with. */
export function OperandInput({ field, operand, values, onChange }: OperandInputProps) {
  const [first = null, second = null] = values;
  switch (operand) {
    case "none":
      return null;
    case "days":
      return (
        <NumberInput
          aria-label="Days"
          min={0}
          max={99_999}
          suffix=" days"
          hideControls
          value={typeof first === "number" ? first : ""}
          onChange={(days) => onChange([days])}
        />
      );
    case "many":
      return (
        <Many
          field={field}
          chosen={Array.isArray(first) ? first : []}
          onChange={(chosen) => onChange([chosen])}
        />
      );
    case "two":
      return (
        <Group gap="xs" wrap="nowrap">
          <FieldInput field={field} value={first} onChange={(next) => onChange([next, second])} isBare />
          <Text size="sm" c="dimmed">
            and
          </Text>
          <FieldInput field={field} value={second} onChange={(next) => onChange([first, next])} isBare />
        </Group>
      );
    default:
      // A long text is compared with a short one.
      return (
        <FieldInput
          field={kindOf(field) === "long" ? { ...field, data_type: "text" } : field}
          value={first}
          onChange={(next) => onChange([next])}
          isBare
        />
      );
  }
}

function Many({
  field,
  chosen,
  onChange,
}: {
  field: CrmField;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const label = field.field_label;
  if (kindOf(field) === "tags" || field.pick_list_values.length === 0)
    return <TagsInput aria-label={label} value={chosen} onChange={onChange} />;
  return (
    <MultiSelect
      aria-label={label}
      searchable
      data={field.pick_list_values.map(({ actual_value, display_value }) => ({
        value: actual_value,
        label: display_value,
      }))}
      value={chosen}
      onChange={onChange}
    />
  );
}
