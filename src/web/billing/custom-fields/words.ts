import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { showDay, showDecimal, showNumber, showValue } from "#web/ui/show.ts";

/** The value of a custom field, for reading. */
export function customValueWords({ type }: Pick<CustomFieldView, "type">, value: unknown): string {
  if (type === "date" && typeof value === "string") return showDay(value);
  if (type === "decimal" && typeof value === "string") return showDecimal(value);
  return typeof value === "number" ? showNumber(value) : showValue(value);
}
