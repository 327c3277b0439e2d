import { sql } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import { few, mostNamed } from "#kernel/text.ts";
import type { Tx } from "#platform/db/db.ts";
import type { DocumentWhere } from "./document-list.store.ts";

type Named = { kind: string; number: string | null; status: string | null; total: string };

/** Documents as a sentence names them: `INV-000001, a draft estimate and 4 more`. Undefined where there is none. */
export async function nameDocuments(tx: Tx, where: DocumentWhere): Promise<string | undefined> {
  const rows = await tx
    .selectFrom("document")
    .select(["kind", "number", "status", sql<string>`count(*) over ()`.as("total")])
    .where(where)
    .orderBy("id")
    .limit(mostNamed)
    .execute();
  return wordsOf(rows);
}

/** All that ties a customer, or everybody's of an organization, named so: documents, payments and subscriptions. */
export async function nameTransactions(tx: Tx, customerId?: CustomerId): Promise<string | undefined> {
  const whose = customerId === undefined ? sql`true` : sql`customer_id = ${customerId}`;
  const { rows } = await sql<Named>`
    select kind, number, status, count(*) over () as total from (
      select kind, number, status, created_at from document where ${whose}
      union all select 'payment', number, null, created_at from payment where ${whose}
      union all select 'subscription', number, null, created_at from subscription where ${whose}) one
     order by created_at, number limit ${mostNamed}`.execute(tx);
  return wordsOf(rows);
}

function wordsOf(rows: readonly Named[]): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const names = rows.map(
    ({ kind, number, status }) =>
      number ?? `a ${status === "draft" ? "draft" : "void"} ${kind.replaceAll("_", " ")}`,
  );
  return few(names, Number(first.total));
}
