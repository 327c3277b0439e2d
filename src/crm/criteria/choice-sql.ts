import { sql } from "kysely";
import { anyHolds, type Compare, signed, takesList, textsOf } from "./condition.ts";

/** A pick list: exactly the value, in its case of letters. */
export const compareChoice: Compare = (field, comparator, value) => {
  const list = takesList(comparator)
    ? textsOf(value)
    : (comparator === "equal" || comparator === "not_equal") && typeof value === "string"
      ? [value]
      : undefined;
  return list && signed(anyHolds(field, list), comparator);
};

/** A check box: one that was never ticked is false. */
export const compareBoolean: Compare = (field, comparator, value) => {
  const wanted =
    value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
  if (wanted === undefined || (comparator !== "equal" && comparator !== "not_equal")) return undefined;
  const isTicked = anyHolds(field, [true]);
  return wanted === (comparator === "equal") ? isTicked : sql<boolean>`not ${isTicked}`;
};

/** Lists of choices, and tags: which of the given ones are among the chosen. "is" and "in" mean any. */
export const compareChoices: Compare = (field, comparator, value) => {
  const list = textsOf(value);
  if (!list) return undefined;
  const items = list.map((one) => (field.type === "tags" ? { name: one } : one));
  switch (comparator) {
    case "include_all":
    case "exclude_all":
      return signed(anyHolds(field, [items]), comparator);
    case "equal":
    case "not_equal":
    case "in":
    case "not_in":
    case "contains":
    case "not_contains":
    case "include_any":
    case "exclude_any":
      return signed(
        anyHolds(
          field,
          items.map((one) => [one]),
        ),
        comparator,
      );
    default:
      return undefined;
  }
};
