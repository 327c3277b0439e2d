import type { ConnectionId, ContactPersonId, CustomerId, RunId } from "#kernel/id.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { RunTx } from "#sync/run/statements.store.ts";
import type { Mark } from "./mark.ts";
import type { Marked } from "./pair.ts";

/** The marked records as they are now, with their links. */
export async function findMarked(
  tx: RunTx,
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
  tx: RunTx,
  connection: ConnectionId,
  marks: readonly Mark[],
  ids: readonly CustomerId[],
): Promise<Marked[]> {
  const rows = new Map((await tx.findCustomersByIds(ids)).map((row) => [row.id as string, row]));
  const links = await tx.findLinksOf(connection, "customer", ids);
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
  tx: RunTx,
  connection: ConnectionId,
  runId: RunId,
  marks: readonly Mark[],
  ids: readonly ContactPersonId[],
): Promise<Marked[]> {
  const rows = await tx.findContactPersonsByIds(ids);
  const byId = new Map(rows.map((row) => [row.id as string, row]));
  const owners = [...new Set(rows.map((row) => row.customer_id))];
  const customerRows = new Map((await tx.findCustomersByIds(owners)).map((row) => [row.id, row]));
  const links = await tx.findLinksOf(connection, "contact_person", ids);
  const parents = await tx.findLinksOf(connection, "customer", owners);
  const planned = await tx.listMade(runId, owners);
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
