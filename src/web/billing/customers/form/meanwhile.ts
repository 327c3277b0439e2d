import type { FieldProblem } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";
import { showList } from "#web/ui/show.ts";

/** What others changed while a form was open: the version that stands now, and each field with who changed it to what. */
export type Meanwhile = { version: number; fields: FieldProblem[]; words: string; refusal: CallError };

/** What a refusal says of changes by others; undefined where it is about something else. */
export function changedMeanwhile(problem: unknown): Meanwhile | undefined {
  if (!(problem instanceof CallError) || problem.view.code !== "customer.changed_meanwhile") return undefined;
  const { version, fields } = problem.view.details as { version: number; fields: FieldProblem[] };
  return { version, fields, words: showList(fields.map((field) => field.problem)), refusal: problem };
}

/** Whether something that is to be written was changed by others as well. */
export function touches(changes: object, { fields }: Meanwhile): boolean {
  return fields.some(({ path }) => holds(changes, path));
}

/** The refusal for the form: only the fields that both changed, and what saving again does. */
export function worded({ refusal, fields }: Meanwhile, changes: object): CallError {
  return new CallError(refusal.status, {
    ...refusal.view,
    remedy: "Compare the named fields. Saving again writes yours; whatever else was changed stays.",
    details: { fields: fields.filter(({ path }) => holds(changes, path)) },
  });
}

/** Whether a value has something at a dotted path. */
function holds(value: object, path: string): boolean {
  let at: unknown = value;
  for (const part of path.split(".")) {
    if (typeof at !== "object" || at === null || !(part in at)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}
