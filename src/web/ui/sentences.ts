import type { FieldProblem } from "#kernel/errors.ts";

/** Problems as sentences: `must be more than 0` is said of the field that it is about; what is a sentence already stays. */
export function sentencesOf(
  words: Record<string, string>,
  problems: readonly FieldProblem[],
): FieldProblem[] {
  return problems.map(({ path, problem }) => {
    const what = words[path];
    return { path, problem: what === undefined || !/^[a-z]/.test(problem) ? problem : `${what} ${problem}` };
  });
}
