import { allErrors, viewOf } from "#kernel/errors.ts";
import { type DealReason, dealReasons } from "./deal.ts";

/** Why something was not made of a deal, in words: what stands in the way by name, and what to do. */
export function dealWords(reason: DealReason, details: Readonly<Record<string, unknown>>): string {
  if (reason === "refused") return refusalWords(details);
  const named = details["line"] ?? details["code"];
  return typeof named === "string" ? `${dealReasons[reason]} (${named})` : dealReasons[reason];
}

/** What billing refused: the field's problem where it names one, else the refusal itself with its remedy. */
function refusalWords({ code, ...details }: Readonly<Record<string, unknown>>): string {
  const known = allErrors().find((one) => one.code === code)?.code;
  if (known === undefined) return dealReasons.refused;
  const { title, remedy } = viewOf(known, details);
  const problem =
    problemIn(details["fields"]) ?? (typeof details["message"] === "string" ? details["message"] : title);
  return `${dealReasons.refused.replace(/\.$/, "")}: ${problem}. ${remedy}`.replaceAll("..", ".");
}

function problemIn(fields: unknown): string | undefined {
  if (!Array.isArray(fields)) return undefined;
  const [first] = fields as { path?: unknown; problem?: unknown }[];
  return typeof first?.problem === "string" ? first.problem : undefined;
}
