import type { BillingField } from "#billing/customer/customer-fields.ts";
import { displayNameFor } from "#billing/customer/customer.ts";
import { type FieldValue, validateValue } from "#billing/customer/field-value.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { textOf } from "./value.ts";

/** A customer as a file has it. Values that it has no cell for are not there. */
export type CustomerOfFile = {
  zohoId: string | null;
  display_name: string;
  email: string | null;
  isInactive: boolean;
  values: Readonly<Record<string, unknown>>;
};

/** Days of the terms that exports name with words: `Due on Receipt`, `Net 30`. */
export function termDays(text: string): string {
  const word = text.toLowerCase().trim();
  if (/^due (up)?on receipt$/.test(word)) return "0";
  return /^net\s*(\d{1,4})$/.exec(word)?.[1] ?? text;
}

/** Reads a record as a customer; all that is wrong with it is told. */
export function customerOf(
  { row, values }: MoveInRecord,
  fields: readonly BillingField[],
): Result<CustomerOfFile, RowProblem[]> {
  const own = fieldValues({ row, values }, fields);
  const { problems } = own;
  const read: Record<string, unknown> = { ...own.values };
  const tags = textOf(values, "tags");
  if (tags !== null) read["tags"] = tagsOf(tags);
  const status = textOf(values, "status");
  const isInactive = status?.toLowerCase() === "inactive";
  if (status !== null && !isInactive && status.toLowerCase() !== "active")
    problems.push({
      row,
      field: "status",
      value: status,
      problem: "is neither active nor inactive",
      remedy: "Write Active or Inactive, or leave the column out.",
    });
  const name = (read["display_name"] as string | undefined) ?? displayNameFor(read);
  if (name === null && problems.length === 0)
    problems.push({
      row,
      field: null,
      value: null,
      problem: "has no display name, company name, name or e-mail",
      remedy: "Give it one of them.",
    });
  if (name === null || problems.length > 0) return refuse(problems);
  const zohoId = textOf(values, "zoho_id");
  const email = (read["email"] as string | undefined) ?? null;
  return accept({ zohoId, display_name: name, email, isInactive, values: { ...read, display_name: name } });
}

/** The values of a row that are fields, in their one canonical form; blank ones are left out. */
export function fieldValues(
  { row, values }: Pick<MoveInRecord, "row" | "values">,
  fields: readonly BillingField[],
): { values: Record<string, FieldValue>; problems: RowProblem[] } {
  const read: Record<string, FieldValue> = {};
  const problems: RowProblem[] = [];
  for (const field of fields) {
    const given = textOf(values, field.name);
    if (given === null) continue;
    const text = field.name === "payment_terms" ? termDays(given) : given;
    const checked = validateValue({ ...field, required: false }, text);
    if (!checked.ok)
      problems.push({
        row,
        field: field.name,
        value: given.slice(0, 100),
        problem: checked.refusal.message,
        remedy: "Correct the cell, or leave the column out.",
      });
    else if (checked.value !== null) read[field.name] = checked.value;
  }
  return { values: read, problems };
}

function tagsOf(text: string): string[] {
  const all = text.split(/[;,]/).map((tag) => tag.trim());
  return [...new Set(all.filter((tag) => tag !== "" && tag.length <= 50))].slice(0, 50);
}
