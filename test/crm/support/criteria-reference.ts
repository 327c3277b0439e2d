import { Temporal } from "temporal-polyfill";
import type { Criteria, Criterion } from "#crm/criteria/criteria.ts";

/** A record as it was sent, with the names of what it refers to. */
export type PlainRecord = Record<string, unknown>;

/** What a plain evaluation has to know: how each field compares, whose names ids stand for, and the day. */
export type Plain = {
  kinds: Record<
    string,
    "text" | "choice" | "choices" | "number" | "day" | "moment" | "box" | "reference" | "tags"
  >;
  names: ReadonlyMap<string, string>;
  me: string;
  today: string;
  zone: string;
};

/**
 * Whether a record meets criteria, worked out record by record from what the comparators say and nothing else: no SQL,
 * no code of the product. A negation holds for an empty value, too.
 */
export function meets(criteria: Criteria, record: PlainRecord, plain: Plain): boolean {
  if (!("group" in criteria)) return meetsOne(criteria, record, plain);
  const results = criteria.group.map((one) => meets(one, record, plain));
  return criteria.operator === "AND" ? results.every(Boolean) : results.some(Boolean);
}

function meetsOne({ field, comparator, value }: Criterion, record: PlainRecord, plain: Plain): boolean {
  const kind = plain.kinds[field];
  const held = record[field] ?? null;
  if (value === "${EMPTY}" || value === "${NOTEMPTY}") {
    const isEmpty = kind === "box" ? false : held === null;
    return isEmpty === ((value === "${EMPTY}") === (comparator === "equal"));
  }
  const isNegated = /^(not|exclude)_/.test(comparator);
  const positive = comparator.replace(/^not_/, "").replace(/^exclude_/, "include_");
  return holds({ held, value, comparator: positive }, kind, plain) !== isNegated;
}

type Question = { held: unknown; value: unknown; comparator: string };

function holds(question: Question, kind: Plain["kinds"][string] | undefined, plain: Plain): boolean {
  const { held, value, comparator } = question;
  if (kind === "box") return (held === true) === (value === true || value === "true");
  if (held === null) return false;
  switch (kind) {
    case "choice":
      return comparator === "equal" || comparator === "in"
        ? listOf(value).includes(held)
        : textHolds(question);
    case "choices":
    case "tags":
      return choicesHold(question);
    case "number":
      return numberHolds(question);
    case "day":
      return timeHolds(question, asText(held), plain, "day");
    case "moment":
      return timeHolds(question, secondsOf(asText(held)), plain, "moment");
    case "reference":
      return referenceHolds(question, plain);
    default:
      return textHolds(question);
  }
}

/** Small letters, one character for one: as a database without a language makes them. */
export function small(text: string): string {
  return Array.from(text, (letter) => (letter === "İ" ? "i" : letter.toLowerCase())).join("");
}

function textHolds({ held, value, comparator }: Question): boolean {
  const text = small(String(held));
  const wanted = small(String(listOf(value)[0]));
  switch (comparator) {
    case "equal":
      return text === wanted.trim();
    case "in":
      return listOf(value).some((one) => small(String(one)).trim() === text);
    case "contains":
      return text.includes(wanted);
    case "starts_with":
      return text.startsWith(wanted);
    case "ends_with":
      return text.endsWith(wanted);
    case "like":
      return wanted.includes("%") ? isLike(text, wanted.split("%")) : text.includes(wanted);
    default:
      throw new Error(`no text comparator: ${comparator}`);
  }
}

/** Whether the parts stand in the text in their order, the first at its beginning and the last at its end. */
function isLike(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (!text.startsWith(first)) return false;
  let left = text.slice(first.length);
  for (const part of rest.slice(0, -1)) {
    const at = left.indexOf(part);
    if (at < 0) return false;
    left = left.slice(at + part.length);
  }
  return left.endsWith(rest.at(-1) ?? "");
}

function choicesHold({ held, value, comparator }: Question): boolean {
  const chosen = new Set(
    listOf(held).map((one) => (typeof one === "object" && one !== null && "name" in one ? one.name : one)),
  );
  const wanted = listOf(value);
  return comparator === "include_all"
    ? wanted.every((one) => chosen.has(one))
    : wanted.some((one) => chosen.has(one));
}

function numberHolds({ held, value, comparator }: Question): boolean {
  const numbers = listOf(value).map(Number);
  const [first = 0, second = 0] = numbers;
  const number = Number(held);
  switch (comparator) {
    case "equal":
      return number === first;
    case "in":
      return numbers.includes(number);
    case "greater_than":
      return number > first;
    case "greater_equal":
      return number >= first;
    case "less_than":
      return number < first;
    case "less_equal":
      return number <= first;
    case "between":
      return number >= first && number <= second;
    default:
      throw new Error(`no number comparator: ${comparator}`);
  }
}

function referenceHolds({ held, value, comparator }: Question, plain: Plain): boolean {
  const wanted = (Array.isArray(value) ? value : [value]).map((one: unknown) => {
    const id = typeof one === "object" && one !== null ? (one as { id: unknown }).id : one;
    return id === "${CURRENTUSER}" ? plain.me : id;
  });
  if (comparator === "equal" || comparator === "in") return wanted.includes(held);
  return textHolds({ held: plain.names.get(String(held)) ?? "", value, comparator });
}

/** A stretch of days or seconds: from its first to before its end. Texts that sort. */
type Stretch = { from: string; to: string };

function timeHolds(
  { value, comparator }: Question,
  held: string,
  plain: Plain,
  kind: "day" | "moment",
): boolean {
  const values = listOf(value).map(String);
  const stretches = values.map((one) => stretchOf(one, plain, kind));
  const isAge = values[0]?.startsWith("${AGEINDAYS}") === true;
  const [first, second] = isAge && stretches.length === 2 ? stretches.toReversed() : stretches;
  if (!first) throw new Error("nothing to compare with");
  const isWithin = ({ from, to }: Stretch): boolean => held >= from && held < to;
  const older: Record<string, string> = {
    greater_than: "less_than",
    greater_equal: "less_equal",
    less_than: "greater_than",
    less_equal: "greater_equal",
  };
  switch (isAge ? (older[comparator] ?? comparator) : comparator) {
    case "equal":
      return isWithin(first);
    case "in":
      return stretches.some(isWithin);
    case "greater_than":
      return held >= first.to;
    case "greater_equal":
      return held >= first.from;
    case "less_than":
      return held < first.from;
    case "less_equal":
      return held < first.to;
    case "between":
      return held >= first.from && held < (second?.to ?? "");
    default:
      throw new Error(`no time comparator: ${comparator}`);
  }
}

function stretchOf(value: string, plain: Plain, kind: "day" | "moment"): Stretch {
  if (value.includes("T") && !value.startsWith("$")) {
    if (kind === "day") return daysOf(value.slice(0, 10), 1);
    const from = secondsOf(value);
    return { from, to: secondsOf(Temporal.Instant.from(from).add({ seconds: 1 }).toString()) };
  }
  const days = value.startsWith("$") ? macroDays(value, plain.today) : daysOf(value, 1);
  if (kind === "day") return days;
  const instant = (day: string): string =>
    secondsOf(Temporal.PlainDate.from(day).toZonedDateTime(plain.zone).toInstant().toString());
  return { from: instant(days.from), to: instant(days.to) };
}

function daysOf(first: string, count: number): Stretch {
  const from = Temporal.PlainDate.from(first);
  return { from: from.toString(), to: from.add({ days: count }).toString() };
}

function macroDays(macro: string, text: string): Stretch {
  const today = Temporal.PlainDate.from(text);
  const [, name = "", count = "0"] = /^\$\{(\w+)\}(?:\+(\d+))?$/.exec(macro) ?? [];
  const n = Number(count);
  const sunday = today.subtract({ days: today.dayOfWeek % 7 });
  const month = today.with({ day: 1 });
  const quarter = month.subtract({ months: (month.month - 1) % 3 });
  const year = month.with({ month: 1 });
  const between = (from: Temporal.PlainDate, to: Temporal.PlainDate): Stretch => ({
    from: from.toString(),
    to: to.toString(),
  });
  const known: Record<string, () => Stretch> = {
    TODAY: () => daysOf(text, 1),
    YESTERDAY: () => daysOf(today.subtract({ days: 1 }).toString(), 1),
    TOMORROW: () => daysOf(today.add({ days: 1 }).toString(), 1),
    AGEINDAYS: () => daysOf(today.subtract({ days: n }).toString(), 1),
    LASTNDAYS: () => daysOf(today.subtract({ days: n }).toString(), n + 1),
    NEXTNDAYS: () => daysOf(text, n + 1),
    THISWEEK: () => daysOf(sunday.toString(), 7),
    LASTWEEK: () => daysOf(sunday.subtract({ days: 7 }).toString(), 7),
    NEXTWEEK: () => daysOf(sunday.add({ days: 7 }).toString(), 7),
    THISMONTH: () => between(month, month.add({ months: 1 })),
    LASTMONTH: () => between(month.subtract({ months: 1 }), month),
    NEXTMONTH: () => between(month.add({ months: 1 }), month.add({ months: 2 })),
    THISQUARTER: () => between(quarter, quarter.add({ months: 3 })),
    LASTQUARTER: () => between(quarter.subtract({ months: 3 }), quarter),
    THISYEAR: () => between(year, year.add({ years: 1 })),
    LASTYEAR: () => between(year.subtract({ years: 1 }), year),
  };
  const stretch = known[name];
  if (!stretch) throw new Error(`no such macro: ${macro}`);
  return stretch();
}

/** An instant in UTC, to the second. */
function secondsOf(instant: string): string {
  return Temporal.Instant.from(instant).round({ smallestUnit: "second", roundingMode: "floor" }).toString();
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
