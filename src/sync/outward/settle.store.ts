import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Intent, Values } from "#sync/plan/decision.ts";
import type { Creation } from "./creation.store.ts";

/** What became of an update of a linked record; `agreed` are values that both sides hold now, `intent` is what may arrive yet. */
export type LinkChange = {
  crmId: string;
  agreed: Values;
  intent: Intent | undefined;
  modifiedTime: Instant | undefined;
};

/** Writes it to the links: the base is what both sides are known to hold. */
export async function settleLinks(
  tx: Tx,
  connection: ConnectionId,
  now: Instant,
  changes: readonly LinkChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update link l set base = (l.base::jsonb || n.agreed::jsonb)::text, intent = n.intent, updated_at = ${now},
           crm_modified_time = greatest(l.crm_modified_time, n.modified)
      from unnest(${changes.map((one) => one.crmId)}::text[], ${changes.map((one) => JSON.stringify(one.agreed))}::text[],
                  ${changes.map((one) => (one.intent ? JSON.stringify(one.intent) : null))}::text[],
                  ${changes.map((one) => one.modifiedTime ?? null)}::timestamptz[]) as n (crm_id, agreed, intent, modified)
     where l.connection_id = ${connection} and l.crm_id = n.crm_id`.execute(tx);
}

/** A record that was made in the CRM: `base` is what both sides agree on. */
export type MadeLink = {
  creation: Creation;
  crmId: string;
  modifiedTime: Instant | undefined;
  base: Values;
};

/**
 * Ties records that were made in the CRM to what they were made of. Where that was deleted meanwhile the link is closed:
 * the record stays in the CRM, and is not taken for a new one. Where somebody has linked either meanwhile, that holds.
 */
export async function linkMade(
  tx: Tx,
  connection: ConnectionId,
  made: readonly MadeLink[],
  configVersion: number,
  now: Instant,
): Promise<void> {
  if (made.length === 0) return;
  const of = <Column>(read: (one: MadeLink) => Column): Column[] => made.map(read);
  await sql`
    with made as (
      select * from unnest(
        ${of((one) => one.crmId)}::text[], ${of((one) => one.creation.crm_module)}::text[], ${of((one) => one.creation.target)}::text[],
        ${of((one) => one.creation.record_id)}::text[], ${of((one) => one.creation.customer_id)}::text[],
        ${of((one) => JSON.stringify(one.base))}::text[], ${of((one) => one.modifiedTime ?? null)}::timestamptz[]
      ) as m (crm_id, crm_module, target, record_id, customer_id, base, modified)
    ), linked as (
      insert into link (organization_id, connection_id, crm_id, crm_module, target, customer_id, contact_person_id, state, base,
                        config_version, crm_modified_time, linked_at, updated_at)
      select current_organization(), ${connection}, m.crm_id, m.crm_module, m.target, c.id,
             case m.target when 'contact_person' then m.record_id end, case when c.id is null then 'closed' else 'linked' end,
             m.base, ${configVersion}::integer, coalesce(m.modified, ${now}), ${now}, ${now}
        from made m left join customer c on c.id = m.customer_id
      on conflict do nothing returning target, customer_id
    )
    update customer c set crm_links = c.crm_links + 1, version = c.version + 1
      from linked where linked.target = 'customer' and c.id = linked.customer_id`.execute(tx);
}
