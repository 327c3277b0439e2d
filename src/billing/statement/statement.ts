import type { Day } from "#kernel/calendar.ts";
import type { Words } from "#billing/language/words/english.ts";
import type { PostingKind } from "#billing/ledger/posting.ts";

/** The accounts of a customer: what it owes, and what is owed to it. A statement says the sum of both. */
export const customersAccounts = ["receivable", "credit"] as const;

/** What changes that sum. A payment that settles an invoice moves what is owed between the two, and revenue is no debt. */
export const movingKinds = [
  "invoice",
  "credit_note",
  "void",
  "write_off",
  "payment",
  "refund",
] as const satisfies PostingKind[];
type MovingKind = (typeof movingKinds)[number];

/** What a posting makes of the sum of a customer's accounts, in minor units; below 0 the customer owes less. */
export type Movement = { kind: MovingKind; date: Day; amount: bigint };

/** A movement as a line: what was invoiced by it or what money came in, and what the customer owes then. */
export type StatementLine<Of extends Movement> = Of & {
  invoiced: bigint | null;
  received: bigint | null;
  balance: bigint;
};

/** A customer's account between two days. `opening` + `invoiced` - `received` is `closing`. Minor units. */
export type Statement<Of extends Movement> = {
  opening: bigint;
  invoiced: bigint;
  received: bigint;
  closing: bigint;
  lines: StatementLine<Of>[];
};

/** What moves money; all else is what was invoiced, and what was taken off that again. */
const ofMoney: ReadonlySet<MovingKind> = new Set(["payment", "refund"]);

/** The statement of movements in their order, where the customer owed so much before. */
export function statementOf<Of extends Movement>(opening: bigint, movements: readonly Of[]): Statement<Of> {
  let closing = opening;
  let invoiced = 0n;
  let received = 0n;
  const lines = movements.map((movement) => {
    const { amount } = movement;
    const isMoney = ofMoney.has(movement.kind);
    closing += amount;
    if (isMoney) received -= amount;
    else invoiced += amount;
    const own = isMoney ? { invoiced: null, received: -amount } : { invoiced: amount, received: null };
    return { ...movement, ...own, balance: closing };
  });
  return { opening, invoiced, received, closing, lines };
}

/** What a line is called: it depends on whether the customer owes more by it, or less. */
export function lineWords(
  { kind, isMore }: Pick<Movement, "kind"> & { isMore: boolean },
  { moves }: Words["statement"],
): string {
  return moves[kind][isMore ? "more" : "less"];
}
