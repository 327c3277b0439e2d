import { type RawBuilder, sql } from "kysely";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import type { Seat } from "#crm/user/seat.commands.ts";
import type { Sight } from "#crm/record/visible-sql.ts";
import { mayDo } from "#crm/user/permissions.ts";
import {
  dealsOf,
  findPlace,
  findPlacedCustomer,
  madeForVisible,
  ofLinkedCustomers,
  type Place,
  withMergedAway,
} from "./place.store.ts";

/** How the table of a module is called in the queries of its lists. */
function tableOf(module: FinanceModule): string {
  return module === "subscriptions" ? "s" : "document";
}

/** A record that the caller may see. */
export async function visiblePlace(
  tx: Tx,
  caller: Pick<Seat, "permissions" | "sees">,
  id: string,
): Promise<Place> {
  const place = await findPlace(tx, caller, id);
  if (!place || !mayDo(caller.permissions, place.module, "view"))
    throw new AppError("finance.record_unknown", { record: id });
  return place;
}

/** Which rows of a module all of the CRM has that the caller may see: what its customers have, and what was made for its records. */
export function scopeOfAll(sight: Sight, module: FinanceModule): RawBuilder<boolean> {
  const made = madeForVisible(sight, `${tableOf(module)}.id`);
  // A purchase order is for a vendor: nothing else ties it to the CRM.
  if (module === "purchase_orders") return made;
  return sql<boolean>`(${ofLinkedCustomers(sight, tableOf(module))} or ${made})`;
}

/** Whose something is that all of the CRM has and the caller may see; undefined where it is not of that. */
export async function findInScope(
  tx: Tx,
  sight: Sight,
  module: FinanceModule,
  id: string,
): Promise<{ customer: string | null } | undefined> {
  const row = sql.id(tableOf(module));
  const table = sql.table(module === "subscriptions" ? "subscription" : "document");
  const { rows } = await sql<{ customer: string | null }>`
    select customer_id as customer from ${table} as ${row} where ${row}.id = ${id} and ${scopeOfAll(sight, module)}`.execute(
    tx,
  );
  return rows[0];
}

/** The invoices of a subscription. */
export function scopeOfSubscription(id: string): RawBuilder<boolean> {
  return sql<boolean>`document.subscription_id = ${id}`;
}

/**
 * Which rows of a module a record has. An account or contact: those of its customer, and what was made for it. A deal: what
 * was made for it, and what came of that. Purchase orders are never a customer's: an account has those of its deals too.
 */
export async function scopeOfRecord(
  tx: Tx,
  sight: Sight,
  module: FinanceModule,
  place: Place,
): Promise<RawBuilder<boolean>> {
  const table = tableOf(module);
  const whole = await withMergedAway(tx, place.id);
  if (place.module === "Deals") return madeFor(table, whole);
  if (module === "purchase_orders") return madeFor(table, [...whole, ...(await dealsOf(tx, sight, place))]);
  const customer = await findPlacedCustomer(tx, sight, place.id);
  if (!customer) return madeFor(table, whole);
  // One list of ids, so that the customer's index finds them: an "or" would read every document there is.
  const own = sql.table(module === "subscriptions" ? "subscription" : "document");
  return sql<boolean>`${sql.ref(`${table}.id`)} in (
    select own.id from ${own} own where own.customer_id = ${customer.id} union all ${madeOf(whole)})`;
}

/** The rows that were made for records of the CRM, and that came of that. */
function madeFor(table: string, records: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${table}.id`)} in (${madeOf(records)})`;
}

/** The ids of what was made for records, and of what came of that: the invoice of an estimate, those of a subscription. */
function madeOf(records: readonly string[]): RawBuilder<unknown> {
  return sql`(
    with recursive whole (id) as (
      select m.document_id from record_document m where m.crm_id = any (${[...records]}::text[])
      union
      select made.id from whole w, lateral (
        select d.id from document d where d.source_id = w.id and d.kind <> 'credit_note'
        union all select d.id from document d where d.subscription_id = w.id and d.kind = 'invoice'
        union all select o.id from subscription o where o.estimate_id = w.id) made)
    select id from whole)`;
}
