import type { FieldProblem } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";
import { formProblems, type MoneyValues } from "./document-values.ts";

/** For `catch`: a refusal that names fields of the body is thrown on as one that names fields of the form. */
export function inForm(values: MoneyValues, kind: string): (problem: unknown) => never {
  return (problem) => {
    throw problem instanceof CallError ? worded(problem, values, kind) : problem;
  };
}

function worded({ status, view }: CallError, values: MoneyValues, kind: string): CallError {
  return new CallError(status, { ...view, details: { ...view.details, ...fieldsIn(view, values, kind) } });
}

function fieldsIn({ code, details }: CallError["view"], values: MoneyValues, kind: string): object {
  if (code === "exchange_rate.missing") {
    const problem = `Enter the exchange rate of this ${kind}, or add the rate of its day under Settings, Exchange rates`;
    return { fields: [{ path: "exchange_rate", problem }] };
  }
  const fields = details["fields"];
  return Array.isArray(fields) ? { fields: formProblems(fields as FieldProblem[], values) } : {};
}

/** A refusal because somebody else changed the draft while the form was open. */
export function isChangedMeanwhile(problem: unknown): problem is CallError {
  return problem instanceof CallError && problem.view.code === "document.changed_meanwhile";
}
