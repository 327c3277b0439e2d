import { type RawBuilder, sql } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { type Sight, visibleAnySql } from "#crm/record/visible-sql.ts";
import "#crm/record/record.table.ts";
import "#sync/link/link.table.ts";
import "#sync/deal/record-document.table.ts";

/** A record of the CRM, and where its customer is looked for. */
export type Place = { id: string; module: ModuleName; name: string };

/** The customer that a record is, or belongs to. */
export type PlacedCustomer = { id: CustomerId; name: string; currency_code: string };

/** The connection that ties this CRM to this billing, both ways; one that was disabled shows nothing. */
const connected = sql`
  from connection c join crm_organization o on o.organization_id = c.organization_id and o.zgid = c.crm_zgid
  where c.kind = 'embedded' and c.extent_allowed = 'two-way' and c.state <> 'disabled'`;

/** A link that says whose customer a record is. */
const isTied = sql`l.state in ('linked', 'out_of_view')`;

export async function isConnected(tx: Tx): Promise<boolean> {
  const { rows } = await sql`select 1 ${connected} limit 1`.execute(tx);
  return rows.length > 0;
}

/** A live record by its id, where the caller may see it. */
export async function findPlace(tx: Tx, sight: Sight, id: string): Promise<Place | undefined> {
  return tx
    .selectFrom("crm_record as r")
    .select(["r.id", "r.module", "r.name"])
    .where("r.id", "=", id)
    .where("r.deleted_time", "is", null)
    .where(visibleAnySql(sight))
    .executeTakeFirst();
}

/** The name of a record's owner. */
export async function findOwnerName(tx: Tx, id: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select concat_ws(' ', nullif(u.first_name, ''), u.last_name) as name from crm_record r
      join crm_user u on u.organization_id = r.organization_id and u.id = r.owner_id where r.id = ${id}`.execute(
    tx,
  );
  return rows[0]?.name ?? null;
}

/**
 * The customer of a record: what it is linked with itself, else its account, else its contact, else the account of that.
 * A record that only looks like a linked one is no customer: anybody can write such a one. A contact person shows what its
 * customer has to whoever sees the customer's own record.
 */
export async function findPlacedCustomer(
  tx: Tx,
  sight: Sight,
  id: string,
): Promise<PlacedCustomer | undefined> {
  const { rows } = await sql<PlacedCustomer>`
    with near (id, rank) as (
      select r.id::text, 1 from crm_record r where r.id = ${id}
      union all select r.values ->> 'Account_Name', 2 from crm_record r where r.id = ${id} and r.module <> 'Accounts'
      union all select r.values ->> 'Contact_Name', 3 from crm_record r where r.id = ${id} and r.module = 'Deals'
      union all select p.values ->> 'Account_Name', 4 from crm_record r
        join crm_record p on p.organization_id = r.organization_id and p.id = (r.values ->> 'Contact_Name')::bigint and p.deleted_time is null
        where r.id = ${id} and r.module = 'Deals')
    select cu.id, cu.display_name as name, cu.currency_code from near
      ${linkedRecord(sight, sql`near.id`)}
      join link l on l.crm_id = near.id and ${isTied}
      join customer cu on cu.organization_id = l.organization_id and cu.id = l.customer_id
    where l.connection_id in (select c.id ${connected})
      and (l.target = 'customer' or exists (select from link own ${linkedRecord(sight, sql`own.crm_id`, "holder")}
        where own.connection_id = l.connection_id and own.customer_id = l.customer_id and own.target = 'customer' and own.state in ('linked', 'out_of_view')))
    order by near.rank, l.linked_at limit 1`.execute(tx);
  return rows[0];
}

/** Of documents or subscriptions, those whose customer is in this CRM. `of` is their table's name in the query. */
export function ofLinkedCustomers(sight: Sight, of: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from link l ${linkedRecord(sight, sql`l.crm_id`)} where l.organization_id = ${sql.ref(`${of}.organization_id`)}
    and l.customer_id = ${sql.ref(`${of}.customer_id`)} and l.target = 'customer' and ${isTied} and l.connection_id in (select c.id ${connected}))`;
}

/** What was made for records of this CRM that the caller may see, by its id. */
export function madeForVisible(sight: Sight, id: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(id)} in (select m.document_id from record_document m ${linkedRecord(sight, sql`m.crm_id`)})`;
}

/** Joins the record of an id that is text, where it is there and the caller may see it. */
function linkedRecord(sight: Sight, id: RawBuilder<unknown>, as = "r"): RawBuilder<unknown> {
  const record = sql.id(as);
  return sql`join crm_record ${record} on ${record}.id = ${id}::bigint and ${record}.deleted_time is null and ${visibleAnySql(sight, record)}`;
}

/** A record with those that were merged into it, whose documents are its own. */
export async function withMergedAway(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive whole (id) as (
      select ${id}::bigint union
      select e.related_id from whole w join crm_timeline e on e.record_id = w.id and e.action = 'merged')
    select id::text from whole`.execute(tx);
  return rows.map((row) => row.id);
}

/** The deals of an account or contact that the caller may see. */
export async function dealsOf(tx: Tx, sight: Sight, { id, module }: Place): Promise<string[]> {
  const field = module === "Accounts" ? "Account_Name" : "Contact_Name";
  const { rows } = await sql<{ id: string }>`
    select r.id::text as id from crm_record r
    where r.module = 'Deals' and r.deleted_time is null and r.values @> ${JSON.stringify({ [field]: id })}::jsonb and ${visibleAnySql(sight)} limit 1000`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** The records of the CRM that something is for: those of its customer, and those for which it was made. */
export async function recordsOf(
  tx: Tx,
  sight: Sight,
  { id, customer }: { id: string; customer: string | null },
): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select r.id::text as id, r.module, r.name from crm_record r where r.deleted_time is null and ${visibleAnySql(sight)} and r.id in (
      select m.crm_id::bigint from record_document m where m.document_id = ${id}
      union all select l.crm_id::bigint from link l
        where l.customer_id = ${customer} and l.target = 'customer' and ${isTied} and l.connection_id in (select c.id ${connected}))
    order by r.module, r.id limit 20`.execute(tx);
  return rows;
}
