import { findUnstorable, type JsonPath, unstorableWords } from "#kernel/text.ts";
import type { Field, FieldMap } from "#crm/field/field.ts";
import { type Stored, storedValue } from "#crm/field/field-value.ts";

/** One row's refusal, as it stands in data[] of a write's answer. */
export type RowProblem = { code: string; details: Record<string, unknown>; message: string; status: "error" };

/** A row from outside in stored form: what to set (null clears), and its owner if it names one. */
export type CheckedRow = { values: ReadonlyMap<string, Stored>; ownerId: string | undefined };

export type RowCheck = { row: CheckedRow; problem: RowProblem | undefined };

/**
 * Checks the fields of row `at` of data[]. Names that are no field, and fields that the CRM sets itself, are ignored, as
 * Zoho CRM does; but no name and no value may hold what cannot be stored. On insert every mandatory field must be there;
 * on update none may be cleared.
 */
export function checkRow(fields: FieldMap, input: object, at: number, mode: "insert" | "update"): RowCheck {
  const values = new Map<string, Stored>();
  const unstorable = unstorableIn(input, at);
  const problems = [...unstorable.values()];
  for (const field of fields.values()) {
    const name = field.api_name;
    if (field.readOnly || unstorable.has(name)) continue;
    const given: unknown = Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
    const isGiven = given !== undefined;
    const stored = storedValue(field, given);
    if (!stored.ok) problems.push(invalid({ ...stored.refusal, ...place(field, at) }));
    else if (field.mandatory && stored.value === null && (isGiven || mode === "insert"))
      problems.push(missing(field, at));
    else if (isGiven) values.set(name, stored.value);
  }
  const owner = values.get("Owner");
  values.delete("Owner");
  return {
    row: { values, ownerId: typeof owner === "string" ? owner : undefined },
    problem: joinProblems(problems),
  };
}

/** The entries of a row with a text that cannot be stored, in their value or their name. */
function unstorableIn(input: object, at: number): Map<string, RowProblem> {
  return new Map(
    Object.entries(input).flatMap(([name, value]) => {
      const path = findUnstorable({ [name]: value });
      if (!path) return [];
      const details = { api_name: path[0], json_path: jsonPathOf(["data", at, ...path]) };
      return [[name, invalid(details, unstorableWords)] as const];
    }),
  );
}

/** A path in the request as Zoho CRM writes it: `$.data[0].Tag[1].name`. */
export function jsonPathOf(path: JsonPath): string {
  return `$${path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")}`;
}

/** Where a field stands in the request: for the details of a refusal. */
export function place(field: Pick<Field, "api_name">, at: number): { api_name: string; json_path: string } {
  return { api_name: field.api_name, json_path: `$.data[${at}].${field.api_name}` };
}

export function invalid(details: Record<string, unknown>, message = "invalid data"): RowProblem {
  return { code: "INVALID_DATA", details, message, status: "error" };
}

/** A record that does not exist, or is deleted. */
export function unknownId(at: number | undefined, id: string | undefined): RowProblem {
  const details = at === undefined ? { id } : { api_name: "id", json_path: `$.data[${at}].id` };
  return invalid(details, "the id given seems to be invalid");
}

function missing(field: Field, at: number): RowProblem {
  return {
    code: "MANDATORY_NOT_FOUND",
    details: place(field, at),
    message: "required field not found",
    status: "error",
  };
}

/** Several refusals of one row become one. */
export function joinProblems(problems: readonly RowProblem[]): RowProblem | undefined {
  if (problems.length < 2) return problems[0];
  return {
    code: "MULTIPLE_OR_MULTI_ERRORS",
    details: { errors: problems },
    message: "Multiple errors in the request",
    status: "error",
  };
}
