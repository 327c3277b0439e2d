import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { FormState } from "#web/ui/form.ts";

const keyboards: Partial<Record<string, "numeric" | "decimal" | "email" | "url" | "tel">> = {
  number: "numeric",
  decimal: "decimal",
  email: "email",
  url: "url",
  phone: "tel",
};

type ValueInputProps<Values> = {
  of: FormState<Values>;
  path: string;
  field: Pick<BillingField, "label" | "options"> & { type: string };
  /** Has the focus when its dialog opens. */
  isFirst?: boolean;
};

/** The input for a value of a customer's or contact person's field, by the field's type. */
export function ValueInput<Values>({ of, path, field, isFirst = false }: ValueInputProps<Values>) {
  const first = isFirst ? { "data-autofocus": true } : {};
  if (field.type === "check_box") return <Checkbox {...of.checkbox(path)} {...first} label={field.label} />;
  if (field.type === "pick_list") {
    const { value, onChange, ...rest } = of.field(path) as {
      value: string;
      onChange: (value: string) => void;
    };
    return (
      <Select
        {...rest}
        {...first}
        label={field.label}
        data={field.options}
        value={value === "" ? null : value}
        onChange={(chosen) => onChange(chosen ?? "")}
        clearable
        searchable
      />
    );
  }
  if (field.type === "text_area")
    return <Textarea {...of.field(path)} {...first} label={field.label} autosize minRows={3} maxRows={10} />;
  const keyboard = keyboards[field.type];
  return (
    <TextInput
      {...of.field(path)}
      {...first}
      label={field.label}
      type={field.type === "date" ? "date" : "text"}
      {...(keyboard ? { inputMode: keyboard } : {})}
    />
  );
}
