import type { DataType } from "#crm/field/field.ts";
import { amountIn, numberIn } from "#kernel/number-text.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";

/** Where a date-time without a zone belongs, as its offset that day; undefined where the text is no date-time. */
export type LocalTime = (day: string, time: string) => string | undefined;

const yes = new Set(["true", "yes", "y", "1", "on", "x"]);
const no = new Set(["false", "no", "n", "0", "off"]);

/**
 * What a cell means for a field of this type, as the API takes it; null for an empty cell, and otherwise a sentence
 * that says how to write it. References stay texts: they are found by name later.
 */
export function cellValue(type: DataType, cell: string, localTime: LocalTime): Result<unknown, string> {
  const text = cell.trim();
  if (text.includes("\uFFFD") || !text.isWellFormed())
    return refuse("holds a character that was lost (U+FFFD); save the file as UTF-8");
  if (text.includes("\u0000")) return refuse("holds the NUL character; remove it");
  if (text === "") return accept(null);
  switch (type) {
    case "integer":
      return wholeNumber(text);
    case "double":
    case "currency":
    case "percent":
      return decimal(text);
    case "boolean":
      return boolean(text);
    case "date":
      return day(text);
    case "datetime":
      return moment(text, localTime);
    case "multiselectpicklist":
    case "tags":
      return accept(
        text
          .split(";")
          .map((one) => one.trim())
          .filter((one) => one !== ""),
      );
    default:
      return accept(text);
  }
}

function wholeNumber(text: string): Result<unknown, string> {
  const number = numberIn(text);
  return number !== undefined && Number.isSafeInteger(number)
    ? accept(number)
    : refuse("is not a whole number; write 1200");
}

function decimal(text: string): Result<unknown, string> {
  const number = amountIn(text);
  return number === undefined ? refuse("is not a number; write 1234.50") : accept(number);
}

function boolean(text: string): Result<unknown, string> {
  const word = text.toLowerCase();
  if (yes.has(word)) return accept(true);
  return no.has(word) ? accept(false) : refuse("is neither true nor false");
}

function day(text: string): Result<unknown, string> {
  const iso = readDay(text);
  return iso === undefined ? refuse("is not a date; write 2026-03-31") : accept(iso);
}

/** 2026-03-31, 2026/03/31, 20260331 and 31.03.2026. What could be the 3rd of April as well (3/4/2026) is not guessed. */
function readDay(text: string): string | undefined {
  const ordered = /^(\d{4})([-/]?)(\d{2})\2(\d{2})$/.exec(text);
  if (ordered) return `${ordered[1]}-${ordered[3]}-${ordered[4]}`;
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  return dotted ? `${dotted[3]}-${dotted[2]?.padStart(2, "0")}-${dotted[1]?.padStart(2, "0")}` : undefined;
}

function moment(text: string, localTime: LocalTime): Result<unknown, string> {
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(text) && text.includes("T"))
    return accept(text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, "T$1:00"));
  const parts = /^([^T\s]+)(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?$/.exec(text);
  const date = parts?.[1] === undefined ? undefined : readDay(parts[1]);
  const [hour = "0", minute = "00", second = "00"] = parts?.[2]?.split(":") ?? [];
  const instant =
    date === undefined ? undefined : localTime(date, `${hour.padStart(2, "0")}:${minute}:${second}`);
  return instant === undefined
    ? refuse("is not a date and time; write 2026-03-31T14:30:00+02:00")
    : accept(instant);
}
