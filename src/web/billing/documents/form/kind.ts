import type { z } from "zod";
import { untilProblems } from "#billing/document/day.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { problemsOf, type WrittenValues } from "./written-values.ts";

/** What the form of one kind of document differs in. */
export type FormKind = {
  /** `estimate`: in sentences, and the name of its drafts in this browser. */
  name: string;
  /** `Estimate`: the heading of its fields. */
  title: string;
  party: "customer" | "vendor";
  /** Whether its lines can name plans and addons. */
  isOffering?: boolean;
  /** The second day of the kind, where it has one. */
  until: { label: string; description?: string } | null;
  /** An edit as the API takes it, and the schema that it is checked by. */
  body: (values: WrittenValues) => object;
  schema: z.ZodType;
};

/** What can be said about a document of a kind before it is sent to the server. */
export function problemsIn({ party, body, schema }: FormKind): (values: WrittenValues) => FieldProblem[] {
  const check = problemsBy(schema);
  return (values) => {
    const given = body(values);
    return problemsOf(values, party, [...check(given), ...untilProblems(given)]);
  };
}
