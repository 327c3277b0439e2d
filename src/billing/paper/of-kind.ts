import type { DocumentKind } from "#billing/document/kind.ts";
import type { Language } from "#billing/language/language.ts";
import type { Words } from "#billing/language/words/english.ts";
import type { Fact, OfKind, Sum } from "./paper.ts";
import { isNothing, negated } from "./price-words.ts";

/** What papers of all kinds tell from; amounts are decimal text. */
type Told = {
  status: string;
  date: string;
  /** When an invoice is due, an estimate expires, an order is to be delivered. */
  due_date: string | null;
  payment_terms_label: string | null;
  reference_number: string | null;
  salesperson: string | null;
  balance: string;
  /** The invoice that a credit note gives back of. */
  invoice?: { number: string | null; date: string } | null;
} & Partial<Record<"paid" | "credited" | "written_off" | "applied" | "refunded", string>>;

/** What a document of a kind says beside its lines. */
export function ofKind(language: Language, kind: DocumentKind, told: Told): OfKind {
  const { words } = language;
  return {
    title: words.kinds[kind],
    toWhom: words.toWhom[kind],
    facts: factsOf(language, kind, told),
    sums:
      kind === "invoice"
        ? settledSums(words.sums, told)
        : kind === "credit_note"
          ? spentSums(words.sums, told)
          : [],
    asksToPay: kind === "invoice" && told.status !== "void" && !isNothing(told.balance),
  };
}

function factsOf({ show, words }: Language, kind: DocumentKind, told: Told): Fact[] {
  const { date, terms, reference, salesperson } = words.facts;
  return [
    { name: date, value: show.day(told.date) },
    { name: words.lastDay[kind], value: told.due_date === null ? null : show.day(told.due_date) },
    { name: words.kinds.invoice, value: invoiceOf(told, show) },
    { name: terms, value: told.payment_terms_label },
    { name: reference, value: told.reference_number },
    { name: salesperson, value: told.salesperson },
  ];
}

/** The invoice that is given back of, by number and day. */
function invoiceOf({ invoice }: Told, show: Language["show"]): string | null {
  return invoice == null ? null : `${invoice.number}, ${show.day(invoice.date)}`;
}

/** What settles an invoice, and what is still due. */
function settledSums(
  words: Words["sums"],
  { status, balance, paid = "0", credited = "0", written_off = "0" }: Told,
): Sum[] {
  if (status === "draft" || status === "void") return [];
  const taken = [
    { name: words.paid, amount: negated(paid) },
    { name: words.credited, amount: negated(credited) },
    { name: words.writtenOff, amount: negated(written_off) },
  ].filter(({ amount }) => !isNothing(amount));
  return [...taken, { name: words.balanceDue, amount: balance, isTotal: true }];
}

/** What a credit note was used for, and what is left of it. */
function spentSums(words: Words["sums"], { status, balance, applied = "0", refunded = "0" }: Told): Sum[] {
  if (status === "draft" || status === "void") return [];
  const used = [
    { name: words.applied, amount: negated(applied) },
    { name: words.refunded, amount: negated(refunded) },
  ].filter(({ amount }) => !isNothing(amount));
  return [...used, { name: words.creditLeft, amount: balance, isTotal: true }];
}
