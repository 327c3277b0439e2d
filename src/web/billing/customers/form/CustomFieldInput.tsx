import { Checkbox, Select, TextInput } from "@mantine/core";
import type { CustomFieldType, CustomFieldView } from "#billing/customer/customer-field.api.ts";
import type { FormState } from "#web/ui/form.ts";
import type { CustomerValues } from "./customer-values.ts";

const keyboards: Partial<Record<CustomFieldType, "numeric" | "decimal" | "email" | "url" | "tel">> = {
  number: "numeric",
  decimal: "decimal",
  email: "email",
  url: "url",
  phone: "tel",
};

/** One custom field of a customer's form. */
export function CustomFieldInput({ of, field }: { of: FormState<CustomerValues>; field: CustomFieldView }) {
  const path = `custom_fields.${field.api_name}`;
  if (field.type === "check_box") return <Checkbox {...of.checkbox(path)} label={field.label} />;
  if (field.type === "pick_list") {
    const { value, onChange, ...rest } = of.field(path) as {
      value: string;
      onChange: (value: string) => void;
    };
    return (
      <Select
        {...rest}
        label={field.label}
        data={field.options}
        value={value === "" ? null : value}
        onChange={(chosen) => onChange(chosen ?? "")}
        clearable
        searchable
      />
    );
  }
  const keyboard = keyboards[field.type];
  return (
    <TextInput
      {...of.field(path)}
      label={field.label}
      type={field.type === "date" ? "date" : "text"}
      {...(keyboard ? { inputMode: keyboard } : {})}
    />
  );
}
