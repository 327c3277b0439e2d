import { type RawBuilder, sql } from "kysely";
import { afterPrefix } from "#billing/customer/search-key.ts";
import type { NumberedKind } from "#billing/document/kind.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import { isSimilarWord, mostSimilar } from "#platform/db/similar-words.ts";
import type { NumberedRow } from "./found.ts";

/** Words of customers' names that a mistyped one may have meant. */
export async function findSimilarWords(tx: Tx, typed: string, mayGoOn: boolean): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select distinct word from customer_word where ${isSimilarWord(typed, mayGoOn)} limit ${mostSimilar}`.execute(
    tx,
  );
  return rows.map(({ word }) => word);
}

/** Whatever has one of these numbers, of its kind. */
export async function findByNumbers(
  tx: Tx,
  numbers: readonly { kind: NumberedKind; number: string }[],
): Promise<NumberedRow[]> {
  const of = (kind: NumberedKind): string[] =>
    numbers.filter((one) => one.kind === kind).map(({ number }) => number);
  const documents = numbers.filter(({ kind }) => kind !== "payment" && kind !== "subscription");
  const isOne = documents.map(({ kind, number }) => sql`(d.kind = ${kind} and d.number = ${number})`);
  const { rows } = await sql<NumberedRow>`
    select * from (
      ${documentsWhere(isOne.length === 0 ? sql`false` : sql.join(isOne, sql` or `))}
      union all ${beside("subscription", sql`b.number = ${anyOf(of("subscription"))}`)}
      union all ${beside("payment", sql`b.number = ${anyOf(of("payment"))}`)}) found`.execute(tx);
  return rows;
}

/** Whatever has a number that begins so, or a reference that is this; so many of each kind, by number. */
export async function findByBeginnings(
  tx: Tx,
  { beginnings, reference }: { beginnings: readonly string[]; reference: string },
  limit: number,
): Promise<NumberedRow[]> {
  const begins = (number: RawBuilder<unknown>) =>
    sql.join(
      beginnings.map((text) => sql`(${number} >= ${text} and ${number} < ${afterPrefix(text)})`),
      sql` or `,
    );
  const kinds = ["invoice", "credit_note", "estimate", "sales_order", "purchase_order"] as const;
  const limited = (query: RawBuilder<unknown>) => sql`(${query} limit ${sql.lit(limit)})`;
  const parts = [
    ...kinds.flatMap((kind) => [
      limited(sql`${documentsWhere(sql`d.kind = ${kind} and (${begins(sql`d.number`)})`)} order by d.number`),
      limited(documentsWhere(sql`d.kind = ${kind} and d.reference_number = ${reference}`)),
    ]),
    limited(sql`${beside("subscription", begins(sql`b.number`))} order by b.number`),
    limited(sql`${beside("payment", begins(sql`b.number`))} order by b.number`),
  ];
  const { rows } = await kept(sql<NumberedRow>`${sql.join(parts, sql` union all `)}`).execute(tx);
  return rows;
}

/** The last invoices of these customers. */
export async function findLastInvoices(
  tx: Tx,
  customers: readonly string[],
  limit: number,
): Promise<NumberedRow[]> {
  if (customers.length === 0) return [];
  const { rows } = await sql<NumberedRow>`
    ${documentsWhere(sql`d.kind = 'invoice' and d.number is not null and d.customer_id = ${anyOf(customers)}`)}
    order by d.id desc limit ${limit}`.execute(tx);
  return rows;
}

function documentsWhere(condition: RawBuilder<unknown>): RawBuilder<NumberedRow> {
  return sql<NumberedRow>`
    select d.kind, d.id, d.number, coalesce(d.customer_snapshot ->> 'display_name', d.customer_snapshot ->> 'name') as whose
      from document d where d.number is not null and (${condition})`;
}

/** Subscriptions and payments, with the name of their customer. */
function beside(table: "subscription" | "payment", condition: RawBuilder<unknown>): RawBuilder<NumberedRow> {
  return sql<NumberedRow>`
    select ${table}::text as kind, b.id, b.number, c.display_name as whose from ${sql.table(table)} b
      left join customer c on c.organization_id = b.organization_id and c.id = b.customer_id where (${condition})`;
}
