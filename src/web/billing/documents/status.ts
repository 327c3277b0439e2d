import type { Move } from "#billing/document/move.ts";
import type { Meaning } from "#web/ui/theme.ts";

/** What each status of a kind is called, and what it means, in the order of its life. */
export type StatusWords<Status extends string> = Record<Status, { word: string; meaning: Meaning }>;

/** The tabs of a list: one for each status. */
export function statusTabs<Status extends string>(
  words: StatusWords<Status>,
): { value: Status; label: string }[] {
  return (Object.keys(words) as Status[]).map((value) => ({ value, label: words[value].word }));
}

/** Whether the life of a kind allows what an entry of its table is about. */
export function isAllowed(move: Move<string>): boolean {
  return "to" in move;
}
