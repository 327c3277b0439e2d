import type { ReportView } from "#billing/report/report.api.ts";
import { showAmount, showDay, showDecimal, showMonth, showNumber, showText } from "#web/ui/show.ts";

type Column = ReportView["columns"][number];
type Value = ReportView["rows"][number][string] | undefined;

/** A cell as people read it, money of a currency; a dash where there is nothing to say. */
export function showCell(value: Value, kind: Column["kind"], currency: string): string {
  if (value === null || value === undefined) return showText(undefined);
  if (kind === "day") return showDay(String(value));
  if (kind === "money" || kind === "amount") return showAmount(String(value), currency);
  if (kind === "percent") return `${showDecimal(String(value))} %`;
  if (kind === "count") return showNumber(Number(value));
  // The row of totals has a word where the others have a month.
  return kind === "month" && /^\d{4}-\d{2}$/.test(String(value)) ? showMonth(String(value)) : String(value);
}
