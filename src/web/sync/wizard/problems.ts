import type { Step } from "./answers.ts";

/** What is wrong with a part of the configuration: `mapping.3.crm`, `extent`. */
export type RowProblem = { path: string; problem: string };

/** The problems of one row of a mapping; what it would lose is told by its trial. */
export function problemsOfRow(problems: readonly RowProblem[], path: string, at: number): string[] {
  return problems
    .filter((one) => one.path.startsWith(`${path}.${at}.`) && !one.path.endsWith(".accepts_loss"))
    .map(({ problem }) => sentence(problem));
}

/** The problems of a mapping as a whole. */
export function problemsOfAll(problems: readonly RowProblem[], path: string): string[] {
  return problems.filter((one) => one.path === path).map(({ problem }) => sentence(problem));
}

/** The problems that belong to a step and to no row of it. */
export function problemsOfStep(problems: readonly RowProblem[], step: Step): string[] {
  return problems
    .filter((one) => stepOf(one.path) === step && !/\.\d+\./.test(one.path))
    .map(({ problem }) => sentence(problem));
}

/** The step that a path belongs to. */
export function stepOf(path: string): Step {
  const part = path.split(".")[0] ?? "";
  if (part === "module" || part === "include_unassociated") return "module";
  if (part === "extent") return "extent";
  if (part === "duplicates" || part === "match_keys") return "duplicates";
  return part === "view" || part === "contact_view" ? "view" : "mapping";
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
