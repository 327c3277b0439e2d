-- Billing to CRM: what changed in billing, what is on its way to the CRM, what was done there.

-- Whether changes of billing go to this CRM; set with the configuration.
alter table connection add column pushes boolean not null default false;

-- What changed in billing and has not been taken to the CRM. A mark, not a log: it commits with the change that it
-- stands for, so there is no order of commits that a reader's cursor could miss (docs/adr/0016-marks-instead-of-an-outbox.md).
-- Each change gives the mark a new number: whoever took an older one does not take it away.
create sequence sync_mark_number;
grant usage on sequence sync_mark_number to concord_app;
create table sync_mark (
  organization_id text not null, connection_id text not null,
  target text not null check (target in ('customer', 'contact_person')), record_id text not null,
  mark bigint not null default nextval('sync_mark_number'), marked_at timestamptz not null default now(),
  primary key (organization_id, connection_id, target, record_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create index sync_mark_order on sync_mark (organization_id, connection_id, target, mark);
select protect_tenant_table('sync_mark');
grant select, insert, update, delete on sync_mark to concord_app;

-- A run writes billing under `concord.origin`, its connection: what came from a CRM is no news to it. Where no other
-- connection wants to hear either it says so in `concord.unmarked`, and the trigger is not even called.
create function mark_for_crm() returns trigger language plpgsql as $$
begin
  insert into sync_mark (organization_id, connection_id, target, record_id)
  select new.organization_id, c.id, tg_argv[0], new.id from connection c
   where c.organization_id = new.organization_id and c.pushes and c.id <> coalesce(current_setting('concord.origin', true), '')
   order by c.id
  on conflict (organization_id, connection_id, target, record_id)
    do update set mark = excluded.mark, marked_at = excluded.marked_at;
  return null;
end $$;
create trigger customer_mark_new after insert on customer for each row
  when (coalesce(current_setting('concord.unmarked', true), '') <> 'yes') execute function mark_for_crm('customer');
create trigger customer_mark_changed after update on customer for each row
  when (old.* is distinct from new.* and coalesce(current_setting('concord.unmarked', true), '') <> 'yes') execute function mark_for_crm('customer');
create trigger contact_person_mark_new after insert on contact_person for each row
  when (coalesce(current_setting('concord.unmarked', true), '') <> 'yes') execute function mark_for_crm('contact_person');
create trigger contact_person_mark_changed after update on contact_person for each row
  when (old.* is distinct from new.* and coalesce(current_setting('concord.unmarked', true), '') <> 'yes') execute function mark_for_crm('contact_person');

-- An update of the CRM that is on its way, or of which nobody knows whether it arrived: JSON text of
-- {values, seen, sent_at} by billing field; null when nothing is on its way.
alter table link add column intent text;

-- A record that is being made in the CRM, with the values it is made of; they never change, so that a try after a
-- lost answer finds its record by the marker (its billing id) and knows what it was made of.
create table crm_creation (
  organization_id text not null, connection_id text not null,
  target text not null check (target in ('customer', 'contact_person')), record_id text not null,
  customer_id text not null, crm_module text not null check (crm_module in ('Accounts', 'Contacts')),
  -- JSON text: the values by billing field, and the CRM's row made of them.
  values text not null, payload text not null,
  tries integer not null default 0, started_at timestamptz not null,
  primary key (organization_id, connection_id, target, record_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
select protect_tenant_table('crm_creation');
grant select, insert, update, delete on crm_creation to concord_app;

-- Where a row of the history was written.
alter table sync_run_record add column side text not null default 'billing' check (side in ('billing', 'crm'));
