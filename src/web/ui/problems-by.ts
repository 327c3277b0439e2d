import type { z } from "zod";
import type { FieldProblem } from "#kernel/errors.ts";

/** Problems of the values by a schema of the API: `check: problemsBy(NewCustomer)`. */
export function problemsBy(schema: z.ZodType): (values: unknown) => FieldProblem[] {
  return (values) => {
    const parsed = schema.safeParse(values);
    return parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({
          path: issue.path.map(String).join("."),
          problem: issue.message,
        }));
  };
}
