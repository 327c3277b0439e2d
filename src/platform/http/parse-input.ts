import type { z } from "zod";
import { AppError, type FieldProblem } from "#kernel/errors.ts";

type Issue = z.core.$ZodRawIssue;

/** What is said where there is no better word. */
const unusable = "cannot be used";

/** What fits the schema of an input, or a refusal that names each field with its problem in our words. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: "path" | "query" | "body",
): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: wordsOf });
  if (parsed.success) return parsed.data;
  throw new AppError("request.invalid", { part, fields: parsed.error.issues.flatMap(problemsOf) });
}

/** Fields with their problem, in the order of the form. A field that there is not is named as the field it wants to be. */
function problemsOf({ path, message, ...issue }: z.core.$ZodIssue): FieldProblem[] {
  const place = path.map(String);
  if (issue.code === "invalid_union" && message === unusable && issue.errors.length > 0)
    return nearestOf(issue.errors).flatMap((one) => problemsOf({ ...one, path: [...path, ...one.path] }));
  if (issue.code !== "unrecognized_keys") return [{ path: place.join("."), problem: message }];
  return issue.keys.map((key) => ({ path: [...place, key].join("."), problem: message }));
}

/** The words for what the schema does not say in its own. */
function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${nouns[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${listed(issue.values)}`;
    case "invalid_union":
      return issue["options"] ? `must be ${listed(issue["options"] as unknown[])}` : eachOf(issue.errors);
    case "unrecognized_keys":
      return "is no field that can be given here";
    case "too_small":
      return sized(issue.origin, `${bound(issue, "more than", "at least")} ${issue.minimum}`);
    case "too_big":
      return sized(issue.origin, `${bound(issue, "less than", "at most")} ${issue.maximum}`);
    case "invalid_format":
      return `must be ${formats[issue.format] ?? "written in another form"}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return unusable;
  }
}

/** What each of several forms asks of the value as a whole. */
function eachOf(forms: readonly (readonly z.core.$ZodIssue[])[]): string {
  const own = forms.flat().filter(({ path }) => path.length === 0);
  const words = [...new Set(own.map(({ message }) => message))];
  return words.length === 0 ? unusable : words.join(" or ");
}

/** Of several forms the one that the value comes nearest to: of the kind that it says it is, with the least wrong. */
function nearestOf(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const isOtherKind = (form: readonly z.core.$ZodIssue[]): boolean =>
    form.some((one) => one.code === "invalid_value" && one.values.length === 1);
  return (
    forms.toSorted((a, b) => Number(isOtherKind(a)) - Number(isOtherKind(b)) || a.length - b.length)[0] ?? []
  );
}

const nouns: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object with fields",
  record: "an object with fields",
  null: "null",
};

type Bound = { exact?: boolean | undefined; inclusive?: boolean | undefined };

function bound({ exact, inclusive }: Bound, outside: string, within: string): string {
  if (exact) return "exactly";
  return inclusive === false ? outside : within;
}

/** A limit in the measure of what it limits: a text's characters, a list's entries, or a number itself. */
function sized(origin: string, limit: string): string {
  if (limit === "at least 1" && origin !== "number" && origin !== "int") return "must not be empty";
  if (origin === "string") return `must be ${limit} characters long`;
  return origin === "array" || origin === "set" ? `must have ${limit} entries` : `must be ${limit}`;
}

const formats: Record<string, string> = {
  email: "an e-mail address",
  url: "a web address such as https://example.com",
  date: "a day such as 2026-03-31",
  datetime: "a time such as 2026-03-31T22:00:00.000Z",
  json_string: "JSON",
};

/** `one of a, b or c`. */
function listed(values: readonly unknown[]): string {
  const texts = values.map(String);
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} or ${last}`;
}
