-- Sync: connections, their configurations, links with the last agreed values, runs and their history.

create table connection (
  organization_id text not null, id text not null,
  kind text not null check (kind in ('embedded', 'zoho')),
  -- Where tokens come from and where the API is; the API's address comes from the token answer.
  accounts_url text not null, api_url text not null,
  email text not null, credential text not null,
  access_token text, access_token_expires_at timestamptz, token_refused_until timestamptz,
  -- The CRM organization this connection is pinned to: credentials for another one are refused.
  crm_zgid text not null, crm_company text not null, crm_currency text not null, crm_user_id text not null, crm_user_name text not null,
  extent_allowed text not null check (extent_allowed in ('two-way', 'one-way')),
  state text not null check (state in ('connected', 'active', 'paused', 'disabled')),
  -- What a user must mend before the next run (revoked key, lost access, other base currency); null when healthy.
  problem_code text, problem jsonb, problem_since timestamptz,
  consent_by text not null, consent_at timestamptz not null,
  config_version integer not null default 0,
  -- The configuration that a person has run or approved; until it is the present one the schedule waits.
  approved_version integer not null default 0,
  interval_minutes integer not null default 120 check (interval_minutes in (0, 15, 60, 120, 1440)),
  next_run_at timestamptz,
  -- One worker at a time: the epoch grows with each lease, and every write of a run checks it.
  lease_epoch bigint not null default 0, lease_owner text, lease_expires_at timestamptz,
  -- By CRM module: the server time from which the next incremental read asks for changes.
  watermarks jsonb not null default '{}', last_full_at timestamptz,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, crm_zgid)
);
select protect_tenant_table('connection');
create policy find_due on connection for select to concord_system using (true);
create index connection_due on connection (next_run_at) where state = 'active';
create index connection_crm on connection (crm_zgid);
grant select, insert, update on connection to concord_app;
grant select (organization_id, id, state, next_run_at, crm_zgid, extent_allowed, lease_expires_at) on connection to concord_system;

create table sync_config (
  organization_id text not null, connection_id text not null, version integer not null,
  settings jsonb not null, created_by text not null, created_at timestamptz not null,
  primary key (organization_id, connection_id, version),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
select protect_tenant_table('sync_config');
grant select, insert on sync_config to concord_app;

-- One billing record tied to one CRM record; without a customer where that was deleted in billing: the record is then
-- known, and never made again. `base` is the JSON text of the values both sides last agreed on:
-- read and written as a whole, so plain text is the cheapest form.
create table link (
  organization_id text not null, connection_id text not null, crm_id text not null,
  crm_module text not null check (crm_module in ('Accounts', 'Contacts')),
  target text not null check (target in ('customer', 'contact_person')),
  customer_id text, contact_person_id text,
  -- duplicate: a second CRM record for a customer that is linked already; remembered, so that it is not matched again.
  state text not null check (state in ('linked', 'duplicate', 'out_of_view', 'deleted_in_crm', 'closed')),
  base text not null, config_version integer not null,
  -- Values of the CRM that billing cannot hold, kept whole (JSON text: [{field, problem, value}]); null where there are none.
  issues text,
  crm_modified_time timestamptz not null, linked_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, connection_id, crm_id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete set null (customer_id),
  check ((target = 'contact_person') = (contact_person_id is not null))
);
create unique index link_customer on link (organization_id, customer_id, connection_id)
  where target = 'customer' and state not in ('duplicate', 'closed');
create unique index link_contact_person on link (organization_id, contact_person_id, connection_id)
  where target = 'contact_person' and state not in ('duplicate', 'closed');
create index link_with_issues on link (organization_id, connection_id, crm_id) where issues is not null;
create index link_by_customer on link (organization_id, customer_id);
select protect_tenant_table('link');
grant select, insert, update, delete on link to concord_app;

create table sync_run (
  organization_id text not null, id text not null, connection_id text not null,
  kind text not null check (kind in ('preview', 'import', 'auto', 'instant', 'fetch_one')),
  mode text check (mode in ('full', 'incremental')),
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  config_version integer not null, approved_preview text, excluded jsonb not null default '[]', subject text,
  started_by_kind text not null, started_by_id text not null, started_by_name text not null,
  phase text not null, expected bigint, done bigint not null default 0,
  counts jsonb not null, reader jsonb, api_calls integer not null default 0, api_credits integer not null default 0,
  -- Where an interrupted run goes on.
  checkpoint jsonb, cancel_requested boolean not null default false,
  error_code text, error jsonb,
  queued_at timestamptz not null, started_at timestamptz, finished_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create unique index sync_run_active on sync_run (organization_id, connection_id) where status in ('queued', 'running');
create index sync_run_recent on sync_run (organization_id, connection_id, id desc);
select protect_tenant_table('sync_run');
grant select, insert, update on sync_run to concord_app;
-- The scheduler finds runs that no living worker holds; it sees when and whose, not what.
create policy find_abandoned on sync_run for select to concord_system using (true);
grant select (organization_id, connection_id, status, queued_at) on sync_run to concord_system;

-- History: what a run did (or, for a preview, would do) with each record. `changes` is JSON text: [{field, from, to}].
create table sync_run_record (
  organization_id text not null, run_id text not null, seq bigint not null,
  crm_module text not null, crm_id text not null, customer_id text, contact_person_id text, name text not null,
  outcome text not null, reason text not null, facts text, changes text,
  -- What an approved preview is compared by; only previews keep it.
  plan_hash text,
  primary key (organization_id, run_id, seq)
);
-- Each row belongs to a run. Checked once a statement, not once a row as a foreign key would: a batch of a thousand
-- rows has one run, and runs are never deleted.
create function check_run_of_history() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct organization_id, run_id from fresh) f
      where not exists (select from sync_run r where r.organization_id = f.organization_id and r.id = f.run_id)) then
    raise exception 'a row of the history belongs to no run' using errcode = 'foreign_key_violation', constraint = 'sync_run_record_run';
  end if;
  return null;
end $$;
create trigger sync_run_record_run after insert on sync_run_record
  referencing new table as fresh for each statement execute function check_run_of_history();
create index sync_run_record_outcome on sync_run_record (organization_id, run_id, outcome, seq);
create index sync_run_record_crm on sync_run_record (organization_id, crm_id, run_id desc);
create index sync_run_record_customer on sync_run_record (organization_id, customer_id, run_id desc) where customer_id is not null;
select protect_tenant_table('sync_run_record');
grant select, insert on sync_run_record to concord_app;

-- What a running preview has planned so far, for the records that come later in it: by `crm:<id>` the customer that a
-- CRM record would be linked with, by match key the record that would be made.
create table sync_planned (
  organization_id text not null, run_id text not null, key text not null, crm_id text not null, customer_id text not null,
  primary key (organization_id, run_id, key, crm_id)
);
create index sync_planned_customer on sync_planned (organization_id, run_id, customer_id);
select protect_tenant_table('sync_planned');
grant select, insert, delete on sync_planned to concord_app;

-- Which records a sweep has seen, while it runs: what is linked and not here has left the view or is deleted.
create table sync_seen (
  organization_id text not null, run_id text not null, crm_id text not null,
  primary key (organization_id, run_id, crm_id)
);
select protect_tenant_table('sync_seen');
grant select, insert, delete on sync_seen to concord_app;

-- A first import grows empty tables by millions of rows within minutes; until the planner knows, it chooses plans for
-- small tables. The run asks for new statistics as its tables grow; only the owner may gather them.
create function gather_sync_statistics() returns void language plpgsql security definer set search_path = public as $$
begin
  -- Only what runs look records up by: of all columns it would take a second each time.
  analyze customer (organization_id, id, name_key, email_key, phone_key, website_key, sort_name, merged_into);
  analyze contact_person (organization_id, id, customer_id, email_key);
  analyze link (organization_id, connection_id, crm_id, customer_id, contact_person_id, target, state);
  analyze sync_planned; analyze sync_seen;
end $$;
revoke all on function gather_sync_statistics() from public;
grant execute on function gather_sync_statistics() to concord_app;
