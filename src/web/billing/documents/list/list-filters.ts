import { amountInput, dayInput } from "#billing/document/amount.api.ts";
import type { Filter } from "#web/ui/Filters.tsx";

/** The filters by day, of lists whose rows have one. */
export const dayFilters: Filter[] = [
  { id: "from", title: "From", kind: "day", problem: problemOf(dayInput) },
  { id: "to", title: "To", kind: "day", problem: problemOf(dayInput) },
];

/** The filters by amount, each row in its own currency. */
export const amountFilters: Filter[] = [
  { id: "at_least", title: "At least", kind: "text", problem: problemOf(amountInput) },
  { id: "at_most", title: "At most", kind: "text", problem: problemOf(amountInput) },
];

function problemOf(input: typeof amountInput | typeof dayInput) {
  return (text: string) => input.safeParse(text).error?.issues[0]?.message;
}
