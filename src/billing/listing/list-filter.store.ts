import { type RawBuilder, sql } from "kysely";
import { exponentsBesideTwo } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { anyOf } from "#platform/db/any-of.ts";
import { afterPrefix } from "#billing/customer/search-key.ts";

export type ListFilter = {
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  at_least?: string | undefined;
  at_most?: string | undefined;
};

/** The columns of a list that its filters are about, with their table where there are several. */
export type ListColumns = {
  number: string;
  reference: string;
  date: string;
  money?: { amount: string; currency: string };
};

/** The rows of those whose name is searched for; undefined where no name is. */
export type Party = (tx: Tx, text: string) => Promise<RawBuilder<boolean> | undefined>;

/** What a row must be to pass the filters, in SQL. */
export async function passing(
  tx: Tx,
  { number, reference, date, money }: ListColumns,
  party: Party,
  { search = "", from, to, at_least: least, at_most: most }: ListFilter,
): Promise<RawBuilder<boolean>> {
  const conditions: RawBuilder<boolean>[] = [];
  if (search !== "") {
    const ways = [startsWith(number, search), sql<boolean>`${sql.ref(reference)} = ${search}`];
    const named = await party(tx, search);
    conditions.push(sql<boolean>`(${sql.join(named === undefined ? ways : [...ways, named], sql` or `)})`);
  }
  if (from !== undefined) conditions.push(sql<boolean>`${sql.ref(date)} >= ${from}::date`);
  if (to !== undefined) conditions.push(sql<boolean>`${sql.ref(date)} <= ${to}::date`);
  if (money !== undefined && least !== undefined) conditions.push(compared(money, ">=", least));
  if (money !== undefined && most !== undefined) conditions.push(compared(money, "<=", most));
  return conditions.length === 0 ? sql<boolean>`true` : sql.join(conditions, sql` and `);
}

function startsWith(column: string, search: string): RawBuilder<boolean> {
  const number = sql.ref(column);
  return sql<boolean>`(${number} >= ${search} and ${number} < ${afterPrefix(search)})`;
}

/** An amount in minor units against one in major units, each in its row's own currency. */
function compared(
  { amount, currency }: { amount: string; currency: string },
  comparison: ">=" | "<=",
  text: string,
): RawBuilder<boolean> {
  const cases = [...unitsOf.entries()].map(
    ([units, codes]) => sql`when ${sql.ref(currency)} = ${anyOf(codes)} then ${units}::numeric`,
  );
  return sql<boolean>`${sql.ref(amount)} ${sql.raw(comparison)} ${text}::numeric *
    case ${sql.join(cases, sql` `)} else 100 end`;
}

/** The currencies that do not have a hundred minor units, by how many they have. */
const unitsOf = Map.groupBy(Object.keys(exponentsBesideTwo), (code) => 10 ** (exponentsBesideTwo[code] ?? 2));
