import { amountText, type Money } from "#kernel/money.ts";
import { showIn } from "#kernel/show.ts";
import { type Instant, msOf } from "#kernel/time.ts";

/** English in the reader's own kind where the browser says which; numbers and dates follow it. */
const locale = englishOf(typeof navigator === "undefined" ? "en-GB" : navigator.language);

/** A browser may name a language that is none, such as `en-US@posix`. */
function englishOf(language: string): string {
  try {
    const [known = ""] = Intl.getCanonicalLocales(language);
    return known.startsWith("en") ? known : "en-GB";
  } catch {
    return "en-GB";
  }
}

/** How amounts, numbers and days are written for this reader. */
export const show = showIn(locale);

const empty = "–";

const formats = {
  number: new Intl.NumberFormat(locale),
  percent: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
  plain: new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }),
  month: new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" }),
  date: new Intl.DateTimeFormat(locale, { dateStyle: "medium" }),
  moment: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
  exact: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" }),
  relative: new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" }),
  list: new Intl.ListFormat(locale, { type: "conjunction" }),
};

/** A text, or a dash where there is none. */
export function showText(text: string | null | undefined): string {
  return text === null || text === undefined || text.trim() === "" ? empty : text;
}

/** A value of a field of any kind: yes or no, lists with commas, a dash where there is none. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return empty;
  if (Array.isArray(value)) return value.length === 0 ? empty : value.map(showValue).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** 1,234,567 */
export function showNumber(value: number | bigint): string {
  return formats.number.format(value);
}

/** 12,345 as 12.3K: for the edges of charts, where the exact figure is beside. */
export function showPlain(value: number): string {
  return formats.plain.format(value);
}

/** The decimal text `1234567.50` as 1,234,567.5, exact at any size. */
export function showDecimal(text: string): string {
  return show.decimal(text);
}

/** 0.125 as 12.5 % */
export function showPercent(share: number): string {
  return formats.percent.format(share);
}

/** `1 customer`, `2 customers`, `1,200 customers`. */
export function showCount(count: number, one: string, many = `${one}s`): string {
  return `${showNumber(count)} ${count === 1 ? one : many}`;
}

/** `A, B and C`. */
export function showList(texts: string[]): string {
  return formats.list.format(texts);
}

/** €19.99, with the symbol or code that the reader's language uses; exact at any size. */
export function showMoney({ minor, currency }: Money): string {
  return showAmount(amountText(minor, currency), currency);
}

/** The same of an amount as the API has it: the decimal text `19.99` of a currency. */
export function showAmount(text: string, currency: string): string {
  return show.amount(text, currency);
}

/** A unit price `0.005` as €0.005: all places of its currency, and more where it has them. */
export function showPrice(text: string, currency: string): string {
  return show.price(text, currency);
}

/** A calendar day `2026-03-31` as 31 Mar 2026. */
export function showDay(day: string | null | undefined): string {
  return day ? show.day(day) : empty;
}

/** A calendar month `2026-03` as Mar 2026. */
export function showMonth(month: string): string {
  return formats.month.format(Date.parse(`${month}-01T00:00:00Z`));
}

/** The day of an instant in the reader's time zone: 31 Mar 2026. */
export function showDate(instant: Instant): string {
  return formats.date.format(msOf(instant));
}

/** An instant in the reader's time zone: 31 Mar 2026, 22:00. */
export function showMoment(instant: Instant | null | undefined): string {
  return instant ? formats.moment.format(msOf(instant)) : empty;
}

/** An instant with weekday, seconds and zone: what hovering over a relative time tells. */
export function showExact(instant: Instant): string {
  return formats.exact.format(msOf(instant));
}

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `2 minutes ago`, `in 3 hours`, `now`, to the nearest unit; `nowMs` is milliseconds since 1970. */
export function showRelative(instant: Instant, nowMs: number): string {
  const seconds = Math.round((msOf(instant) - nowMs) / 1000);
  const at = steps.findIndex(([, size]) => Math.abs(seconds) >= size);
  const [unit, size] = steps[at] ?? ["second", 0];
  if (size === 0) return "now";
  const count = Math.round(Math.abs(seconds) / size);
  const larger = steps[at - 1];
  // 59 minutes and a half are an hour, not 60 minutes.
  if (larger && count * size >= larger[1]) return formats.relative.format(Math.sign(seconds), larger[0]);
  return formats.relative.format(Math.sign(seconds) * count, unit);
}

/** A file's length: `512 bytes`, `34 kB`, `2.4 MB`. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return showCount(bytes, "byte");
  const isLarge = bytes >= 999_500;
  const unit = isLarge ? "megabyte" : "kilobyte";
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(bytes / (isLarge ? 1_000_000 : 1000));
}

/** 90 seconds as `1 min 30 s`, 45 as `45 s`, 7300 as `2 h 1 min`; what is shorter than a second as such. */
export function showDuration(ms: number): string {
  if (ms < 1000) return "under 1 s";
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600)
    return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? "" : ` ${seconds % 60} s`}`;
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${Math.floor(seconds / 3600)} h${minutes === 0 ? "" : ` ${minutes} min`}`;
}

/** Country, currency and language names in the reader's language; the code itself where it is unknown. */
export function showName(kind: "region" | "currency" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: kind }).of(code) ?? code;
  } catch {
    return code;
  }
}
