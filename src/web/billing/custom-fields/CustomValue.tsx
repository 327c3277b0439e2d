import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { WebLink } from "#web/ui/WebLink.tsx";
import { customValueWords } from "./words.ts";

/** The value of a custom field, for reading; a web address leads there. */
export function CustomValue({ field, value }: { field: CustomFieldView; value: unknown }) {
  return field.type === "url" && typeof value === "string" ? (
    <WebLink address={value} />
  ) : (
    customValueWords(field, value)
  );
}
