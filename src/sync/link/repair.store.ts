import { sql } from "kysely";
import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import "./link.table.ts";

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
           intent = null, config_version = excluded.config_version,
           crm_modified_time = greatest(link.crm_modified_time, excluded.crm_modified_time),
           linked_at = excluded.linked_at, updated_at = excluded.updated_at`.execute(tx);
}
