import { type RawBuilder, sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";

/**
 * Whether no run brings the CRM record of a link (called `link` in the statement) any more: it was closed, or what it was
 * linked with is gone in billing, whether a run has met that or not.
 */
export const isOver: RawBuilder<boolean> = sql<boolean>`(link.state = 'closed' or link.customer_id is null
  or (link.state <> 'duplicate' and link.contact_person_id is not null
      and not exists (select from contact_person there
                       where there.organization_id = link.organization_id and there.id = link.contact_person_id)))`;

/**
 * By account whose customer was deleted in billing, the contacts whose links ended with that: those of its persons, as
 * the history of the runs knows them. What ended before, by an undo or because the person was removed, is not meant.
 */
export async function findPeopleClosedWith(
  tx: Tx,
  connection: ConnectionId,
  accounts: readonly string[],
): Promise<Map<string, string[]>> {
  const people = new Map<string, string[]>();
  if (accounts.length === 0) return people;
  const { rows } = await sql<{ account: string; person: string }>`
    select distinct account.crm_id as account, person.crm_id as person
      from link account
      join lateral (select r.customer_id from sync_run_record r
                     where r.organization_id = account.organization_id and r.crm_id = account.crm_id
                       and r.customer_id is not null
                     order by r.run_id desc, r.seq desc limit 1) was on true
      join lateral (select a.at from audit_log a
                     where a.organization_id = account.organization_id and a.subject_kind = 'customer'
                       and a.subject_id = was.customer_id and a.action = 'customer.deleted'
                     order by a.seq desc limit 1) deleted on true
      join sync_run_record told on told.organization_id = account.organization_id and told.customer_id = was.customer_id
       and told.contact_person_id is not null
      join link person on person.organization_id = account.organization_id
       and person.connection_id = account.connection_id and person.crm_id = told.crm_id
      join lateral (select r.customer_id from sync_run_record r
                     where r.organization_id = person.organization_id and r.crm_id = person.crm_id
                       and r.customer_id is not null
                     order by r.run_id desc, r.seq desc limit 1) owner on owner.customer_id = was.customer_id
     where account.connection_id = ${connection} and account.crm_id = ${anyOf(accounts)}
       and account.target = 'customer' and account.customer_id is null
       and person.target = 'contact_person' and person.customer_id is null and person.state <> 'duplicate'
       and (person.state <> 'closed' or person.updated_at >= deleted.at)
     order by 1, 2`.execute(tx);
  for (const { account, person } of rows) people.set(account, [...(people.get(account) ?? []), person]);
  return people;
}
