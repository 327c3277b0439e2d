-- Who is told of changes in the CRM. A channel is known by the number that its user chose.
create table crm_channel (
  organization_id text not null, user_id bigint not null, channel_id text not null check (channel_id ~ '^[0-9]{1,19}$'),
  -- 'Accounts.create', 'Accounts.edit', 'Accounts.delete' …
  events text[] not null check (cardinality(events) > 0), notify_url text not null,
  -- Sealed; sent along with each notice, so that the receiver knows whom it is from.
  token text,
  -- By module, the fields of which one (or all) must have changed; null where every change is told.
  conditions jsonb, on_related boolean not null default true, expires_at timestamptz(0) not null,
  -- Failures in a row; until then nothing is sent, so that a dead receiver costs nobody time.
  failures integer not null default 0, rests_until timestamptz, sent_at timestamptz(0), failed_at timestamptz(0), problem text,
  primary key (organization_id, user_id, channel_id),
  foreign key (organization_id, user_id) references crm_user (organization_id, id) on delete cascade
);
select protect_tenant_table('crm_channel');
grant select, insert, update, delete on crm_channel to concord_app;

-- Changes that are still to be told: written with the change itself, taken away before they are sent.
create table crm_notice (
  organization_id text not null, id bigint not null default nextval('crm_id'), at timestamptz not null default clock_timestamp(),
  module text not null, operation text not null check (operation in ('insert', 'update', 'delete')),
  -- [{"id": …, "fields": [names of those that changed]}]
  records jsonb not null,
  primary key (organization_id, id)
);
select protect_tenant_table('crm_notice');
create policy find_due on crm_notice for select to concord_system using (true);
-- Update is what locking a row takes; no row is changed.
grant select, insert, update, delete on crm_notice to concord_app;
grant select (organization_id) on crm_notice to concord_system;
