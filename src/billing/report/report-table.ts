import { decimalOf, isDecimal, ratio } from "#kernel/ratio.ts";
import type { AssumedRate } from "./rates-assumed.ts";

/**
 * How a column is read: money is decimal text of the base currency, an amount that of the `currency_code` of its row, a
 * percentage decimal text, a count a number.
 */
export const columnKinds = ["text", "month", "day", "money", "amount", "count", "percent"] as const;
export type ColumnKind = (typeof columnKinds)[number];

export type Column = { key: string; label: string; kind: ColumnKind };

/** Cells by the key of their column; what has no column (an id) is for links. Null is nothing to say. */
export type Row = Record<string, string | number | null>;

/** A report as a table: what pages draw, commands print and files hold. */
export type ReportTable = {
  columns: Column[];
  rows: Row[];
  totals: Row | null;
  /** The rates that were taken for days before them; left out where a report asks for none. */
  rates_assumed?: AssumedRate[];
};

/** One cell of a file: amounts stay numbers, all else is text. */
export type FileCell = string | number | null | { decimal: string };

/** A report as the lines of a file: labels, rows, and the totals last. */
export function fileLines({ columns, rows, totals }: ReportTable): FileCell[][] {
  const cells = (row: Row): FileCell[] =>
    columns.map(({ key, kind }) => {
      const value = row[key] ?? null;
      const isAmount = kind === "money" || kind === "amount" || kind === "percent";
      return isAmount && typeof value === "string" && isDecimal(value) ? { decimal: value } : value;
    });
  return [columns.map(({ label }) => label), ...rows.map(cells), ...(totals === null ? [] : [cells(totals)])];
}

/** A part of a whole in percent as decimal text with two places, `2.50`; null where there is no whole. */
export function percentText(part: bigint, whole: bigint): string | null {
  return whole === 0n ? null : decimalOf(ratio(part * 100n, whole), 2);
}
