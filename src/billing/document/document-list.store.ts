import { type Expression, type ExpressionBuilder, sql, type SqlBool } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Tables, Tx } from "#platform/db/db.ts";
import { afterPrefix } from "#billing/customer/search-key.ts";
import { documentOf } from "./document.store.ts";
import type { Document } from "./document.ts";
import type { DocumentKind } from "./kind.ts";

export type DocumentWhere = (row: ExpressionBuilder<Tables, "document">) => Expression<SqlBool>;

export type DocumentListRequest = {
  kind: DocumentKind;
  customer_id?: CustomerId | undefined;
  vendor_id?: Id<"ven"> | undefined;
  subscription_id?: Id<"sub"> | undefined;
  /** The beginning of a number, or of a reference. */
  search?: string | undefined;
  /** What a status of this kind means in SQL. */
  where?: DocumentWhere | undefined;
  after?: Keyset | undefined;
  limit: number;
};

/** One page of documents of a kind, the newest date first. */
export async function listDocuments(tx: Tx, request: DocumentListRequest): Promise<Page<Document>> {
  const { kind, customer_id, vendor_id, subscription_id, search, where, after, limit } = request;
  let query = tx
    .selectFrom("document")
    .selectAll()
    .where("kind", "=", kind)
    .orderBy("date", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (customer_id !== undefined) query = query.where("customer_id", "=", customer_id);
  if (vendor_id !== undefined) query = query.where("vendor_id", "=", vendor_id);
  if (subscription_id !== undefined) query = query.where("subscription_id", "=", subscription_id);
  if (search !== undefined && search !== "") query = query.where(startsWith(search));
  if (where !== undefined) query = query.where(where);
  if (after !== undefined)
    query = query.where(sql<boolean>`(date, id) < (${after.value}::date, ${after.id})`);
  return pageOf(await query.execute(), limit, (row) => ({ value: row.date, id: row.id }), documentOf);
}

function startsWith(search: string): DocumentWhere {
  return (row) =>
    row.or([
      row.and([row("number", ">=", search), row("number", "<", afterPrefix(search))]),
      row("reference_number", "=", search),
    ]);
}
