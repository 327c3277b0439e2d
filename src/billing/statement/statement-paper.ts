import type { Show } from "#kernel/show.ts";
import { addressLines, organizationLines, type Writer } from "#billing/paper/address.ts";
import type { Letter } from "#billing/paper/paper.ts";
import { negated } from "#billing/paper/price-words.ts";
import type { StatementView } from "./statement.api.ts";

/** What a statement of account says to the customer, in words. */
export type StatementPaper = Letter & {
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
  show: Show,
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
    name: `${line.title} ${line.number ?? ""}`,
    details: [
      ...(line.due_date === null ? [] : [`Due ${show.day(line.due_date)}`]),
      ...(line.reference_number === null ? [] : [line.reference_number]),
    ],
    invoiced: money(line.invoiced),
    received: money(line.received),
    balance: money(line.balance),
    isStanding: false,
  }));
  return {
    title: "Statement",
    number: null,
    mark: null,
    from: organizationLines(from),
    parties: [{ title: "To", lines: [view.customer_name, ...addressLines(address)] }],
    facts: [
      { name: "From", value: show.day(view.from) },
      { name: "To", value: show.day(view.to) },
      { name: "Currency", value: currency },
    ],
    rows: [
      standing(view.from, "Opening balance", opening.balance),
      ...rows,
      standing(view.to, "Closing balance", closing.balance),
    ],
    sums: [
      { name: "Opening balance", amount: money(opening.balance), isTotal: false },
      { name: "Invoiced", amount: money(view.invoiced), isTotal: false },
      { name: "Received", amount: money(negated(view.received)), isTotal: false },
      { name: "Balance", amount: money(closing.balance), isTotal: true },
    ],
  };
}
