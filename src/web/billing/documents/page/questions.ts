import type { Question } from "#web/ui/ask.tsx";
import { showAmount } from "#web/ui/show.ts";

type Draft = { number: string | null; total: string; currency_code: string };

/** Asks before a draft goes; one that was out before keeps its number used. */
export function sureToDelete({ number, total, currency_code }: Draft): Question {
  const kept = number === null ? "no number is lost by it" : `its number ${number} stays used`;
  return {
    title: "Delete this draft?",
    text: `The draft over ${showAmount(total, currency_code)} goes; ${kept}. This cannot be undone.`,
    yes: "Delete draft",
    danger: true,
  };
}
