import { instantFromMs, isDay, isInstant, msOf } from "#kernel/time.ts";

/** From the beginning of `from` to before `to`: days (`2026-01-05`, in the organization's zone) or instants. */
export type Range = { from: string; to: string };

const dayMs = 86_400_000;

/** A day, so many days later. Beyond the years that are written with four digits it is endlessly far away. */
export function plusDays(day: string, days: number): string {
  return written(msOf(`${day}T00:00:00.000Z`) + days * dayMs).slice(0, 10);
}

function written(ms: number): string {
  const text = instantFromMs(ms);
  if (text.startsWith("+")) return "infinity";
  return text < "0001" ? "-infinity" : text;
}

/**
 * The time that a value of a date comparison means: a day, a second (an instant), or what a macro such as `${THISWEEK}`
 * or `${AGEINDAYS}+7` stands for on the given day. Weeks begin on Sunday, as Zoho CRM's do. Undefined for anything else.
 */
export function rangeOf(value: unknown, today: string): Range | undefined {
  if (typeof value !== "string") return undefined;
  if (isDay(value)) return { from: value, to: plusDays(value, 1) };
  if (isInstant(value)) return { from: secondOf(value, 0), to: secondOf(value, 1) };
  const macro = /^\$\{(\w+)\}(?:\s*[+:]\s*(\d{1,5}))?$/.exec(value);
  return macro
    ? macroRange((macro[1] ?? "").toUpperCase().replaceAll("_", ""), Number(macro[2] ?? 0), today)
    : undefined;
}

/** Whether a value counts days back from today: "age is more than 7" then means "before". */
export function isAge(value: unknown): boolean {
  return typeof value === "string" && /^\$\{AGE_?IN_?DAYS\}/i.test(value);
}

function secondOf(instant: string, plus: number): string {
  return written((Math.floor(msOf(instant) / 1000) + plus) * 1000);
}

function macroRange(name: string, count: number, today: string): Range | undefined {
  const day = (from: number, length = 1): Range => ({
    from: plusDays(today, from),
    to: plusDays(today, from + length),
  });
  switch (name) {
    case "TODAY":
      return day(0);
    case "YESTERDAY":
      return day(-1);
    case "TOMORROW":
      return day(1);
    case "AGEINDAYS":
      return day(-count);
    case "DUEINDAYS":
      return day(count);
    case "LASTNDAYS":
    case "PREVIOUSNDAYS":
      return day(-count, count + 1);
    case "NEXTNDAYS":
      return day(0, count + 1);
    default:
      return periodRange(name, today);
  }
}

/** THISWEEK, LASTMONTH, NEXTYEAR and their like. */
function periodRange(name: string, today: string): Range | undefined {
  const [, which, unit] = /^(THIS|CURRENT|LAST|PREVIOUS|NEXT)(WEEK|MONTH|QUARTER|YEAR)$/.exec(name) ?? [];
  if (which === undefined) return undefined;
  const shift = which === "NEXT" ? 1 : which === "LAST" || which === "PREVIOUS" ? -1 : 0;
  if (unit === "WEEK") {
    const sunday = plusDays(today, -weekday(today) + 7 * shift);
    return { from: sunday, to: plusDays(sunday, 7) };
  }
  const length = unit === "MONTH" ? 1 : unit === "QUARTER" ? 3 : 12;
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  const first = (Math.floor(months / length) + shift) * length;
  return { from: firstOfMonth(first), to: firstOfMonth(first + length) };
}

/** Days since Sunday: 1970-01-01 was a Thursday. */
function weekday(day: string): number {
  return (msOf(`${day}T00:00:00.000Z`) / dayMs + 4) % 7;
}

function firstOfMonth(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
}
