import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Field } from "./field.ts";
import { type FieldProblem, maxLabel, readOptions } from "./new-field.ts";

/** What may be changed of a custom field: its label, and further options of a pick list. */
export type FieldChange = { label?: string; options?: readonly string[] };

/**
 * A change of a custom field as a user describes it. Options are added and never taken away, and the type stays what it
 * is: records hold values of both.
 */
export function readFieldChange(
  input: Record<string, unknown>,
  field: Field,
): Result<FieldChange, FieldProblem> {
  const { field_label, data_type, pick_list_values } = input;
  if (data_type !== undefined && data_type !== field.type)
    return problem("data_type", `is ${field.type} and cannot be changed; add another field instead`);
  const change: FieldChange = {};
  if (field_label !== undefined) {
    const label = typeof field_label === "string" ? field_label.trim() : "";
    if (label === "" || label.length > maxLabel)
      return problem("field_label", `is empty or longer than ${maxLabel} characters`);
    change.label = label;
  }
  if (pick_list_values !== undefined) {
    if (!field.options) return problem("pick_list_values", `do not fit the type ${field.type}`);
    const options = readOptions(pick_list_values);
    if (!options.ok) return options;
    change.options = [...new Set([...field.options, ...options.value])];
  }
  return accept(change);
}

function problem(api_name: string, reason: string): { ok: false; refusal: FieldProblem } {
  return refuse({ code: "INVALID_DATA", api_name, reason });
}
