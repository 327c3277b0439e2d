import { type RawBuilder, sql } from "kysely";
import type pg from "pg";

const mark = "/* kept */";

/** As many statements as a session keeps: a plan takes up to a few hundred kilobytes. */
const most = 50;

/**
 * Marks a statement that is asked often and is planned longer than it runs: each session keeps it, and its plan where
 * one plan is as good as one made for the values (which the database finds out by trying five). For reads whose columns
 * are named, because a session cannot go on with one whose columns are others after a migration.
 */
export function kept<Row>(statement: RawBuilder<Row>): RawBuilder<Row> {
  return sql<Row>`${sql.raw(mark)} ${statement}`;
}

/** Lets a connection keep the statements that are marked; of these the first ones that it is asked, by their texts. */
export function keepStatements(client: pg.PoolClient): void {
  const names = new Map<string, string>();
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown;
  const askKept = (first: unknown, ...others: unknown[]): unknown => {
    const name = typeof first === "string" && first.startsWith(mark) ? nameIn(names, first) : undefined;
    return name === undefined
      ? ask(first, ...others)
      : ask({ name, text: first, values: others[0] }, ...others.slice(1));
  };
  client.query = askKept as typeof client.query;
}

function nameIn(names: Map<string, string>, text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= most) return known;
  const name = `kept_${names.size + 1}`;
  names.set(text, name);
  return name;
}
