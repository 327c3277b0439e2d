/**
 * Queries in COQL, the CRM's SQL. Values are escaped here and nowhere else; names of fields and modules are checked,
 * because they come from configuration. Limits by Zoho: 50 columns, 25 conditions, 50 values of `in`, LIMIT 2,000.
 */
export type CoqlValue = string | number | boolean;

export type CoqlCondition =
  | { field: string; is: "=" | "!=" | ">" | ">=" | "<" | "<=" | "like" | "not like"; value: CoqlValue }
  | { field: string; is: "in" | "not in"; values: readonly CoqlValue[] }
  | { field: string; is: "between"; values: readonly [CoqlValue, CoqlValue] }
  | { field: string; is: "null" | "not null" }
  | { all: readonly CoqlCondition[] }
  | { any: readonly CoqlCondition[] };

export type CoqlQuery = {
  select: readonly string[];
  from: string;
  /** COQL requires a condition; `{ field: "id", is: "not null" }` is one that always holds. */
  where: CoqlCondition;
  orderBy?: readonly { field: string; order: "asc" | "desc" }[];
  /** At most 2,000; 200 where absent. */
  limit?: number;
  offset?: number;
};

/** The query as text. Throws on a name that is none and on a list that COQL does not take: bugs of the caller. */
export function coqlText(query: CoqlQuery): string {
  const { select, from, where, orderBy = [], limit = 200, offset = 0 } = query;
  if (select.length === 0 || select.length > 50)
    throw new Error(`COQL selects 1 to 50 columns, not ${select.length}`);
  if (!Number.isInteger(limit) || limit < 1 || limit > 2000)
    throw new Error(`COQL takes a limit of 1 to 2000, not ${limit}`);
  if (!Number.isInteger(offset) || offset < 0) throw new Error(`COQL takes no offset of ${offset}`);
  const order = orderBy.map((by) => `${nameText(by.field)} ${by.order}`).join(", ");
  return [
    `select ${select.map(nameText).join(", ")} from ${nameText(from)} where ${conditionText(where)}`,
    ...(order === "" ? [] : [`order by ${order}`]),
    `limit ${offset}, ${limit}`,
  ].join(" ");
}

/** Keyset paging: the records after the one with this time and id, ordered by Modified_Time and id. */
export function afterRecord(at: { modifiedTime: string; id: string }): CoqlCondition {
  return {
    any: [
      { field: "Modified_Time", is: ">", value: at.modifiedTime },
      {
        all: [
          { field: "Modified_Time", is: "=", value: at.modifiedTime },
          { field: "id", is: ">", value: at.id },
        ],
      },
    ],
  };
}

function conditionText(condition: CoqlCondition): string {
  if ("all" in condition) return pairwise(condition.all.map(conditionText), "and");
  if ("any" in condition) return pairwise(condition.any.map(conditionText), "or");
  const name = nameText(condition.field);
  switch (condition.is) {
    case "null":
    case "not null":
      return `${name} is ${condition.is}`;
    case "between":
      return `${name} between ${valueText(condition.values[0])} and ${valueText(condition.values[1])}`;
    case "in":
    case "not in":
      if (condition.values.length === 0 || condition.values.length > 50)
        throw new Error(`COQL takes 1 to 50 values of "in"`);
      return `${name} ${condition.is} (${condition.values.map(valueText).join(", ")})`;
    default:
      return `${name} ${condition.is} ${valueText(condition.value)}`;
  }
}

/** COQL joins two conditions, not more: `((a and b) and c)`. */
function pairwise(texts: string[], word: "and" | "or"): string {
  if (texts.length === 0) throw new Error("a COQL group needs a condition");
  return texts.reduce((left, right) => `(${left} ${word} ${right})`);
}

/**
 * A quote is doubled (Zoho's FAQ on COQL). So is a backslash: whether it escapes is not documented, and with both
 * doubled the text ends at the same place either way, so that no value can become part of the query.
 */
function valueText(value: CoqlValue): string {
  if (typeof value === "string") return `'${value.replaceAll(/['\\]/g, "$&$&")}'`;
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`COQL has no number ${value}`);
  return String(value);
}

function nameText(name: string): string {
  if (!/^[A-Za-z][\w]*(\.[A-Za-z]\w*)?$/.test(name)) throw new Error(`not an API name: ${name}`);
  return name;
}
