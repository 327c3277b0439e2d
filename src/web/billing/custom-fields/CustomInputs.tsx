import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { FormState } from "#web/ui/form.ts";
import { FormSection } from "#web/ui/Form.tsx";
import { ValueInput } from "./ValueInput.tsx";

type CustomInputsProps<Values> = { of: FormState<Values>; fields: readonly CustomFieldView[] };

/** The part of a form for the organization's own fields; none where there are none. */
export function CustomInputs<Values>({ of, fields }: CustomInputsProps<Values>) {
  if (fields.length === 0) return null;
  return (
    <FormSection title="Custom fields">
      {fields.map((field) => (
        <ValueInput key={field.api_name} of={of} path={`custom_fields.${field.api_name}`} field={field} />
      ))}
    </FormSection>
  );
}
