import { cellProblem, plainWord } from "./choice.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { textOf } from "./value.ts";

/** How often terms come round: so many of the unit. */
export type Interval = { interval: number; interval_unit: "weeks" | "months" | "years" };

const units: Readonly<Record<string, readonly [count: number, unit: Interval["interval_unit"]]>> = {
  week: [1, "weeks"],
  weeks: [1, "weeks"],
  weekly: [1, "weeks"],
  month: [1, "months"],
  months: [1, "months"],
  monthly: [1, "months"],
  quarter: [3, "months"],
  quarterly: [3, "months"],
  halfyearly: [6, "months"],
  semiannually: [6, "months"],
  year: [1, "years"],
  years: [1, "years"],
  yearly: [1, "years"],
  annual: [1, "years"],
  annually: [1, "years"],
};

/** The interval that two cells tell, or one of them: `1` and `months`, `3 Month(s)`, `Yearly`. Null where both are blank. */
export function intervalOf(record: MoveInRecord, problems: RowProblem[]): Interval | null {
  const [first, second] = [textOf(record.values, "interval"), textOf(record.values, "interval_unit")];
  const given = [first, second].filter((text) => text !== null).join(" ");
  if (given === "") return null;
  const [, number = "1", word = ""] = /^(?:every)?(\d+)?(\p{L}*)$/u.exec(plainWord(given)) ?? [];
  const unit = units[word];
  if (unit !== undefined && Number(number) > 0)
    return { interval: Number(number) * unit[0], interval_unit: unit[1] };
  const field = second === null ? "interval" : "interval_unit";
  const remedy = "Write it as a number of weeks, months or years, such as 1 and months.";
  problems.push(cellProblem(record, field, "is no interval that can be billed by", remedy));
  return null;
}

const endless = new Set([
  "unlimited",
  "forever",
  "never",
  "neverexpires",
  "untilcancelled",
  "untilcanceled",
  "autorenewsuntilcanceled",
  "autorenewsuntilcancelled",
]);

/** How many terms; -1 is until cancelled. Null where the cell is blank. */
export function cyclesOf(record: MoveInRecord, field: string, problems: RowProblem[]): number | null {
  const text = textOf(record.values, field);
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (text === "-1" || endless.has(plainWord(text))) return -1;
  const remedy = "Write a whole number, or -1 where it goes on until it is cancelled.";
  problems.push(cellProblem(record, field, "is no number of billing cycles", remedy));
  return null;
}
