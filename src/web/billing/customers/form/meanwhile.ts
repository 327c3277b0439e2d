import type { FieldProblem } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";
import { fieldWords } from "#web/billing/customers/words.ts";
import { showList, showValue } from "#web/ui/show.ts";

/** A refusal because somebody else, or a sync, changed the customer while the form was open. */
export function isChangedMeanwhile(problem: unknown): problem is CallError {
  return problem instanceof CallError && problem.view.code === "customer.changed_meanwhile";
}

/** Fields that were changed meanwhile, each in a sentence; `both`: those that the form changes to something else. */
export type Meanwhile = { theirs: FieldProblem[]; both: FieldProblem[] };

/**
 * Compares the changes of both sides. The server knows who changed what here, but not what a sync changed, so the
 * values themselves decide.
 */
export function compare(refusal: CallError, mine: object, theirs: object, labels: Labels): Meanwhile {
  const told = new Map(
    ((refusal.view.details["fields"] ?? []) as FieldProblem[]).map(({ path, problem }) => [path, problem]),
  );
  const ours = valuesByPath(mine);
  const others = [...valuesByPath(theirs)];
  const sentence = (path: string, value: unknown): FieldProblem => ({
    path,
    problem: told.get(path) ?? `${labelAt(path, labels)} was changed to “${showValue(value)}” meanwhile`,
  });
  return {
    theirs: others.map(([path, value]) => sentence(path, value)),
    both: others
      .filter(([path, value]) => ours.has(path) && !isSame(ours.get(path), value))
      .map(([path, value]) => sentence(path, value)),
  };
}

/** The refusal for the form: only the fields that both changed, and what saving again does. */
export function worded(refusal: CallError, { both }: Meanwhile): CallError {
  return new CallError(refusal.status, {
    ...refusal.view,
    remedy: "Compare the named fields. Saving again writes yours; whatever else was changed stays.",
    details: { fields: both },
  });
}

/** What others changed, in one sentence. */
export function othersWords({ theirs }: Meanwhile): string {
  return theirs.length === 0 ? "" : ` ${showList(theirs.map(({ problem }) => problem))}; that stays too.`;
}

/** What custom fields are called, by API name. */
export type Labels = Readonly<Record<string, string>>;

function labelAt(path: string, labels: Labels): string {
  const [group = "", part] = path.split(".");
  if (part === undefined) return fieldWords(group);
  return fieldWords(group === "custom_fields" ? part : `${group.replace("_address", "")}_${part}`, labels);
}

function valuesByPath(changes: object, prefix = ""): Map<string, unknown> {
  return new Map(
    Object.entries(changes).flatMap(([name, value]: [string, unknown]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? [...valuesByPath(value, `${prefix}${name}.`)]
        : [[`${prefix}${name}`, value] as [string, unknown]],
    ),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
