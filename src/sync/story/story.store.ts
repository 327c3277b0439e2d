import { type RawBuilder, sql } from "kysely";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { StoryRow } from "./story-row.ts";

/** Whose fields: a customer's, or a contact person's. */
export type Subject =
  | { target: "customer"; id: CustomerId }
  | { target: "contact_person"; id: ContactPersonId };

/**
 * All that is on record of the fields of a customer or contact person (of one field where it is named): the record
 * itself, what its timeline and what the history of runs tell, of each field and kind the newest `limit`. One statement,
 * so that the values and what led to them are of the same moment. Empty where there is no such record.
 */
export async function readStoryRows(
  tx: Tx,
  subject: Subject,
  { field, limit }: { field?: string; limit: number },
): Promise<StoryRow[]> {
  const wanted = field === undefined ? sql`true` : sql`field = ${field}`;
  const { rows } = await sql<StoryRow>`
    with record as (${recordOf(subject)}),
    line as (
      ${timelineOf(subject)}
      union all ${historyOf(subject)}
      union all ${stayedOf(subject)}
      union all ${makingOf(subject)}
    ), ranked as (
      select line.*, row_number() over (partition by what, field order by place desc) as rank from line
       where field = '' or ${wanted}
    )
    select 'record' as what, '' as field, null::jsonb as "from", data as "to", created_at as at, created_at as until,
           '' as by_kind, '' as by_name, null as event, null as note, ${ofNoRun}, '' as place, 0 as rank from record
    union all select * from ranked where rank <= ${limit}
    order by place desc`.execute(tx);
  return rows;
}

const ofNoRun = sql`null as run_id, null as run_kind, null as undone_by, null as outcome, null as reason,
  null as crm_module, null as crm_id, null::jsonb as decided, null as crm_field, null as direction, null as conflicts`;

function recordOf({ target, id }: Subject): RawBuilder<unknown> {
  return target === "customer"
    ? sql`select to_jsonb(c) || c.custom_fields as data, c.created_at, c.id as customer_id from customer c where c.id = ${id}`
    : sql`select to_jsonb(p) as data, p.created_at, p.customer_id from contact_person p where p.id = ${id}`;
}

/** What people did with the record in billing. */
function timelineOf({ target, id }: Subject): RawBuilder<unknown> {
  const own =
    target === "customer"
      ? sql`e.customer_id = ${id} and e.contact_person_id is null and not starts_with(e.kind, 'contact_person_')`
      : sql`e.contact_person_id = ${id}`;
  return sql`
    select 'edited' as what, c.field, c."from", c."to", e.at, e.at as until, e.actor_kind as by_kind, e.actor_name as by_name,
           e.kind as event, e.note, ${ofNoRun}, e.id as place
      from customer_event e cross join lateral jsonb_to_recordset(e.changes) as c (field text, "from" jsonb, "to" jsonb)
     where ${own}`;
}

/** The rows of the history about the record. A person that was moved has rows below the customer of before. */
function ownRows({ target, id }: Subject): RawBuilder<unknown> {
  return target === "customer"
    ? sql`r.customer_id = ${id} and r.contact_person_id is null`
    : sql`r.contact_person_id = ${id} and (r.customer_id = (select customer_id from record)
          or r.crm_id = any (array(select l.crm_id from link l where l.contact_person_id = ${id})))`;
}

const runColumns = sql`coalesce(s.started_at, s.queued_at) as at, s.finished_at as until, s.started_by_kind as by_kind,
  s.started_by_name as by_name, null as event, null as note, s.id as run_id, s.kind as run_kind, s.undone_by, r.outcome,
  r.reason, r.crm_module, r.crm_id`;

const runOfRow = sql`join sync_run s on s.organization_id = r.organization_id and s.id = r.run_id
  and s.kind not in ('preview', 'undo_preview')`;

const placeOfRow = sql`r.run_id || lpad(r.seq::text, 20, '0') as place`;

/** What runs wrote, in billing or in the CRM, and what the CRM did not take; each with the set-up that its run went by. */
function historyOf(subject: Subject): RawBuilder<unknown> {
  const mapping = subject.target === "customer" ? "mapping" : "contact_mapping";
  return sql`
    select case when r.side = 'crm' then case when r.outcome in ('failed', 'skipped') then 'refused' else 'sent' end
                when s.kind = 'undo' then 'returned' else 'synced' end,
           c.field, c."from", c."to", ${runColumns}, r.facts::jsonb -> 'decided' as decided,
           row.crm as crm_field, case when g.settings ->> 'extent' = 'one-way' then 'to_billing' else row.direction end as direction,
           g.settings ->> 'conflicts' as conflicts, ${placeOfRow}
      from sync_run_record r ${runOfRow}
      left join sync_config g on g.organization_id = s.organization_id and g.connection_id = s.connection_id
           and g.version = s.config_version
      cross join lateral jsonb_to_recordset(r.changes::jsonb) as c (field text, "from" jsonb, "to" jsonb)
      left join lateral (
        select m ->> 'crm' as crm, m ->> 'direction' as direction from jsonb_array_elements(g.settings -> ${mapping}) as m
         where m ->> 'billing' = c.field
           and not (r.crm_module = 'Contacts' and r.contact_person_id is null and g.settings ->> 'module' <> 'contacts')
         limit 1
      ) as row on true
     where ${ownRows(subject)} and r.changes is not null
       and (r.side = 'crm' or r.outcome not in ('failed', 'skipped', 'held'))`;
}

/** What an undo left as it was, because it had been changed since. */
function stayedOf(subject: Subject): RawBuilder<unknown> {
  return sql`
    select 'stayed', c.field, c.before, c.now, ${runColumns}, null::jsonb, null, null, null, ${placeOfRow}
      from sync_run_record r ${runOfRow}
      cross join lateral jsonb_to_recordset(r.facts::jsonb -> 'stays') as c (field text, before jsonb, now jsonb)
     where ${ownRows(subject)} and s.kind = 'undo' and jsonb_typeof(r.facts::jsonb -> 'stays') = 'array'`;
}

/** Who or what made the record. A contact person that came with its customer was made in the same moment. */
function makingOf(subject: Subject): RawBuilder<unknown> {
  const made =
    subject.target === "customer"
      ? sql`e.kind in ('created', 'imported') and e.customer_id = ${subject.id}`
      : sql`(e.kind = 'contact_person_added' and e.contact_person_id = ${subject.id}
          or e.kind = 'created' and e.customer_id = record.customer_id and e.at = record.created_at)`;
  return sql`
    select 'making', '', null::jsonb, null::jsonb, e.at, e.at, e.actor_kind, e.actor_name, e.kind, e.note, ${ofNoRun}, e.id
      from record join customer_event e on ${made}
    union all
    select 'making', '', null::jsonb, null::jsonb, ${runColumns}, null::jsonb, null, null, null, ${placeOfRow}
      from sync_run_record r ${runOfRow}
     where ${ownRows(subject)} and r.side = 'billing' and r.outcome in ('created', 'cloned')`;
}
