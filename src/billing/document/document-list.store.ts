import { type Expression, type ExpressionBuilder, sql, type SqlBool } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Tables, Tx } from "#platform/db/db.ts";
import { ofCustomersNamed } from "#billing/customer/customer-named.store.ts";
import {
  type ListColumns,
  type ListFilter,
  type Party,
  passing,
} from "#billing/listing/list-filter.store.ts";
import { ofVendorsNamed } from "#billing/vendor/vendor.store.ts";
import { documentOf } from "./document.store.ts";
import type { Document } from "./document.ts";
import type { DocumentKind } from "./kind.ts";

export type DocumentWhere = (row: ExpressionBuilder<Tables, "document">) => Expression<SqlBool>;

export type DocumentListRequest = ListFilter & {
  kind: DocumentKind;
  customer_id?: CustomerId | undefined;
  vendor_id?: Id<"ven"> | undefined;
  subscription_id?: Id<"sub"> | undefined;
  /** What a status of this kind means in SQL. */
  where?: DocumentWhere | undefined;
  after?: Keyset | undefined;
  limit: number;
};

const columns: ListColumns = {
  number: "document.number",
  reference: "document.reference_number",
  date: "document.date",
  money: { amount: "document.total", currency: "document.currency_code" },
};

/** Who is on the other side of a document. */
const parties: Readonly<Record<"customer" | "vendor", Party>> = {
  customer: (tx, text) => ofCustomersNamed(tx, text, "document"),
  vendor: (_tx, text) => Promise.resolve(ofVendorsNamed(text, "document")),
};

/** One page of documents of a kind, the newest date first. */
export async function listDocuments(tx: Tx, request: DocumentListRequest): Promise<Page<Document>> {
  const { kind, customer_id, vendor_id, subscription_id, where, after, limit, ...filter } = request;
  const party = parties[kind === "purchase_order" ? "vendor" : "customer"];
  let query = tx
    .selectFrom("document")
    .selectAll()
    .where("kind", "=", kind)
    .where(await passing(tx, columns, party, filter))
    .orderBy("date", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (customer_id !== undefined) query = query.where("customer_id", "=", customer_id);
  if (vendor_id !== undefined) query = query.where("vendor_id", "=", vendor_id);
  if (subscription_id !== undefined) query = query.where("id", "in", billedBy(tx, subscription_id));
  if (where !== undefined) query = query.where(where);
  if (after !== undefined)
    query = query.where(sql<boolean>`(date, id) < (${after.value}::date, ${after.id})`);
  return pageOf(await query.execute(), limit, (row) => ({ value: row.date, id: row.id }), documentOf);
}

/** The documents of a subscription: those that it wrote, and what gives back something of its invoices. */
function billedBy(tx: Tx, subscription: Id<"sub">) {
  return tx
    .selectFrom("document")
    .select("id")
    .where("subscription_id", "=", subscription)
    .union(
      tx
        .selectFrom("document as invoice")
        .innerJoin("document as credit", (join) =>
          join
            .onRef("credit.organization_id", "=", "invoice.organization_id")
            .onRef("credit.source_id", "=", "invoice.id"),
        )
        .select("credit.id")
        .where("invoice.subscription_id", "=", subscription)
        .where("invoice.kind", "=", "invoice"),
    );
}
