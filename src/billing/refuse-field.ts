import { AppError, type FieldProblem } from "#kernel/errors.ts";

/** Refuses a request because of a field of its body; nothing where there is no problem. */
export function refuseField(problem: FieldProblem | undefined): void {
  if (problem !== undefined) throw new AppError("request.invalid", { part: "body", fields: [problem] });
}
