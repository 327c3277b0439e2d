import { Checkbox, MultiSelect, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useUsers } from "#web/crm/crm-queries.ts";
import type { CrmField, Reference } from "#web/crm/types.ts";
import { kindOf } from "./field-kind.ts";
import { LookupInput } from "./LookupInput.tsx";
import { NumberInput } from "./NumberInput.tsx";
import type { FormValue } from "./record-values.ts";

export type FieldInputProps = {
  field: CrmField;
  value: FormValue;
  onChange: (value: FormValue) => void;
  error?: ReactNode;
  onBlur?: () => void;
  /** Where the label is shown by something else: heard, not seen. */
  isBare?: boolean;
};

/** The input of a field by its kind. Errors of the form lead here by the field's API name. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, onChange, error, onBlur, isBare = false } = props;
  const label = isBare ? {} : { label: field.field_label };
  const common = {
    ...label,
    error,
    onBlur,
    "data-path": field.api_name,
    ...(isBare ? { "aria-label": field.field_label } : {}),
    required: field.system_mandatory && !isBare,
    withAsterisk: field.system_mandatory && !isBare,
  };
  const text = typeof value === "string" ? value : "";
  switch (kindOf(field)) {
    case "tick":
      return (
        <Checkbox
          {...label}
          error={error}
          aria-label={field.field_label}
          data-path={field.api_name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "long":
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "number":
    case "money":
    case "percent":
      return <NumberInput {...props} common={common} />;
    case "choice":
      return (
        <Select
          {...common}
          searchable
          clearable
          data={choicesOf(field, text)}
          value={text === "" ? null : text}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "choices":
      return (
        <MultiSelect
          {...common}
          searchable
          clearable
          data={choicesOf(field)}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      );
    case "tags":
      return (
        <TagsInput {...common} value={Array.isArray(value) ? value : []} onChange={onChange} maxTags={10} />
      );
    case "record":
      return <LookupInput {...common} field={field} value={referenceIn(value)} onChange={onChange} />;
    case "user":
      return <UserInput common={common} value={referenceIn(value)} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...common}
          {...inputTypeOf(field)}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function inputTypeOf(field: CrmField): {
  type?: string;
  inputMode?: "email" | "tel" | "url";
  maxLength?: number;
} {
  switch (kindOf(field)) {
    case "date":
      return { type: "date" };
    case "moment":
      return { type: "datetime-local" };
    case "email":
      return { inputMode: "email" };
    case "phone":
      return { inputMode: "tel" };
    case "link":
      return { inputMode: "url" };
    default:
      return {};
  }
}

type Common = { error?: ReactNode; onBlur: (() => void) | undefined };

/** A pick list's values; one that a record has and the list does not is offered too. */
function choicesOf(field: CrmField, present = ""): { value: string; label: string }[] {
  const choices = field.pick_list_values.map(({ actual_value, display_value }) => ({
    value: actual_value,
    label: display_value,
  }));
  return present === "" || choices.some(({ value }) => value === present)
    ? choices
    : [...choices, { value: present, label: present }];
}

function referenceIn(value: FormValue): Reference | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function UserInput({
  common,
  value,
  onChange,
}: {
  common: Common;
  value: Reference | null;
  onChange: (value: FormValue) => void;
}) {
  const users = useUsers("ActiveUsers").data ?? [];
  const choices = users.map(({ id, full_name }) => ({ value: id, label: full_name }));
  const all =
    value && !choices.some((choice) => choice.value === value.id)
      ? [...choices, { value: value.id, label: value.name ?? value.id }]
      : choices;
  return (
    <Select
      {...common}
      searchable
      data={all}
      value={value?.id ?? null}
      onChange={(id, option) => onChange(id === null ? null : { id, name: option?.label ?? null })}
    />
  );
}
