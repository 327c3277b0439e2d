-- What billing makes by itself of the CRM's deals, by connection: none without a row.
create table deal_trigger (
  organization_id text not null, connection_id text not null,
  entity text not null check (entity in ('estimate', 'invoice', 'subscription')),
  -- Deals that were made, or turned, before are left as they are. By the CRM's clock.
  since timestamptz not null,
  -- From when deals are read next, by the CRM's clock.
  watermark timestamptz not null,
  read_at timestamptz,
  -- Why the CRM's deals could not be read the last time.
  problem text,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id) on delete cascade
);
select protect_tenant_table('deal_trigger');
grant select, insert, update, delete on deal_trigger to concord_app;

-- A deal as it was last followed.
create table followed_deal (
  organization_id text not null, connection_id text not null, crm_id text not null, entity text not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  state text not null check (state in ('passed', 'waiting', 'followed', 'left_alone')),
  -- What was made, and the status in which it was left: another one was given by somebody.
  document_id text, left_status text,
  -- Why it waits, or is left alone.
  reason text,
  updated_at timestamptz not null,
  primary key (organization_id, connection_id, crm_id, entity),
  foreign key (organization_id, connection_id) references connection (organization_id, id) on delete cascade
);
create index followed_deal_waiting on followed_deal (organization_id, connection_id, entity, crm_id) where state = 'waiting';
select protect_tenant_table('followed_deal');
grant select, insert, update, delete on followed_deal to concord_app;

create table deal_log (
  organization_id text not null, id text not null, connection_id text not null,
  at timestamptz not null, crm_id text not null, deal_name text not null, entity text not null,
  outcome text not null check (outcome in ('made', 'accepted', 'declined', 'voided', 'waiting', 'left_alone')),
  document_id text, document_number text, reason text, details jsonb not null default '{}',
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id) on delete cascade
);
create index deal_log_connection on deal_log (organization_id, connection_id, id desc);
create index deal_log_deal on deal_log (organization_id, crm_id, id desc);
select protect_tenant_table('deal_log');
grant select, insert on deal_log to concord_app;

-- Once for a deal, whatever is retried.
create unique index record_document_once on record_document (organization_id, crm_id, kind) where made_by = 'trigger';
