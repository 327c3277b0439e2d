import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import { endedStatuses } from "#billing/subscription/transitions.ts";
import type { CustomerId } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tables, Tx } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import type { Customer } from "./customer.ts";
import { afterPrefix, type SearchTerms } from "./search-key.ts";
import "./customer.table.ts";

/** The columns a list shows. */
export const listColumns = [
  "id",
  "display_name",
  "type",
  "company_name",
  "first_name",
  "last_name",
  "email",
  "phone",
  "mobile",
  "website",
  "tags",
  "currency_code",
  "billing_city",
  "billing_country",
  "status",
  "source",
  "merged_into",
  "crm_links",
  "custom_fields",
  "version",
  "created_at",
  "updated_at",
] as const satisfies (keyof Customer)[];

export type ListedCustomer = Pick<Customer, (typeof listColumns)[number]>;

export type CustomerFilter = {
  status?: Customer["status"] | "merged" | undefined;
  linked?: boolean | undefined;
  subscribed?: boolean | undefined;
  /** With an open invoice that was due before the day, or without one. */
  overdue?: { is: boolean; on: string } | undefined;
};

export type CustomerSort = "name" | "updated_at" | "created_at";

export type ListRequest = {
  filter: CustomerFilter;
  sort: CustomerSort;
  direction: "asc" | "desc";
  after?: Keyset | undefined;
  limit: number;
};

type Query<Row> = SelectQueryBuilder<Tables, "customer", Row>;

/** Ids begin with the time of their making, so the primary key is the order of creation. */
const sortColumns = { name: "sort_name", updated_at: "updated_at", created_at: "id" } as const;

/** One page of customers. The cursor is a row's place in the order, so that a page costs the same however deep it is. */
export async function listCustomers(
  tx: Tx,
  { filter, sort, direction, after, limit }: ListRequest,
): Promise<Page<ListedCustomer>> {
  const column = sortColumns[sort];
  let query = filtered(tx.selectFrom("customer"), filter)
    .select([...listColumns, "sort_name"])
    .orderBy(column, direction)
    .limit(limit + 1);
  if (column !== "id") query = query.orderBy("id", direction);
  if (after !== undefined) query = query.where(beyond(column, direction, after));
  const rows = await query.execute();
  return pageOf(
    rows,
    limit,
    (row) => ({ value: column === "id" ? null : row[column], id: row.id }),
    ({ sort_name: _sort, ...row }) => row,
  );
}

function beyond(column: "sort_name" | "updated_at" | "id", direction: "asc" | "desc", { value, id }: Keyset) {
  const comparison = sql.raw(direction === "asc" ? ">" : "<");
  if (column === "id") return sql<boolean>`id ${comparison} ${id}`;
  return sql<boolean>`(${sql.ref(column)}, id) ${comparison} (${value}, ${id})`;
}

function filtered<Row>(
  query: Query<Row>,
  { status, linked, subscribed, overdue }: CustomerFilter,
): Query<Row> {
  let narrowed = query;
  if (status === "merged") narrowed = narrowed.where("merged_into", "is not", null);
  else if (status !== undefined) narrowed = narrowed.where("status", "=", status);
  if (status === "inactive") narrowed = narrowed.where("merged_into", "is", null);
  if (linked !== undefined) narrowed = narrowed.where("crm_links", linked ? ">" : "=", 0);
  if (subscribed !== undefined) narrowed = narrowed.where(isOneOf(subscribersOf, subscribed));
  if (overdue !== undefined) narrowed = narrowed.where(isOneOf(debtorsOn(overdue.on), overdue.is));
  return narrowed;
}

type Customers = RawBuilder<unknown>;

/** Whether a customer is, or is not, among those that a query names. */
function isOneOf(customers: Customers, is: boolean) {
  return sql<boolean>`id ${sql.raw(is ? "in" : "not in")} (${customers})`;
}

const subscribersOf: Customers = sql`select customer_id from subscription where status <> all (${endedStatuses})`;

function debtorsOn(day: string): Customers {
  return sql`select customer_id from document
    where kind = 'invoice' and status = 'sent' and balance > 0 and due_date < ${day} and customer_id is not null`;
}

/**
 * The customers whose name, a later word of it, company, e-mail address (also a contact person's) or phone number
 * begins with what is searched; by name, at most `limit`. Each way has an index of its own, and stops at the limit; all of
 * them are asked at once.
 */
export async function searchCustomers(
  tx: Tx,
  terms: SearchTerms,
  filter: CustomerFilter,
  limit: number,
): Promise<ListedCustomer[]> {
  const ways = [
    ...(terms.name === undefined
      ? []
      : [
          byPrefix(tx, filter, "sort_name", terms.name, limit),
          byCompany(tx, filter, terms.name, limit),
          byPrefix(tx, filter, "name_rest", terms.name, limit),
          byRowBeside(tx, filter, beside.laterWords, terms.name, limit),
        ]),
    ...(terms.email === undefined
      ? []
      : [
          byPrefix(tx, filter, "email_key", terms.email, limit),
          byRowBeside(tx, filter, beside.persons, terms.email, limit),
        ]),
    ...terms.phones.map((phone) =>
      filtered(tx.selectFrom("customer"), filter)
        .select("id")
        .where("phone_key", "=", phone)
        .limit(sql.lit(limit)),
    ),
  ];
  if (ways.length === 0) return [];
  const parts = ways.map((way, at) => sql`select id, ${at}::int as way from ${way} as found`);
  const found = sql<{ id: CustomerId }>`${sql.join(parts, sql` union all `)} order by way`;
  const { rows } = await kept(found).execute(tx);
  const ids = new Set(rows.map(({ id }) => id));
  if (ids.size === 0) return [];
  return tx
    .selectFrom("customer")
    .select(listColumns)
    .where("id", "in", [...ids].slice(0, limit))
    .orderBy("sort_name")
    .orderBy("id")
    .execute();
}

function byPrefix(
  tx: Tx,
  filter: CustomerFilter,
  column: "sort_name" | "name_rest" | "email_key",
  prefix: string,
  limit: number,
) {
  return filtered(tx.selectFrom("customer"), filter)
    .select("id")
    .where(column, ">=", prefix)
    .where(column, "<", afterPrefix(prefix))
    .orderBy(column)
    .limit(sql.lit(limit));
}

/** Companies called otherwise than their customer's display name; the others are found by that. */
function byCompany(tx: Tx, filter: CustomerFilter, prefix: string, limit: number) {
  return filtered(tx.selectFrom("customer"), filter)
    .select("id")
    .where("name_key", ">=", prefix)
    .where("name_key", "<", afterPrefix(prefix))
    .whereRef("name_key", "<>", "sort_name")
    .orderBy("name_key")
    .limit(sql.lit(limit));
}

/** What customers have several of is kept in rows beside them: words of the name after the second, persons' addresses. */
const beside = {
  laterWords: { table: "customer_later_words", key: "rest" },
  persons: { table: "contact_person", key: "email_key" },
} as const;

function byRowBeside(
  tx: Tx,
  filter: CustomerFilter,
  { table, key }: (typeof beside)[keyof typeof beside],
  prefix: string,
  limit: number,
) {
  const column = sql.ref(key);
  const found = sql`select customer_id from ${sql.table(table)}
    where ${column} >= ${prefix} and ${column} < ${afterPrefix(prefix)} order by ${column} limit ${limit}`;
  return filtered(tx.selectFrom("customer"), filter)
    .select("id")
    .where(sql<boolean>`id in (${found})`)
    .limit(sql.lit(limit));
}

/** Whole customers in the order in which they were made, after the one named: for reading all of them in batches. */
export async function readCustomers(
  tx: Tx,
  filter: CustomerFilter,
  after: CustomerId | undefined,
  limit: number,
): Promise<Customer[]> {
  const query = filtered(tx.selectFrom("customer"), filter).selectAll().orderBy("id").limit(limit);
  return (after === undefined ? query : query.where("id", ">", after)).execute();
}

/** Customers of these names in their normal form, the oldest of each; merged ones are left out. */
export async function findCustomersBySortNames(tx: Tx, names: readonly string[]): Promise<Customer[]> {
  const rows = await tx
    .selectFrom("customer")
    .selectAll()
    .where("sort_name", "=", anyOf(names))
    .where("merged_into", "is", null)
    .orderBy("id", "desc")
    .execute();
  return [...new Map(rows.map((row) => [row.sort_name, row])).values()];
}

/** Customers of a name in its normal form, the oldest first; merged ones are left out. */
export async function findCustomersBySortName(tx: Tx, name: string): Promise<Customer[]> {
  return unmerged(tx).where("sort_name", "=", name).execute();
}

/** Customers of an e-mail address in its normal form, the oldest first; merged ones are left out. */
export async function findCustomersByEmail(tx: Tx, key: string): Promise<Customer[]> {
  return unmerged(tx).where("email_key", "=", key).execute();
}

function unmerged(tx: Tx) {
  return tx.selectFrom("customer").selectAll().where("merged_into", "is", null).orderBy("id").limit(20);
}

/** How many customers pass, counted up to a cap: beyond it nobody reads the digits, and counting a million takes seconds. */
export async function countCustomers(
  tx: Tx,
  filter: CustomerFilter,
  cap: number,
): Promise<{ count: number; is_capped: boolean }> {
  const some = filtered(tx.selectFrom("customer"), filter)
    .select(sql<number>`1`.as("one"))
    .limit(cap + 1)
    .as("some");
  const { count } = await tx
    .selectFrom(some)
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  return { count: Math.min(count, cap), is_capped: count > cap };
}
