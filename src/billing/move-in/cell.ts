import { plainDecimal } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { isDay } from "#kernel/time.ts";
import { isUsualDay, unusualDay } from "#billing/document/day.ts";
import type { ColumnType } from "./column.ts";

export const dateOrders = ["auto", "day_first", "month_first"] as const;
export type DateOrder = (typeof dateOrders)[number];

export const decimalSigns = ["auto", "point", "comma"] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/** What a file's own cells say: how many dates and amounts can only be read in one way, and how many are another in each. */
export type Survey = {
  day_first: number;
  month_first: number;
  either: number;
  point: number;
  comma: number;
  either_sign: number;
};

export const noSurvey: Survey = {
  day_first: 0,
  month_first: 0,
  either: 0,
  point: 0,
  comma: 0,
  either_sign: 0,
};

/** How the cells of a file are read. What is not known leaves dates and amounts that may be either unread. */
export type CellForms = {
  dates: "day_first" | "month_first" | "unknown";
  decimals: "point" | "comma" | "unknown";
};

/** What a cell says, or what is wrong with it and what to do. */
export type CellProblem = { problem: string; remedy: string };
export type CellValue = string | number | boolean;
type Read = Result<CellValue, CellProblem>;

/** The forms of a file: as somebody chose them, else as its cells say where all say the same. */
export function formsOf(
  chosen: { date_order: DateOrder; decimal_sign: DecimalSign },
  survey: Survey,
): CellForms {
  const { date_order, decimal_sign } = chosen;
  return {
    dates: date_order === "auto" ? oneOf(survey, "day_first", "month_first") : date_order,
    decimals: decimal_sign === "auto" ? oneOf(survey, "point", "comma") : decimal_sign,
  };
}

function oneOf<One extends keyof Survey, Other extends keyof Survey>(
  survey: Survey,
  one: One,
  other: Other,
): One | Other | "unknown" {
  if (survey[one] > 0 === survey[other] > 0) return "unknown";
  return survey[one] > 0 ? one : other;
}

/** A survey that knows of one cell more. */
export function surveyed(survey: Survey, type: ColumnType, cell: string): Survey {
  const what = type === "day" ? dateHint(cell) : isNumber(type) ? decimalHint(cell) : undefined;
  return what === undefined ? survey : { ...survey, [what]: survey[what] + 1 };
}

/** Whether cells of this type say how the file writes days or amounts. */
export function isSurveyed(type: ColumnType): boolean {
  return type === "day" || isNumber(type);
}

function isNumber(type: ColumnType): boolean {
  return type === "decimal" || type === "whole";
}

const readers: Readonly<Record<ColumnType, (text: string, forms: CellForms) => Read>> = {
  text: (text) => accept(text),
  day: readDay,
  decimal: readDecimal,
  whole: readWhole,
  flag: (text) => readFlag(text),
};

/** A cell as its column is to be read; blank ones are for the caller. */
export function readCell(type: ColumnType, cell: string, forms: CellForms): Read {
  return readers[type](cell.trim(), forms);
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A time of day behind a date is not read: `2026-11-27 10:20`, `2026-11-27T10:20:00+05:30`. */
const time = String.raw`(?:[T ,]+\d{1,2}:\d{2}.*)?`;
const isoForm = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`);
const numericForm = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${time}$`);
const dayWordForm = new RegExp(
  String.raw`^(\d{1,2})[ -/.]*(\p{L}{3,9})\.?[ -/.,]*(\d{4}|\d{2})${time}$`,
  "u",
);
const wordDayForm = new RegExp(String.raw`^(\p{L}{3,9})\.?[ -/.]*(\d{1,2})[ -/.,]+(\d{4})${time}$`, "u");

function readDay(text: string, { dates }: CellForms): Read {
  const iso = isoForm.exec(text);
  if (iso) return dayOf(iso[1], Number(iso[2]), iso[3]);
  const numeric = numericForm.exec(text);
  if (numeric) {
    const [one, other] = [Number(numeric[1]), Number(numeric[2])];
    const order = one > 12 ? "day_first" : other > 12 ? "month_first" : one === other ? "day_first" : dates;
    if (order === "unknown")
      return refuse({
        problem: `may be ${other} ${nameOf(one)} or ${one} ${nameOf(other)}`,
        remedy: "Choose the order of days and months for this file.",
      });
    return order === "day_first" ? dayOf(numeric[3], other, one) : dayOf(numeric[3], one, other);
  }
  const dayWord = dayWordForm.exec(text);
  if (dayWord) return dayOf(dayWord[3], monthOf(dayWord[2]), dayWord[1]);
  const wordDay = wordDayForm.exec(text);
  if (wordDay) return dayOf(wordDay[3], monthOf(wordDay[1]), wordDay[2]);
  return noDay();
}

function nameOf(month: number): string {
  const name = months[month - 1] ?? "";
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function monthOf(word: string | undefined): number {
  return months.indexOf((word ?? "").slice(0, 3).toLowerCase()) + 1;
}

function dayOf(year: string | undefined, month: number, day: string | number | undefined): Read {
  const whole = year?.length === 2 ? `20${year}` : (year ?? "");
  const text = `${whole}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (!isDay(text)) return noDay();
  if (isUsualDay(text)) return accept(text);
  return refuse({ problem: unusualDay, remedy: "Correct the year." });
}

function noDay(): Read {
  return refuse({ problem: "is no day", remedy: "Write it as 2026-03-31." });
}

function dateHint(cell: string): "day_first" | "month_first" | "either" | undefined {
  const numeric = numericForm.exec(cell.trim());
  if (numeric === null) return undefined;
  const [one, other] = [Number(numeric[1]), Number(numeric[2])];
  if (one > 12) return other > 12 ? undefined : "day_first";
  if (other > 12) return "month_first";
  return one === other ? undefined : "either";
}

/** Signs of currencies, their codes, and blanks stand around amounts and say nothing. */
const around = /^(?:[A-Z]{3}|\p{Sc}|[\s\u00A0\u202F])+|(?:[A-Z]{3}|\p{Sc}|%|[\s\u00A0\u202F])+$/gu;
/** No thousands begin with a zero: `0.500` is a half. */
const pointForm = /^[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{2,3})*,\d{3})(?:\.\d*)?$/;
const commaForm = /^[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3})(?:,\d*)?$/;

function readDecimal(text: string, { decimals }: CellForms): Read {
  const { point, comma } = meaningsOf(text);
  const meant = decimals === "unknown" ? (point ?? comma) : { point, comma }[decimals];
  if (decimals === "unknown" && isEither({ point, comma }))
    return refuse({
      problem: `may be ${point} or ${comma}`,
      remedy: "Choose the decimal sign for this file.",
    });
  if (meant !== undefined) return accept(meant);
  return refuse(
    (point ?? comma) === undefined
      ? { problem: "is no number", remedy: "Write it as 1234.50." }
      : {
          problem: `does not fit amounts with a decimal ${decimals}`,
          remedy: "Write all amounts of the file alike, or choose its decimal sign.",
        },
  );
}

/** What a number is with a decimal point and with a decimal comma, as plain decimals. */
type Meanings = { point: string | undefined; comma: string | undefined };

function meaningsOf(text: string): Meanings {
  const bare = bareNumber(text);
  const plain = (number: string): string => plainDecimal(number.replace(/^\+/, "").replace(/\.$/, ""));
  return {
    point: pointForm.test(bare) ? plain(bare.replaceAll(",", "")) : undefined,
    comma: commaForm.test(bare) ? plain(bare.replaceAll(".", "").replace(",", ".")) : undefined,
  };
}

function isEither({ point, comma }: Meanings): boolean {
  return point !== undefined && comma !== undefined && point !== comma;
}

/** Blanks and apostrophes between groups of digits. */
const between = /(?<=\d)['\u2019\s\u00A0\u202F](?=\d{3})/g;

/** Without what stands around a number: `(1,234.50 EUR)` is `-1,234.50`. */
function bareNumber(text: string): string {
  const inBrackets = /^\((.*)\)$/s.exec(text.trim())?.[1];
  const plain = (inBrackets ?? text).trim().replaceAll("\u2212", "-");
  const sign = plain.startsWith("-") ? "-" : "";
  const bare = plain.slice(sign.length).replaceAll(around, "").replaceAll(between, "");
  return `${inBrackets === undefined ? "" : "-"}${sign}${bare}`;
}

function decimalHint(cell: string): "point" | "comma" | "either_sign" | undefined {
  const { point, comma } = meaningsOf(cell);
  if (isEither({ point, comma })) return "either_sign";
  if ((point === undefined) === (comma === undefined)) return undefined;
  return point === undefined ? "comma" : "point";
}

function readWhole(text: string, forms: CellForms): Read {
  const read = readDecimal(text, forms);
  if (!read.ok && forms.decimals === "unknown" && isEither(meaningsOf(text))) return read;
  if (read.ok && typeof read.value === "string" && /^-?\d{1,9}$/.test(read.value))
    return accept(Number(read.value));
  return refuse({ problem: "is no whole number", remedy: "Write it as 30." });
}

function readFlag(text: string): Read {
  const word = text.toLowerCase();
  if (["true", "yes", "y", "1"].includes(word)) return accept(true);
  if (["false", "no", "n", "0"].includes(word)) return accept(false);
  return refuse({ problem: "is neither yes nor no", remedy: "Write true or false." });
}
