import type { Options } from "./answers.ts";

/** A field of one side, as it can be chosen in the mapping. */
export type FieldChoice = Options["crm_fields"][number];

/** What a field is called; its name where it is gone from its side. */
export function labelOf(fields: FieldChoice[], name: string): string {
  return name === "" ? "no field" : (fields.find((field) => field.name === name)?.label ?? name);
}

type Item = { value: string; label: string; disabled?: boolean };

/** The fields to choose from; one that is gone from its side is still shown, so that it can be seen and changed. */
export function choicesOf(
  fields: FieldChoice[],
  chosen: string,
  taken: string[],
): { group: string; items: Item[] }[] {
  const items = (custom: boolean): Item[] =>
    fields
      .filter((field) => field.custom === custom)
      .map((field) => ({ value: field.name, label: field.label, disabled: taken.includes(field.name) }));
  const gone =
    chosen !== "" && !fields.some(({ name }) => name === chosen) ? [{ value: chosen, label: chosen }] : [];
  return [
    { group: "No longer there", items: gone },
    { group: "Fields", items: items(false) },
    { group: "Custom fields", items: items(true) },
  ].filter((group) => group.items.length > 0);
}
