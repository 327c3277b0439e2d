import type { Kind } from "#web/crm/fields/field-kind.ts";

/** What is compared with: nothing more, one value, two, several, or a count of days. */
export type Operand = "none" | "one" | "two" | "many" | "days";

/** A way to compare as people say it. `fixed` is the value where there is nothing to type. */
export type Comparison = { id: string; label: string; comparator: string; operand: Operand; fixed?: unknown };

const one = (id: string, label: string, comparator: string): Comparison => ({
  id,
  label,
  comparator,
  operand: "one",
});
const fixed = (id: string, label: string, comparator: string, value: unknown): Comparison => ({
  id,
  label,
  comparator,
  operand: "none",
  fixed: value,
});

const emptiness = [
  fixed("empty", "is empty", "equal", "${EMPTY}"),
  fixed("not_empty", "is not empty", "equal", "${NOTEMPTY}"),
];

const ofText = [
  one("is", "is", "equal"),
  one("is_not", "is not", "not_equal"),
  one("contains", "contains", "contains"),
  one("not_contains", "does not contain", "not_contains"),
  one("starts", "starts with", "starts_with"),
  one("ends", "ends with", "ends_with"),
  ...emptiness,
];

const ofNumber: Comparison[] = [
  one("is", "=", "equal"),
  one("is_not", "≠", "not_equal"),
  one("less", "<", "less_than"),
  one("at_most", "≤", "less_equal"),
  one("more", ">", "greater_than"),
  one("at_least", "≥", "greater_equal"),
  { id: "between", label: "is between", comparator: "between", operand: "two" },
  ...emptiness,
];

const periods = [
  "Today",
  "Yesterday",
  "Tomorrow",
  "This week",
  "Last week",
  "Next week",
  "This month",
  "Last month",
  "Next month",
  "This year",
  "Last year",
  "Next year",
];

const ofTime: Comparison[] = [
  one("on", "is on", "equal"),
  one("before", "is before", "less_than"),
  one("after", "is after", "greater_than"),
  { id: "between", label: "is between", comparator: "between", operand: "two" },
  ...periods.map((name) =>
    fixed(name, `is ${name.toLowerCase()}`, "equal", `\${${name.toUpperCase().replaceAll(" ", "")}}`),
  ),
  { id: "older", label: "is more days ago than", comparator: "greater_than", operand: "days" },
  { id: "younger", label: "is fewer days ago than", comparator: "less_than", operand: "days" },
  ...emptiness,
];

const ofChoice: Comparison[] = [
  one("is", "is", "equal"),
  one("is_not", "is not", "not_equal"),
  { id: "any", label: "is any of", comparator: "in", operand: "many" },
  { id: "none", label: "is none of", comparator: "not_in", operand: "many" },
  ...emptiness,
];

const ofChoices: Comparison[] = [
  { id: "any", label: "has any of", comparator: "in", operand: "many" },
  { id: "none", label: "has none of", comparator: "not_in", operand: "many" },
  ...emptiness,
];

const ofTick = [
  fixed("ticked", "is ticked", "equal", true),
  fixed("not_ticked", "is not ticked", "equal", false),
];
const ofRecord = [one("is", "is", "equal"), one("is_not", "is not", "not_equal"), ...emptiness];
const ofUser = [
  fixed("me", "is me", "equal", "${CURRENTUSER}"),
  fixed("not_me", "is not me", "not_equal", "${CURRENTUSER}"),
  ...ofRecord,
];

const byKind: Record<Kind, readonly Comparison[]> = {
  text: ofText,
  long: ofText,
  email: ofText,
  phone: ofText,
  link: ofText,
  number: ofNumber,
  money: ofNumber,
  percent: ofNumber,
  date: ofTime,
  moment: ofTime,
  tick: ofTick,
  choice: ofChoice,
  choices: ofChoices,
  tags: ofChoices,
  record: ofRecord,
  user: ofUser,
};

/** The ways to compare values of a kind, the usual one first. */
export function comparisonsOf(kind: Kind): readonly Comparison[] {
  return byKind[kind];
}

/** The way that a saved condition means; the first one where it says something that these pages do not offer. */
export function comparisonOf(kind: Kind, comparator: string, value: unknown): Comparison | undefined {
  const all = byKind[kind];
  const exact = all.find(
    (one) => one.operand === "none" && one.comparator === comparator && one.fixed === value,
  );
  const isDays = typeof value === "string" && value.startsWith("${AGEINDAYS}");
  const operand: Operand = isDays
    ? "days"
    : comparator === "between"
      ? "two"
      : Array.isArray(value)
        ? "many"
        : "one";
  return (
    exact ??
    all.find((one) => one.operand === operand && one.comparator === comparator) ??
    all.find((one) => one.operand !== "none" && one.comparator === comparator)
  );
}
