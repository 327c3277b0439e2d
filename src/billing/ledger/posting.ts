import { exponentOf } from "#kernel/money.ts";
import { ratio, ratioOf, roundHalfUp, times } from "#kernel/ratio.ts";

/**
 * The accounts of the ledger. What a customer owes is `receivable`, what is owed to a customer is `credit`; money comes
 * in through `cash`; what is billed for days to come waits in `deferred_revenue`; `exchange` is what a rate made of it.
 */
export const accounts = [
  "receivable",
  "revenue",
  "deferred_revenue",
  "tax",
  "cash",
  "credit",
  "write_off",
  "exchange",
] as const;
export type Account = (typeof accounts)[number];

export type PostingKind =
  | "invoice"
  | "void"
  | "credit_note"
  | "payment"
  | "settlement"
  | "unsettlement"
  | "refund"
  | "write_off"
  | "recognition";

/** One line of a posting: debit is positive. Minor units of the posting's currency and of the base currency. */
export type Entry = { account: Account; amount: bigint; base_amount: bigint };

/** What happened, as entries that sum to zero in both currencies. */
export type Posting = { kind: PostingKind; date: string; currency: string; entries: Entry[] };

/** How amounts of a currency become amounts of the base currency. */
export type Exchange = { currency: string; base: string; rate: string };

/** The exchange of a document or payment, which keeps the rate of its day. */
export function exchangeOf(
  { currency_code: currency, exchange_rate: rate }: { currency_code: string; exchange_rate: string },
  base: string,
): Exchange {
  return { currency, base, rate };
}

/** An amount in the base currency, rounded half away from zero. */
export function inBase(amount: bigint, { currency, base, rate }: Exchange): bigint {
  const shift = exponentOf(base) - exponentOf(currency);
  const scale = shift >= 0 ? ratio(10n ** BigInt(shift)) : ratio(1n, 10n ** BigInt(-shift));
  return roundHalfUp(times(times(ratio(amount), ratioOf(rate)), scale));
}

/**
 * The part of a whole's base amount that a piece of it has, where so much was taken before: pieces that make up the
 * whole have base amounts that make up the whole's.
 */
export function baseOfPiece(before: bigint, piece: bigint, exchange: Exchange): bigint {
  return inBase(before + piece, exchange) - inBase(before, exchange);
}

/**
 * Entries in both currencies. Each is reckoned by the rate; what rounding leaves over goes to the largest of those
 * after the first, so that the first (what is owed) is exact.
 */
export function exchanged(
  amounts: readonly { account: Account; amount: bigint }[],
  exchange: Exchange,
): Entry[] {
  const entries = amounts
    .filter(({ amount }) => amount !== 0n)
    .map((entry) => ({ ...entry, base_amount: inBase(entry.amount, exchange) }));
  const left = entries.reduce((sum, { base_amount }) => sum + base_amount, 0n);
  if (left === 0n) return entries;
  const largest = entries.slice(1).toSorted((one, other) => compare(size(other), size(one)))[0];
  return entries.map((entry) =>
    entry === largest ? { ...entry, base_amount: entry.base_amount - left } : entry,
  );
}

function size({ amount }: Entry): bigint {
  return amount < 0n ? -amount : amount;
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other);
}

/** The posting that takes another one back, on a day of its own. */
export function reversed(posting: Posting, kind: PostingKind, date: string): Posting {
  const entries = posting.entries.map(({ account, amount, base_amount }) => ({
    account,
    amount: -amount,
    base_amount: -base_amount,
  }));
  return { ...posting, kind, date, entries };
}
