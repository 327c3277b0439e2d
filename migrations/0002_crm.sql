-- The embedded CRM: one CRM an organization. Ids are 19 digits, as in Zoho CRM; those below the start of the sequence
-- belong to modules, standard fields and predefined views, which are data in the code (src/crm/field, src/crm/view).
create sequence crm_id start with 5725767000001000001;
grant usage on sequence crm_id to concord_app;

create table crm_organization (
  organization_id text not null, id bigint not null default nextval('crm_id'), zgid text not null check (zgid ~ '^\d{10}$'),
  company_name text not null check (company_name <> ''), currency text not null check (currency ~ '^[A-Z]{3}$'),
  multi_currency boolean not null default false, time_zone text not null, country text not null, primary_email text not null,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id)
);
select protect_tenant_table('crm_organization');
grant select, insert, update on crm_organization to concord_app;

-- Exchange rate: units of this currency for one unit of the base currency.
create table crm_currency (
  organization_id text not null, iso_code text not null check (iso_code ~ '^[A-Z]{3}$'), id bigint not null default nextval('crm_id'),
  exchange_rate numeric(20, 9) not null check (exchange_rate > 0), is_base boolean not null, is_active boolean not null default true,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, iso_code)
);
create unique index crm_currency_base on crm_currency (organization_id) where is_base;
select protect_tenant_table('crm_currency');
grant select, insert, update on crm_currency to concord_app;

create table crm_profile (
  organization_id text not null, id bigint not null default nextval('crm_id'), name text not null check (name <> ''),
  permissions jsonb not null, predefined boolean not null default false,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, id), unique (organization_id, name)
);
select protect_tenant_table('crm_profile');
grant select, insert, update, delete on crm_profile to concord_app;

create table crm_role (
  organization_id text not null, id bigint not null default nextval('crm_id'), name text not null check (name <> ''), reports_to bigint,
  primary key (organization_id, id), unique (organization_id, name),
  foreign key (organization_id, reports_to) references crm_role (organization_id, id)
);
select protect_tenant_table('crm_role');
grant select, insert, update, delete on crm_role to concord_app;

-- A person's seat in the CRM; auth_user_id ties it to the sign-in shared with billing.
create table crm_user (
  organization_id text not null, id bigint not null default nextval('crm_id'), auth_user_id text, email text not null check (email <> ''),
  first_name text not null default '', last_name text not null check (last_name <> ''),
  status text not null default 'active' check (status in ('active', 'inactive')), profile_id bigint not null, role_id bigint not null,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, profile_id) references crm_profile (organization_id, id),
  foreign key (organization_id, role_id) references crm_role (organization_id, id)
);
create unique index crm_user_email on crm_user (organization_id, lower(email));
create unique index crm_user_auth on crm_user (organization_id, auth_user_id);
select protect_tenant_table('crm_user');
grant select, insert, update on crm_user to concord_app;

-- Programs that may ask for tokens.
create table crm_client (
  organization_id text not null, id text not null, name text not null check (name <> ''), secret_hash text not null,
  kind text not null check (kind in ('self', 'server')), redirect_uri text, created_by bigint not null,
  created_time timestamptz(0) not null default clock_timestamp(), revoked_time timestamptz(0),
  primary key (organization_id, id)
);
create index crm_client_id on crm_client (id);
select protect_tenant_table('crm_client');
grant select, insert, update on crm_client to concord_app;

-- A code that a client exchanges once for a refresh token.
create table crm_grant_code (
  organization_id text not null, hash text not null, client_id text not null, user_id bigint not null, scope text not null,
  redirect_uri text, expires_time timestamptz(0) not null, used_time timestamptz(0),
  primary key (organization_id, hash),
  foreign key (organization_id, client_id) references crm_client (organization_id, id)
);
create index crm_grant_code_hash on crm_grant_code (hash);
select protect_tenant_table('crm_grant_code');
grant select, insert, update on crm_grant_code to concord_app;

-- What lives until it is revoked and yields access tokens: a client's refresh token, or a user's ZSC key.
create table crm_credential (
  organization_id text not null, id bigint not null default nextval('crm_id'), kind text not null check (kind in ('refresh_token', 'zsc_key')),
  hash text not null, user_id bigint not null, client_id text, scope text not null,
  created_time timestamptz(0) not null default clock_timestamp(), last_used_time timestamptz(0), revoked_time timestamptz(0),
  primary key (organization_id, id), check ((kind = 'zsc_key') = (client_id is null)),
  foreign key (organization_id, user_id) references crm_user (organization_id, id),
  foreign key (organization_id, client_id) references crm_client (organization_id, id)
);
create index crm_credential_hash on crm_credential (hash);
create unique index crm_credential_zsc_key on crm_credential (organization_id, user_id) where kind = 'zsc_key' and revoked_time is null;
select protect_tenant_table('crm_credential');
grant select, insert, update on crm_credential to concord_app;

create table crm_access_token (
  organization_id text not null, hash text not null, credential_id bigint not null, user_id bigint not null, scope text not null,
  created_time timestamptz not null default clock_timestamp(), expires_time timestamptz not null,
  primary key (organization_id, hash),
  foreign key (organization_id, credential_id) references crm_credential (organization_id, id)
);
create index crm_access_token_hash on crm_access_token (hash);
create index crm_access_token_credential on crm_access_token (organization_id, credential_id, created_time);
select protect_tenant_table('crm_access_token');
grant select, insert, delete on crm_access_token to concord_app;

-- Who asks is known by a hash alone: concord_system finds the organization, and sees nothing else of it.
do $$ declare name text; begin
  foreach name in array array['crm_client', 'crm_grant_code', 'crm_credential', 'crm_access_token'] loop
    execute format('create policy find_by_hash on %I for select to concord_system using (true)', name);
    execute format('grant select on %I to concord_system', name);
  end loop;
end $$;

-- Fields that users added. The name is part of records' values, so it never changes.
create table crm_field (
  organization_id text not null, module text not null, api_name text not null check (api_name ~ '^[A-Za-z][A-Za-z0-9_]{0,49}$'),
  id bigint not null default nextval('crm_id'), label text not null check (label <> ''), data_type text not null, settings jsonb not null default '{}',
  is_unique boolean not null default false, next_number bigint not null default 1, created_by bigint not null,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, module, api_name)
);
create unique index crm_field_id on crm_field (organization_id, id);
select protect_tenant_table('crm_field');
grant select, insert, update, delete on crm_field to concord_app;

-- Records of every module. What users may search or sort by alone has a column; all other fields are in values,
-- without keys for empty fields. A purged record stays as a tombstone, so that the deleted list can name it.
create table crm_record (
  organization_id text not null, id bigint not null default nextval('crm_id'), module text not null,
  name text not null, name_key text not null generated always as (left(lower(btrim(name)), 200)) stored, values jsonb not null,
  owner_id bigint not null, created_by bigint not null, modified_by bigint not null,
  created_time timestamptz(0) not null, modified_time timestamptz(0) not null, last_activity_time timestamptz(0),
  deleted_time timestamptz(0), deleted_by bigint, deleted_type text check (deleted_type in ('recycle', 'permanent')),
  primary key (organization_id, id), check ((deleted_time is null) = (deleted_type is null))
);
create index crm_record_list on crm_record (organization_id, module, id) where deleted_time is null;
create index crm_record_modified on crm_record (organization_id, module, modified_time, id) where deleted_time is null;
create index crm_record_created on crm_record (organization_id, module, created_time, id) where deleted_time is null;
create index crm_record_name on crm_record (organization_id, module, name_key collate "C", id) where deleted_time is null;
create index crm_record_owner on crm_record (organization_id, module, owner_id, id) where deleted_time is null;
create index crm_record_deleted on crm_record (organization_id, module, deleted_time, id) where deleted_time is not null;
create index crm_record_values on crm_record using gin (values jsonb_path_ops) where deleted_time is null;
select protect_tenant_table('crm_record');
grant select, insert, update, delete on crm_record to concord_app;

-- Row-level security lets an index serve a condition only if its operator is known to leak nothing. Containment of jsonb
-- tells nothing beyond its answer; only a superuser may say so, and without it such lists walk the records instead.
do $$ begin alter function pg_catalog.jsonb_contains(jsonb, jsonb) leakproof;
exception when insufficient_privilege then raise notice 'crm: lists by field value will not use their index';
end $$;

-- The values of unique fields, so that two writers at once cannot make two records of one.
create table crm_unique_value (
  organization_id text not null, module text not null, field text not null, value text not null, record_id bigint not null,
  primary key (organization_id, module, field, value),
  foreign key (organization_id, record_id) references crm_record (organization_id, id) on delete cascade deferrable initially deferred
);
create index crm_unique_value_record on crm_unique_value (organization_id, record_id);
select protect_tenant_table('crm_unique_value');
grant select, insert, update, delete on crm_unique_value to concord_app;

-- When each user last opened a record: what is unread, what was viewed recently.
create table crm_record_view (
  organization_id text not null, user_id bigint not null, record_id bigint not null, viewed_time timestamptz(0) not null,
  primary key (organization_id, user_id, record_id),
  foreign key (organization_id, record_id) references crm_record (organization_id, id) on delete cascade
);
create index crm_record_view_time on crm_record_view (organization_id, user_id, viewed_time);
create index crm_record_view_record on crm_record_view (organization_id, record_id);
select protect_tenant_table('crm_record_view');
grant select, insert, update, delete on crm_record_view to concord_app;

-- Views that users made. criteria is null for all records; fields are api names.
create table crm_view (
  organization_id text not null, id bigint not null default nextval('crm_id'), module text not null, name text not null check (name <> ''),
  criteria jsonb, fields jsonb not null, sort_by text, sort_order text check (sort_order in ('asc', 'desc')),
  access_type text not null check (access_type in ('public', 'shared', 'only_to_me')), shared_to jsonb not null default '[]',
  created_by bigint not null, modified_by bigint not null,
  created_time timestamptz(0) not null default clock_timestamp(), modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, id)
);
create index crm_view_module on crm_view (organization_id, module);
select protect_tenant_table('crm_view');
grant select, insert, update, delete on crm_view to concord_app;

-- Exports of up to 200,000 records; the zip is kept in pieces so that it streams.
create table crm_bulk_job (
  organization_id text not null, id bigint not null default nextval('crm_id'), module text not null, query jsonb not null,
  state text not null default 'ADDED' check (state in ('ADDED', 'QUEUED', 'IN PROGRESS', 'COMPLETED', 'FAILURE')),
  user_id bigint not null, page integer not null, after_id bigint, last_id bigint, count integer, more_records boolean,
  callback jsonb, error text, created_time timestamptz(0) not null default clock_timestamp(), completed_time timestamptz(0),
  primary key (organization_id, id)
);
select protect_tenant_table('crm_bulk_job');
grant select, insert, update, delete on crm_bulk_job to concord_app;
create table crm_bulk_chunk (
  organization_id text not null, job_id bigint not null, seq integer not null, bytes bytea not null,
  primary key (organization_id, job_id, seq),
  foreign key (organization_id, job_id) references crm_bulk_job (organization_id, id) on delete cascade
);
alter table crm_bulk_chunk alter column bytes set storage external;
select protect_tenant_table('crm_bulk_chunk');
grant select, insert, update, delete on crm_bulk_chunk to concord_app;

-- API credits by day (UTC).
create table crm_credit_use (
  organization_id text not null, day date not null, credits bigint not null,
  primary key (organization_id, day)
);
select protect_tenant_table('crm_credit_use');
grant select, insert, update on crm_credit_use to concord_app;
