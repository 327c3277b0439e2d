import { accept, refuse, type Result } from "#kernel/result.ts";
import { type Comparator, countCriteria, type Criteria } from "#crm/criteria/criteria.ts";
import { type Token, tokensOf } from "./coql-tokens.ts";

/** A query as read. Columns may be dotted: `Owner.last_name`. */
export type Coql = {
  columns: readonly string[];
  module: string;
  where: Criteria;
  orderBy: readonly { field: string; order: "asc" | "desc" }[];
  limit: number;
  offset: number;
};

/** Source: Zoho CRM v8, "COQL limitations". */
export const coqlLimits = {
  columns: 50,
  criteria: 25,
  orderBy: 10,
  values: 50,
  limit: 2_000,
  usualLimit: 200,
  offset: 100_000,
} as const;

/** SYNTAX_ERROR names the place; LIMIT_EXCEEDED what there is too much of. */
export type CoqlProblem =
  | { code: "SYNTAX_ERROR"; near: string; line: number; column: number }
  | { code: "LIMIT_EXCEEDED"; clause: string; limit: number };

type Reader = { tokens: readonly Token[]; at: number };

/** A refusal inside the parser: thrown where it is seen, caught by parseCoql alone. */
class Unreadable extends Error {
  readonly problem: CoqlProblem;

  constructor(problem: CoqlProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Reads `select … from … where … [order by …] [limit [offset,] count] [offset …]`. */
export function parseCoql(source: string): Result<Coql, CoqlProblem> {
  try {
    return accept(readQuery({ tokens: tokensOf(source), at: 0 }));
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.problem);
    throw error;
  }
}

function readQuery(reader: Reader): Coql {
  takeWord(reader, "select");
  const columns = readList(reader, takeName, "select", coqlLimits.columns);
  takeWord(reader, "from");
  const module = takeName(reader);
  takeWord(reader, "where");
  const where = readOr(reader, 0);
  if (countCriteria(where) > coqlLimits.criteria)
    throw new Unreadable({ code: "LIMIT_EXCEEDED", clause: "where", limit: coqlLimits.criteria });
  const orderBy = isWord(reader, "order") ? readOrder(reader) : [];
  const { limit, offset } = readLimit(reader);
  if (peek(reader).kind !== "end") throw syntax(peek(reader));
  return { columns, module, where, orderBy, limit, offset };
}

function readOr(reader: Reader, depth: number): Criteria {
  return readJoined(reader, depth, "OR", (inner) => readJoined(inner, depth, "AND", readCondition));
}

function readJoined(
  reader: Reader,
  depth: number,
  operator: "AND" | "OR",
  member: (reader: Reader, depth: number) => Criteria,
): Criteria {
  const first = member(reader, depth);
  const group = [first];
  while (isWord(reader, operator)) {
    reader.at += 1;
    group.push(member(reader, depth));
  }
  return group.length === 1 ? first : { operator, group };
}

function readCondition(reader: Reader, depth: number): Criteria {
  if (depth > 20) throw syntax(peek(reader));
  if (peek(reader).text === "(" && peek(reader).kind === "sign") {
    reader.at += 1;
    const inner = readOr(reader, depth + 1);
    takeSign(reader, ")");
    return inner;
  }
  const field = takeName(reader);
  return readComparison(reader, field.endsWith(".id") ? field.slice(0, -3) : field);
}

const signs: Record<string, Comparator> = {
  "=": "equal",
  "!=": "not_equal",
  "<>": "not_equal",
  ">": "greater_than",
  ">=": "greater_equal",
  "<": "less_than",
  "<=": "less_equal",
};

function readComparison(reader: Reader, field: string): Criteria {
  const token = next(reader);
  const sign = token.kind === "sign" ? signs[token.text] : undefined;
  if (sign) return { field, comparator: sign, value: takeValue(reader) };
  const word = token.kind === "word" ? token.text.toLowerCase() : "";
  if (word === "is") {
    const isNot = isWord(reader, "not");
    if (isNot) reader.at += 1;
    takeWord(reader, "null");
    return { field, comparator: isNot ? "not_equal" : "equal", value: "${EMPTY}" };
  }
  const isNegated = word === "not";
  const operator = isNegated ? next(reader) : token;
  switch (operator.text.toLowerCase()) {
    case "like":
      return { field, comparator: isNegated ? "not_like" : "like", value: takeValue(reader) };
    case "in": {
      takeSign(reader, "(");
      const value = readList(reader, takeValue, "in", coqlLimits.values);
      takeSign(reader, ")");
      return { field, comparator: isNegated ? "not_in" : "in", value };
    }
    case "between": {
      const from = takeValue(reader);
      takeWord(reader, "and");
      return { field, comparator: isNegated ? "not_between" : "between", value: [from, takeValue(reader)] };
    }
    default:
      throw syntax(operator);
  }
}

function readOrder(reader: Reader): Coql["orderBy"] {
  reader.at += 1;
  takeWord(reader, "by");
  const one = (inner: Reader): Coql["orderBy"][number] => {
    const field = takeName(inner);
    const isDescending = isWord(inner, "desc");
    if (isDescending || isWord(inner, "asc")) inner.at += 1;
    return { field, order: isDescending ? "desc" : "asc" };
  };
  return readList(reader, one, "order by", coqlLimits.orderBy);
}

/** `limit 10`, `limit 20, 10` (offset first) or `limit 10 offset 20`. */
function readLimit(reader: Reader): { limit: number; offset: number } {
  let limit: number = coqlLimits.usualLimit;
  let offset = 0;
  if (isWord(reader, "limit")) {
    reader.at += 1;
    limit = takeCount(reader);
    if (peek(reader).text === ",") {
      reader.at += 1;
      offset = limit;
      limit = takeCount(reader);
    }
  }
  if (isWord(reader, "offset")) {
    reader.at += 1;
    offset = takeCount(reader);
  }
  if (limit > coqlLimits.limit)
    throw new Unreadable({ code: "LIMIT_EXCEEDED", clause: "limit", limit: coqlLimits.limit });
  if (offset > coqlLimits.offset)
    throw new Unreadable({ code: "LIMIT_EXCEEDED", clause: "offset", limit: coqlLimits.offset });
  return { limit, offset };
}

function readList<Item>(reader: Reader, one: (reader: Reader) => Item, clause: string, most: number): Item[] {
  const items = [one(reader)];
  while (peek(reader).kind === "sign" && peek(reader).text === ",") {
    reader.at += 1;
    items.push(one(reader));
  }
  if (items.length > most) throw new Unreadable({ code: "LIMIT_EXCEEDED", clause, limit: most });
  return items;
}

function syntax({ text, line, column }: Token): Unreadable {
  return new Unreadable({ code: "SYNTAX_ERROR", near: text === "" ? "end of query" : text, line, column });
}

function peek({ tokens, at }: Reader): Token {
  return tokens[Math.min(at, tokens.length - 1)] ?? { kind: "end", text: "", line: 1, column: 1 };
}

function next(reader: Reader): Token {
  const token = peek(reader);
  reader.at += 1;
  return token;
}

function isWord(reader: Reader, word: string): boolean {
  const token = peek(reader);
  return token.kind === "word" && token.text.toLowerCase() === word.toLowerCase();
}

function takeWord(reader: Reader, word: string): void {
  if (!isWord(reader, word)) throw syntax(peek(reader));
  reader.at += 1;
}

function takeSign(reader: Reader, sign: string): void {
  const token = next(reader);
  if (token.kind !== "sign" || token.text !== sign) throw syntax(token);
}

const keywords = new Set([
  "select",
  "from",
  "where",
  "and",
  "or",
  "not",
  "in",
  "like",
  "between",
  "is",
  "null",
  "order",
  "by",
  "limit",
  "offset",
]);

function takeName(reader: Reader): string {
  const token = next(reader);
  if (token.kind !== "word" || keywords.has(token.text.toLowerCase())) throw syntax(token);
  return token.text;
}

function takeCount(reader: Reader): number {
  const token = next(reader);
  if (token.kind !== "number" || !/^\d{1,9}$/.test(token.text)) throw syntax(token);
  return Number(token.text);
}

/** A quoted text, a number, true, false or null. */
function takeValue(reader: Reader): unknown {
  const token = next(reader);
  if (token.kind === "text" || token.kind === "number") return token.text;
  const word = token.kind === "word" ? token.text.toLowerCase() : "";
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  if (/^\$\{?\w/.test(token.text)) return token.text;
  throw syntax(token);
}
