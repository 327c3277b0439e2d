import type { Plan } from "#billing/catalog/plan.ts";
import { wordsIn } from "#billing/language/language.ts";
import { say } from "#billing/language/say.ts";
import type { Words } from "#billing/language/words/english.ts";

/** How often a plan is billed, as an offer of it says where nobody says anything else: `Billed every month`. */
export function intervalWords(
  { interval, interval_unit: unit }: Pick<Plan, "interval" | "interval_unit">,
  { every }: Words,
): string {
  return interval === 1 ? every[unit].one : say(every[unit].many, { count: String(interval) });
}

const ways = Object.values(wordsIn).flatMap(({ every }) =>
  Object.values(every).flatMap(({ one, many }) => [one, many.replace("{count}", "\\d{1,4}")]),
);
const anyInterval = new RegExp(`^(?:${ways.join("|")})$`);

/** Whether a text says how often something is billed, in whatever language, and nothing else. */
export function isIntervalWords(text: string): boolean {
  return anyInterval.test(text);
}
