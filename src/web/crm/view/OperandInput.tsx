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
  error: string | undefined;
};

/** The input of what a field is compared with. */
export function OperandInput({ field, operand, values, onChange, error }: OperandInputProps) {
  const [first = null, second = null] = values;
  switch (operand) {
    case "none":
      return null;
    case "days":
      return (
        <NumberInput
          aria-label="Days"
          error={error}
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
          error={error}
        />
      );
    case "two":
      return (
        <Group gap="xs" wrap="nowrap">
          <FieldInput
            field={field}
            value={first}
            onChange={(next) => onChange([next, second])}
            error={error}
            isBare
          />
          <Text size="sm" c="dimmed">
            and
          </Text>
          <FieldInput
            field={field}
            value={second}
            onChange={(next) => onChange([first, next])}
            error={error}
            isBare
          />
        </Group>
      );
    default:
      // A long text is compared with a short one.
      return (
        <FieldInput
          field={kindOf(field) === "long" ? { ...field, data_type: "text" } : field}
          value={first}
          onChange={(next) => onChange([next])}
          error={error}
          isBare
        />
      );
  }
}

type ManyProps = {
  field: CrmField;
  chosen: string[];
  onChange: (chosen: string[]) => void;
  error: string | undefined;
};

function Many({ field, chosen, onChange, error }: ManyProps) {
  const common = { "aria-label": field.field_label, value: chosen, onChange, error };
  if (kindOf(field) === "tags" || field.pick_list_values.length === 0) return <TagsInput {...common} />;
  return (
    <MultiSelect
      {...common}
      searchable
      data={field.pick_list_values.map(({ actual_value, display_value }) => ({
        value: actual_value,
        label: display_value,
      }))}
    />
  );
}
