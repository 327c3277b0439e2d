import { findContactPersonsByIds, findCustomersByIds } from "#billing/customer/customer-bulk.store.ts";
import type { ConnectionId, ContactPersonId, CustomerId, RunId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { Mark } from "./mark.ts";
import type { Marked } from "./pair.ts";
import { listMade } from "./unlinked.store.ts";

/** The marked records as they are now, with their links. */
export async function findMarked(
  tx: Tx,
  { connectionId, runId }: { connectionId: ConnectionId; runId: RunId },
  target: Target,
  marks: readonly Mark[],
): Promise<Marked[]> {
  const ids = marks.map((mark) => mark.recordId);
  return target === "customer"
    ? customers(tx, connectionId, marks, ids as CustomerId[])
    : persons(tx, connectionId, runId, marks, ids as ContactPersonId[]);
}

async function customers(
  tx: Tx,
  connection: ConnectionId,
  marks: readonly Mark[],
  ids: readonly CustomerId[],
): Promise<Marked[]> {
  const rows = new Map((await findCustomersByIds(tx, ids)).map((row) => [row.id as string, row]));
  const links = await linksOf(tx, connection, "customer", ids);
  return marks.map((mark) => {
    const row = rows.get(mark.recordId);
    return {
      mark,
      record: row && customerRecord(row),
      customer: row,
      link: links.get(mark.recordId),
      parentCrmId: undefined,
    };
  });
}

async function persons(
  tx: Tx,
  connection: ConnectionId,
  runId: RunId,
  marks: readonly Mark[],
  ids: readonly ContactPersonId[],
): Promise<Marked[]> {
  const rows = await findContactPersonsByIds(tx, ids);
  const byId = new Map(rows.map((row) => [row.id as string, row]));
  const owners = [...new Set(rows.map((row) => row.customer_id))];
  const customerRows = new Map((await findCustomersByIds(tx, owners)).map((row) => [row.id, row]));
  const links = await linksOf(tx, connection, "contact_person", ids);
  const parents = await linksOf(tx, connection, "customer", owners);
  const planned = await listMade(tx, runId, owners);
  const parentOf = (customer: CustomerId): string | undefined => {
    const parent = parents.get(customer);
    if (parent?.state === "linked" && parent.crm_module === "Accounts") return parent.crm_id;
    // In a preview the account has no id yet.
    return planned.has(customer) ? "" : undefined;
  };
  return marks.map((mark) => {
    const row = byId.get(mark.recordId);
    return {
      mark,
      record: row && personRecord(row),
      customer: row && customerRows.get(row.customer_id),
      link: links.get(mark.recordId),
      parentCrmId: row && parentOf(row.customer_id),
    };
  });
}

type Found = Pick<LinkRow, "crm_id" | "crm_module" | "state">;

/** By billing record its link; where there are several, the one that counts. */
async function linksOf(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  ids: readonly string[],
): Promise<Map<string, Found>> {
  const column = target === "customer" ? "customer_id" : "contact_person_id";
  const rows = await tx
    .selectFrom("link")
    .select(["crm_id", "crm_module", "state", column])
    .where("connection_id", "=", connection)
    .where("target", "=", target)
    .where(column, "=", anyOf(ids as (CustomerId & ContactPersonId)[]))
    .execute();
  const links = new Map<string, Found>();
  for (const row of rows) {
    const id = row[column] ?? "";
    if (links.get(id)?.state !== "linked") links.set(id, row);
  }
  return links;
}
