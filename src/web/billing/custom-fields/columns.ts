import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { customValueWords } from "./words.ts";

/** Columns of a list for the organization's own fields; they are shown where somebody chooses them. */
export function customColumns<Row extends { custom_fields: Record<string, unknown> }>(
  fields: readonly CustomFieldView[],
): Column<Row>[] {
  return fields.map((field) => ({
    id: field.api_name,
    title: field.label,
    width: 160,
    isExtra: true,
    ...(field.type === "number" || field.type === "decimal" ? { align: "right" as const } : {}),
    cell: ({ custom_fields: values }) => customValueWords(field, values[field.api_name]),
  }));
}
