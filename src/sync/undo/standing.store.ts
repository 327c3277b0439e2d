import { sql } from "kysely";
import { findContactPersonsByIds, findCustomersByIds } from "#billing/customer/customer-bulk.store.ts";
import { findCustomersWithTransactions } from "#billing/customer/transactions.store.ts";
import type { ConnectionId, ContactPersonId, CustomerId, Id, RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { BillingRecord } from "#sync/plan/decision.ts";
import type { Hanging } from "./plan-undo.ts";

/** The records as they are now, by id. */
export async function findRecords(
  tx: Tx,
  ids: { customers: readonly CustomerId[]; persons: readonly ContactPersonId[] },
): Promise<Map<string, BillingRecord>> {
  const records = [
    ...(await findCustomersByIds(tx, ids.customers)).map(customerRecord),
    ...(await findContactPersonsByIds(tx, ids.persons)).map(personRecord),
  ];
  return new Map(records.map((record) => [record.id, record]));
}

/** By CRM record the state of its link. */
export async function findLinkStates(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
): Promise<Map<string, LinkRow["state"]>> {
  const rows = await tx
    .selectFrom("link")
    .select(["crm_id", "state"])
    .where("connection_id", "=", connection)
    .where("crm_id", "=", anyOf(crmIds))
    .execute();
  return new Map(rows.map((row) => [row.crm_id, row.state]));
}

type Place = {
  runId: RunId;
  connectionId: ConnectionId;
  crmIds: readonly string[];
  merges: readonly string[];
};

/**
 * What hangs on each of the customers beside what the run itself did: documents, contact persons (without those that
 * this preview would delete), merges that still hold (without those named, which are taken back), links with CRM records
 * other than those named.
 */
export async function findHanging(
  tx: Tx,
  customers: readonly CustomerId[],
  { runId, connectionId, crmIds, merges }: Place,
): Promise<Map<CustomerId, Hanging[]>> {
  const documents = await findCustomersWithTransactions(tx, customers);
  const { rows } = await sql<{ id: CustomerId; hanging: Hanging[] }>`
    select c.id, array_remove(array[
        case when exists (select from contact_person p where p.organization_id = c.organization_id and p.customer_id = c.id
          and not exists (select from sync_planned n where n.organization_id = c.organization_id and n.run_id = ${runId}
            and n.key = ${plannedKey} and n.crm_id = p.id)) then 'contact_persons' end,
        case when exists (select from customer_merge m where m.organization_id = c.organization_id and m.undone_at is null
          and c.id in (m.survivor_id, m.loser_id) and m.id <> all (${[...merges]}::text[])) then 'merges' end,
        case when exists (select from link l where l.organization_id = c.organization_id and l.customer_id = c.id
          and l.target = 'customer' and l.state not in ('duplicate', 'closed')
          and (l.connection_id <> ${connectionId} or l.crm_id <> all (${[...crmIds]}::text[]))) then 'links' end
      ], null) as hanging
      from customer c where c.id = ${anyOf(customers)}`.execute(tx);
  return new Map(
    rows.map(({ id, hanging }) => [id, documents.has(id) ? ["documents", ...hanging] : hanging]),
  );
}

/** What a preview of an undo calls the contact persons that it would delete, among what it has planned. */
const plannedKey = "deleted by the undo";

/** Notes contact persons that a preview would delete, so that it shows what becomes of their customers. */
export async function rememberDeleted(
  tx: Tx,
  runId: RunId,
  persons: readonly { id: ContactPersonId; customerId: CustomerId }[],
): Promise<void> {
  if (persons.length === 0) return;
  await sql`
    insert into sync_planned (organization_id, run_id, key, crm_id, customer_id)
    select current_organization(), ${runId}, ${plannedKey}, id, customer_id
      from unnest(${persons.map((one) => one.id)}::text[], ${persons.map((one) => one.customerId)}::text[]) as gone (id, customer_id)
    on conflict do nothing`.execute(tx);
}

/** A merge that a run made and that holds. */
export type RunMerge = { id: Id<"mrg">; survivor_id: CustomerId; loser_id: CustomerId };

/** Merges of these pairs that were made while the run was, the newest first. */
export async function findMerges(
  tx: Tx,
  pairs: readonly { survivor: CustomerId; loser: CustomerId }[],
  { from, to }: { from: Instant; to: Instant },
): Promise<RunMerge[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<RunMerge>`
    select m.id, m.survivor_id, m.loser_id from customer_merge m
      join unnest(${pairs.map((one) => one.survivor)}::text[], ${pairs.map((one) => one.loser)}::text[]) as pair (survivor, loser)
        on m.survivor_id = pair.survivor and m.loser_id = pair.loser
     where m.undone_at is null and m.merged_at between ${from} and ${to} order by m.id desc`.execute(tx);
  return rows;
}
