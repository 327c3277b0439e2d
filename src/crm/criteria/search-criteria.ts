import { accept, refuse, type Result } from "#kernel/result.ts";
import { type Comparator, type Criteria, type CriteriaProblem } from "./criteria.ts";

/** Most conditions of one search, and most values of one `in`. Source: Zoho CRM v8, "Search records". */
export const searchLimits = { criteria: 15, values: 100 } as const;

/** Operators of search criteria and what they are in views. */
const operators: ReadonlyMap<string, Comparator> = new Map([
  ["equals", "equal"],
  ["not_equal", "not_equal"],
  ["starts_with", "starts_with"],
  ["ends_with", "ends_with"],
  ["contains", "contains"],
  ["not_contains", "not_contains"],
  ["in", "in"],
  ["not_in", "not_in"],
  ["greater_than", "greater_than"],
  ["greater_equal", "greater_equal"],
  ["less_than", "less_than"],
  ["less_equal", "less_equal"],
  ["between", "between"],
]);

/**
 * Reads `((Account_Name:equals:Zylker)and(Account_Type:in:Customer,Prospect))`. A backslash makes the next letter plain
 * text: ( ) , and the backslash itself. `and` and `or` without brackets between them are taken from left to right.
 */
export function parseSearchCriteria(text: string): Result<Criteria, CriteriaProblem> {
  const reader = { text: text.trim(), at: 0 };
  const read = readSequence(reader, 0);
  if (!read.ok) return read;
  return reader.at === reader.text.length ? read : unreadable(reader, "expected the end");
}

type Reader = { text: string; at: number };

function unreadable({ text, at }: Reader, reason: string): { ok: false; refusal: CriteriaProblem } {
  return refuse({ path: "criteria", reason: `${reason} at "${text.slice(at, at + 20)}"` });
}

/** One or more bracketed conditions with and / or between them. */
function readSequence(reader: Reader, depth: number): Result<Criteria, CriteriaProblem> {
  if (depth > 10) return unreadable(reader, "too many brackets inside each other");
  const first = readBracket(reader, depth);
  if (!first.ok) return first;
  let criteria = first.value;
  for (;;) {
    skipBlanks(reader);
    const word = /^(and|or)\s*(?=\()/i.exec(reader.text.slice(reader.at, reader.at + 20));
    if (!word?.[1]) return accept(criteria);
    reader.at += word[0].length;
    const next = readBracket(reader, depth);
    if (!next.ok) return next;
    criteria = joined(criteria, word[1].toUpperCase() === "AND" ? "AND" : "OR", next.value);
  }
}

function joined(left: Criteria, operator: "AND" | "OR", right: Criteria): Criteria {
  const isSame = "group" in left && left.operator === operator;
  return { operator, group: isSame ? [...left.group, right] : [left, right] };
}

function readBracket(reader: Reader, depth: number): Result<Criteria, CriteriaProblem> {
  skipBlanks(reader);
  if (reader.text[reader.at] !== "(") return unreadable(reader, "expected an opening bracket");
  reader.at += 1;
  skipBlanks(reader);
  const inner = reader.text[reader.at] === "(" ? readSequence(reader, depth + 1) : readCondition(reader);
  if (!inner.ok) return inner;
  skipBlanks(reader);
  if (reader.text[reader.at] !== ")") return unreadable(reader, "expected a closing bracket");
  reader.at += 1;
  return inner;
}

function readCondition(reader: Reader): Result<Criteria, CriteriaProblem> {
  const head = /^(\w+):(\w+):/.exec(reader.text.slice(reader.at, reader.at + 200));
  if (!head) return unreadable(reader, "expected field:operator:value");
  const [whole, field = "", operator = ""] = head;
  const comparator = operators.get(operator.toLowerCase());
  if (!comparator) return refuse({ path: "criteria", reason: "is no operator", field, comparator: operator });
  reader.at += whole.length;
  const values = readValues(reader);
  const isList = comparator === "in" || comparator === "not_in" || comparator === "between";
  if (values.length > searchLimits.values)
    return refuse({
      path: "criteria",
      reason: `has more than ${searchLimits.values} values`,
      field,
      comparator: operator,
    });
  return accept({ field, comparator, value: isList ? values : values.join(",") });
}

/** Up to the closing bracket, parted at commas. */
function readValues(reader: Reader): string[] {
  const values: string[] = [];
  let value = "";
  for (; reader.at < reader.text.length; reader.at += 1) {
    const letter = reader.text[reader.at] ?? "";
    if (letter === ")") break;
    if (letter === ",") {
      values.push(value);
      value = "";
    } else if (letter === "\\" && reader.at + 1 < reader.text.length) {
      reader.at += 1;
      value += reader.text[reader.at] ?? "";
    } else if (letter === "$" && reader.text[reader.at + 1] === "{") {
      const macro = /^\$\{\w+\}/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0] ?? letter;
      value += macro;
      reader.at += macro.length - 1;
    } else value += letter;
  }
  return [...values, value];
}

function skipBlanks(reader: Reader): void {
  while (reader.text[reader.at] === " ") reader.at += 1;
}
