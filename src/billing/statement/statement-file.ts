import type { StatementView } from "./statement.api.ts";

type Cell = string | null | { decimal: string };

/** A statement as the lines of a file: headings, what was owed before, each transaction, what is owed then. */
export function statementFile(view: StatementView): Cell[][] {
  const { opening, closing, lines, from, to, currency_code: currency } = view;
  const amount = (text: string | null): Cell => (text === null ? null : { decimal: text });
  const standing = (day: string, title: string, balance: string): Cell[] => [
    ...[day, title, null, null, null, null, null],
    amount(balance),
    currency,
  ];
  return [
    ["Date", "Transaction", "Number", "Reference", "Due", "Invoiced", "Received", "Balance", "Currency"],
    standing(from, "Opening balance", opening.balance),
    ...lines.map(({ date, title, number, reference_number, due_date, invoiced, received, balance }) => [
      date,
      title,
      number,
      reference_number,
      due_date,
      amount(invoiced),
      amount(received),
      amount(balance),
      currency,
    ]),
    standing(to, "Closing balance", closing.balance),
  ];
}

/** What the files of a statement are called, without an ending. */
export function statementName({ from, to }: Pick<StatementView, "from" | "to">): string {
  return `statement-${from}-${to}`;
}
