import type { FieldProblem } from "#kernel/errors.ts";
import { sentencesOf } from "#web/ui/sentences.ts";

/** What the fields of sales and actions are called, by their paths. */
const words: Readonly<Record<string, string>> = {
  quantity: "Quantity",
  starts_at: "Start",
  trial_days: "Trial",
  billing_cycles: "Terms",
  payment_terms: "Payment terms",
  amount: "Amount",
  renewal: "Renews on",
  resumes_on: "Resumes on",
};

/** What stands in place of a preview while a field is wrong: which one, what to do, and what is shown then. */
export function waitingWords(problems: readonly FieldProblem[], shown: string): string | undefined {
  const [first] = problems;
  if (first === undefined) return undefined;
  const addon = /^addons\.(\d+)\.quantity$/.exec(first.path)?.[1];
  const named = addon === undefined ? words : { [first.path]: `Quantity of addon ${Number(addon) + 1}` };
  const [sentence] = sentencesOf(named, [first]);
  return `${sentence?.problem}. Then ${shown} is shown here.`;
}
