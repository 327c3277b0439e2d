import type { FieldProblem } from "#kernel/errors.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { customField } from "#billing/customer/customer-fields.ts";
import type { CustomValue } from "./custom-field.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import type { CustomFieldRow } from "./custom-field.table.ts";

/** Checks what was given for an organization's custom fields; the names not given keep their values. */
export function checkCustomValues(
  fields: readonly CustomFieldRow[],
  given: Readonly<Record<string, unknown>>,
): Result<Record<string, CustomValue>, FieldProblem[]> {
  const known = new Map<string, CustomFieldRow>(fields.map((field) => [field.api_name, field]));
  const values: [string, CustomValue][] = [];
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const field = known.get(name);
    const checked = field === undefined ? undefined : validateValue(customField(field), value);
    if (checked?.ok) values.push([name, checked.value]);
    else
      problems.push({
        path: `custom_fields.${name}`,
        problem: checked?.refusal.message ?? "There is no such custom field",
      });
  }
  return problems.length > 0 ? refuse(problems) : accept(Object.fromEntries(values));
}
