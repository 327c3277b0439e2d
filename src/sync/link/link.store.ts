import type pg from "pg";
import type { ConnectionId, ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import { insertByCopy } from "#platform/db/bulk.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { LinkPlace, LinkRow } from "./link.table.ts";

const columns = [
  "connection_id",
  "crm_id",
  "crm_module",
  "target",
  "customer_id",
  "contact_person_id",
  "state",
  "base",
  "config_version",
  "issues",
  "intent",
  "crm_modified_time",
  "linked_at",
  "updated_at",
];

/** Inserts new links, in the client's transaction. */
export async function insertLinks(client: pg.ClientBase, rows: readonly LinkRow[]): Promise<void> {
  await insertByCopy(client, { name: "link", columns }, rows);
}

/** Writes the new state of links that exist, in the client's transaction. */
export async function updateLinks(client: pg.ClientBase, rows: readonly LinkRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <Name extends keyof LinkRow>(name: Name): LinkRow[Name][] => rows.map((row) => row[name]);
  await client.query(
    `update link l set state = n.state, customer_id = n.customer_id, base = n.base, issues = n.issues, intent = n.intent, config_version = n.config_version,
        crm_modified_time = greatest(l.crm_modified_time, n.crm_modified_time), updated_at = n.updated_at
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::timestamptz[], $10::timestamptz[])
        as n (connection_id, crm_id, state, customer_id, base, issues, intent, config_version, crm_modified_time, updated_at)
      where l.organization_id = current_organization() and l.connection_id = n.connection_id and l.crm_id = n.crm_id`,
    [
      column("connection_id"),
      column("crm_id"),
      column("state"),
      column("customer_id"),
      column("base"),
      column("issues"),
      column("intent"),
      column("config_version"),
      column("crm_modified_time"),
      column("updated_at"),
    ],
  );
}

/** A link as a plan is made on it. */
export type PlannedLink = Pick<
  LinkRow,
  | "crm_id"
  | "state"
  | "customer_id"
  | "contact_person_id"
  | "base"
  | "issues"
  | "intent"
  | "config_version"
  | "crm_modified_time"
>;

/** The links of these CRM records, whatever their state. */
export async function findLinks(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
): Promise<PlannedLink[]> {
  return tx
    .selectFrom("link")
    .select(["crm_id", "state", "customer_id", "contact_person_id", "base", "issues", "intent"])
    .select(["config_version", "crm_modified_time"])
    .where("connection_id", "=", connection)
    .where("crm_id", "=", anyOf(crmIds))
    .execute();
}

/** By billing record its link; where there are several, the one that counts. */
export async function findLinksOf(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  ids: readonly string[],
): Promise<Map<string, LinkPlace>> {
  const column = target === "customer" ? "customer_id" : "contact_person_id";
  const rows = await tx
    .selectFrom("link")
    .select(["crm_id", "crm_module", "state", "intent", column])
    .where("connection_id", "=", connection)
    .where("target", "=", target)
    .where(column, "=", anyOf(ids as (CustomerId & ContactPersonId)[]))
    .execute();
  const links = new Map<string, LinkPlace>();
  for (const row of rows) {
    const id = row[column] ?? "";
    if (links.get(id)?.state !== "linked") links.set(id, row);
  }
  return links;
}

/** The CRM record that a customer or contact person is linked with, dead or alive; duplicates are not meant. */
export type LiveLink = Pick<LinkRow, "crm_id" | "state" | "base" | "crm_modified_time">;

/** By customer (or contact person), the CRM record that it is linked with. */
export async function findLiveLinks(
  tx: Tx,
  connection: ConnectionId,
  column: "customer_id" | "contact_person_id",
  ids: readonly string[],
): Promise<Map<string, LiveLink>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("link")
    .select(["customer_id", "contact_person_id", "crm_id", "state", "base", "crm_modified_time"])
    .where("connection_id", "=", connection)
    .where("target", "=", column === "customer_id" ? "customer" : "contact_person")
    .where(column, "=", anyOf(ids as (CustomerId & ContactPersonId)[]))
    .where("state", "not in", ["duplicate", "closed"])
    .execute();
  return new Map(rows.map((row) => [row[column] ?? "", row]));
}

/** Those of the CRM records that a link ties to a billing record, or did. */
export async function findLinkedIds(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
): Promise<Set<string>> {
  if (crmIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom("link")
    .select("crm_id")
    .where("connection_id", "=", connection)
    .where("crm_id", "=", anyOf(crmIds))
    .execute();
  return new Set(rows.map((row) => row.crm_id));
}

/** Makes the links of these CRM records those of duplicates, so that another record can have their customers. */
export async function makeDuplicates(
  client: pg.ClientBase,
  { connectionId, now }: { connectionId: ConnectionId; now: Instant },
  crmIds: readonly string[],
): Promise<void> {
  if (crmIds.length === 0) return;
  await client.query(
    `update link set state = 'duplicate', updated_at = $3
      where organization_id = current_organization() and connection_id = $1 and crm_id = any ($2::text[])`,
    [connectionId, crmIds, now],
  );
}

/** The contacts linked as persons of the customers that these accounts are linked with, in the order of their ids. */
export async function listPersonIds(
  tx: Tx,
  connection: ConnectionId,
  accounts: readonly string[],
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom("link as person")
    .innerJoin("link as account", (join) =>
      join
        .onRef("account.organization_id", "=", "person.organization_id")
        .onRef("account.connection_id", "=", "person.connection_id")
        .onRef("account.customer_id", "=", "person.customer_id"),
    )
    .select("person.crm_id")
    .distinct()
    .where("account.connection_id", "=", connection)
    .where("account.crm_id", "=", anyOf(accounts))
    .where("person.target", "=", "contact_person")
    .where("person.state", "=", "linked")
    .where("person.crm_id", ">", after)
    .orderBy("person.crm_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.crm_id);
}
