import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { Creation } from "./creation.store.ts";

/** What became of an update of a linked record. */
export type LinkChange = {
  crmId: string;
  /** Values that both sides hold now. */
  agreed: Values;
  /** Nobody knows whether the update arrived. */
  keepsIntent: boolean;
  modifiedTime: Instant | undefined;
};

/** Writes it to the link: the base is what both sides are known to hold. */
export async function settleLink(
  tx: Tx,
  connection: ConnectionId,
  now: Instant,
  { crmId, agreed, keepsIntent, modifiedTime }: LinkChange,
): Promise<void> {
  if (keepsIntent) return;
  await sql`
    update link set base = (base::jsonb || ${JSON.stringify(agreed)}::jsonb)::text, intent = null, updated_at = ${now},
           crm_modified_time = coalesce(${modifiedTime ?? null}::timestamptz, crm_modified_time)
     where connection_id = ${connection} and crm_id = ${crmId}`.execute(tx);
}

/**
 * Ties a record that was made in the CRM to what it was made of. Where that was deleted meanwhile the link is closed:
 * the record stays in the CRM, and is not taken for a new one.
 */
export async function linkMade(
  tx: Tx,
  creation: Creation,
  made: { crmId: string; modifiedTime: Instant | undefined; base: Values },
  configVersion: number,
  now: Instant,
): Promise<void> {
  const { connection_id, target, record_id, customer_id, crm_module } = creation;
  const person = target === "contact_person" ? record_id : null;
  await sql`
    insert into link (organization_id, connection_id, crm_id, crm_module, target, customer_id, contact_person_id, state, base,
                      config_version, crm_modified_time, linked_at, updated_at)
    select current_organization(), ${connection_id}, ${made.crmId}, ${crm_module}, ${target}, c.id, ${person}::text,
           case when c.id is null then 'closed' else 'linked' end, ${JSON.stringify(made.base)}, ${configVersion}::integer,
           coalesce(${made.modifiedTime ?? null}::timestamptz, ${now}), ${now}, ${now}
      from (select 1) as always left join customer c on c.id = ${customer_id}
    on conflict (organization_id, connection_id, crm_id) do nothing`.execute(tx);
  if (target === "customer")
    await sql`update customer set crm_links = crm_links + 1, version = version + 1 where id = ${customer_id}`.execute(
      tx,
    );
}
