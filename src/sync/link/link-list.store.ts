import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { sql } from "kysely";
import type { LinkRow, ListedLink } from "./link.table.ts";
import { isOver } from "./over.store.ts";

/** The link of a CRM record, whatever its state, with the name of the customer that has it. */
export type RecordLink = LinkRow & { name: string | null };

/** The links of these CRM records, by record. */
export async function findRecordLinks(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
): Promise<Map<string, RecordLink>> {
  const rows = await tx
    .selectFrom("link")
    .leftJoin("customer", (join) =>
      join
        .onRef("customer.organization_id", "=", "link.organization_id")
        .onRef("customer.id", "=", "link.customer_id"),
    )
    .selectAll("link")
    .select("customer.display_name as name")
    .where("link.connection_id", "=", connection)
    .where("link.crm_id", "=", anyOf(crmIds))
    .execute();
  return new Map(rows.map((row) => [row.crm_id, row]));
}

/** The links of a customer itself that count, one a connection. */
export async function findOwnLinks(tx: Tx, customer: CustomerId): Promise<LinkRow[]> {
  return tx
    .selectFrom("link")
    .selectAll()
    .where("customer_id", "=", customer)
    .where("target", "=", "customer")
    .where("state", "not in", ["duplicate", "closed"])
    .orderBy("linked_at")
    .execute();
}

/** The link of a customer itself, if any; the oldest where several CRMs have one. */
export async function findCustomerLink(tx: Tx, customer: CustomerId): Promise<LinkRow | undefined> {
  return (await findOwnLinks(tx, customer))[0];
}

export type LinkFilter = {
  connection?: ConnectionId | undefined;
  customers?: readonly CustomerId[] | undefined;
  crmId?: string | undefined;
  state?: string | undefined;
  issues?: boolean | undefined;
  after?: string | undefined;
  limit: number;
};

/** Links in the order of their CRM ids; `after` is the CRM id of the last one seen. */
export async function listLinkRows(tx: Tx, filter: LinkFilter): Promise<ListedLink[]> {
  let query = tx
    .selectFrom("link")
    .innerJoin("connection", (join) =>
      join
        .onRef("connection.organization_id", "=", "link.organization_id")
        .onRef("connection.id", "=", "link.connection_id"),
    )
    .leftJoin("customer", (join) =>
      join
        .onRef("customer.organization_id", "=", "link.organization_id")
        .onRef("customer.id", "=", "link.customer_id"),
    )
    .leftJoin("contact_person as person", (join) =>
      join
        .onRef("person.organization_id", "=", "link.organization_id")
        .onRef("person.id", "=", "link.contact_person_id"),
    )
    .selectAll("link")
    .select(["connection.crm_company", "connection.api_url", "connection.kind"])
    .select(
      sql<string>`coalesce(nullif(concat_ws(' ', person.first_name, person.last_name), ''), person.email, customer.display_name, link.crm_id)`.as(
        "name",
      ),
    )
    // What remains of a customer that was deleted in billing is of no use to a person, and that of a contact person is among the closed.
    .where("link.customer_id", "is not", null)
    .where((row) => row.or([row("link.state", "=", "closed"), sql<boolean>`not ${isOver}`]))
    .$narrowType<{ customer_id: CustomerId }>()
    .orderBy("link.crm_id")
    .limit(filter.limit);
  if (filter.connection) query = query.where("link.connection_id", "=", filter.connection);
  if (filter.customers) query = query.where("link.customer_id", "=", anyOf(filter.customers));
  if (filter.crmId) query = query.where("link.crm_id", "=", filter.crmId);
  if (filter.state) query = query.where("link.state", "in", filter.state.split(",") as LinkRow["state"][]);
  // What is closed keeps its last issues; nobody can mend them any more.
  if (filter.issues) query = query.where("link.issues", "is not", null).where(sql<boolean>`not ${isOver}`);
  if (filter.after) query = query.where("link.crm_id", ">", filter.after);
  return query.execute();
}
