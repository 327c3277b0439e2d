import { sql } from "kysely";
import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { LinkRow } from "./link.table.ts";

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

/** Contacts are synced with their account: without its link they are out of the sync as if they had left the view. */
export async function leavePersons(
  tx: Tx,
  connection: ConnectionId,
  customer: CustomerId,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("link")
    .set({ state: "out_of_view", intent: null, updated_at: now })
    .where("connection_id", "=", connection)
    .where("customer_id", "=", customer)
    .where("target", "=", "contact_person")
    .where("state", "=", "linked")
    .execute();
}

export type NewLink = {
  connectionId: ConnectionId;
  crmId: string;
  module: CrmModule;
  customerId: CustomerId;
  configVersion: number;
  modifiedTime: Instant;
  now: Instant;
};

/** Links a CRM record with a customer; the two that were linked before still know what they agreed on then. */
export async function openLink(tx: Tx, link: NewLink): Promise<void> {
  const { connectionId, crmId, module, customerId, configVersion, modifiedTime, now } = link;
  await sql`
    insert into link (organization_id, connection_id, crm_id, crm_module, target, customer_id, state, base, config_version,
                      crm_modified_time, linked_at, updated_at)
    values (current_organization(), ${connectionId}, ${crmId}, ${module}, 'customer', ${customerId}, 'linked', '{}',
            ${configVersion}, ${modifiedTime}, ${now}, ${now})
    on conflict (organization_id, connection_id, crm_id) do update
       set target = 'customer', customer_id = excluded.customer_id, contact_person_id = null, state = 'linked', issues = null,
           base = case when link.customer_id = excluded.customer_id and link.target = 'customer' then link.base else '{}' end,
           intent = null, config_version = excluded.config_version, crm_modified_time = excluded.crm_modified_time,
           linked_at = excluded.linked_at, updated_at = excluded.updated_at`.execute(tx);
}
