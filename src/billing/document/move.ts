/** What an action makes of a document in a status: the next status, or the reason why it cannot be done. */
export type Move<Stored extends string> = { to: Stored } | { not: string };

/** The life of a kind of document as data: each action, in each status that is shown. */
export type Moves<Action extends string, Status extends string, Stored extends string> = Readonly<
  Record<Action, Readonly<Record<Status, Move<Stored>>>>
>;

/** The action leads to this status. */
export function to<Stored extends string>(status: Stored): { to: Stored } {
  return { to: status };
}

/** The action is refused, with this as the reason. */
export function not(reason: string): { not: string } {
  return { not: reason };
}
