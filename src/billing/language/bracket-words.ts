import type { Bracket } from "#billing/catalog/pricing.ts";
import { say } from "./say.ts";
import type { Words } from "./words/english.ts";

/** Which units a bracket is for: `11 to 20`, `21 and more`, or the one that it is for. */
export function bracketWords({ from, to }: Pick<Bracket, "from" | "to">, { bracket }: Words): string {
  if (to === null) return say(bracket.open, { from });
  return from === to ? from : say(bracket.closed, { from, to });
}
