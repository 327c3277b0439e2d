import type { Language } from "#billing/language/language.ts";
import { say } from "#billing/language/say.ts";
import type { Words } from "#billing/language/words/english.ts";
import { addressLines, organizationLines, type Writer } from "#billing/paper/address.ts";
import type { Letter } from "#billing/paper/paper.ts";
import { negated } from "#billing/paper/price-words.ts";
import { lineWords } from "./statement.ts";
import type { StatementView } from "./statement.api.ts";

/** What a statement of account says to the customer, in words. */
export type StatementPaper = Letter & {
  columns: Words["statement"]["columns"];
  rows: StatementPaperRow[];
  sums: { name: string; amount: string; isTotal: boolean }[];
};

type StatementPaperRow = {
  date: string;
  name: string;
  details: string[];
  invoiced: string;
  received: string;
  balance: string;
  /** Set in bold: the balance that the account opens or closes with. */
  isStanding: boolean;
};

/** A statement as one would send it: who writes to whom, what happened from day to day, what it comes to. */
export function statementPaperOf(
  { code, show, words: { page, seller, statement: words } }: Language,
  view: StatementView,
  from: Writer,
  address: Parameters<typeof addressLines>[0],
): StatementPaper {
  const { currency_code: currency, opening, closing } = view;
  const money = (amount: string | null) => (amount === null ? "" : show.amount(amount, currency));
  const standing = (day: string, name: string, balance: string): StatementPaperRow => ({
    ...{ date: show.day(day), name, details: [], invoiced: "", received: "" },
    balance: money(balance),
    isStanding: true,
  });
  const rows = view.lines.map((line) => ({
    date: show.day(line.date),
    name: `${lineWords({ kind: line.kind, isMore: isMore(line) }, words)} ${line.number ?? ""}`,
    details: [
      ...(line.due_date === null ? [] : [say(words.due, { day: show.day(line.due_date) })]),
      ...(line.reference_number === null ? [] : [line.reference_number]),
    ],
    invoiced: money(line.invoiced),
    received: money(line.received),
    balance: money(line.balance),
    isStanding: false,
  }));
  return {
    language: code,
    page,
    title: words.title,
    number: null,
    mark: null,
    from: organizationLines(from, seller),
    parties: [{ title: words.to, lines: [view.customer_name, ...addressLines(address)] }],
    facts: [
      { name: words.from, value: show.day(view.from) },
      { name: words.until, value: show.day(view.to) },
      { name: words.currency, value: currency },
    ],
    columns: words.columns,
    rows: [
      standing(view.from, words.opening, opening.balance),
      ...rows,
      standing(view.to, words.closing, closing.balance),
    ],
    sums: [
      { name: words.opening, amount: money(opening.balance), isTotal: false },
      { name: words.columns.invoiced, amount: money(view.invoiced), isTotal: false },
      { name: words.columns.received, amount: money(negated(view.received)), isTotal: false },
      { name: words.balance, amount: money(closing.balance), isTotal: true },
    ],
  };
}

/** Whether the customer owes more by a line: what was invoiced is owed, and what was received is not any more. */
function isMore({ invoiced, received }: StatementView["lines"][number]): boolean {
  return invoiced === null ? received?.startsWith("-") === true : !invoiced.startsWith("-");
}
