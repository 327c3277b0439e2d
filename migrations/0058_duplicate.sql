-- Duplicates: records of billing and of a CRM that may be the same, as the last search found them, and what people said.

create table duplicate_search (
  organization_id text not null, id text not null,
  -- The CRM that was looked at as well; null where only billing was.
  connection_id text,
  status text not null check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  phase text check (phase in ('reading', 'blocking', 'comparing', 'writing')),
  -- How far the phase is, and of how much, as far as that is known.
  done integer not null default 0, expected integer,
  -- What was looked at and found, once it is over.
  customers integer, crm_records integer, candidates bigint, pairs integer, linked integer,
  -- Whether pairs across that a unique key says are the same are linked at once.
  link_certain boolean not null default false,
  -- The weights that were learned, by group of records: {share, m, u}.
  weights jsonb,
  -- Why it failed, in our words.
  problem jsonb,
  actor jsonb not null,
  created_at timestamptz not null, started_at timestamptz, finished_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create unique index duplicate_search_active on duplicate_search (organization_id) where status in ('waiting', 'running');
select protect_tenant_table('duplicate_search');
grant select, insert, update on duplicate_search to concord_app;

create table duplicate_pair (
  organization_id text not null, id text not null,
  kind text not null check (kind in ('billing', 'crm', 'across')),
  -- The CRM of what is not in billing.
  connection_id text,
  -- Across, the customer is left; within one side, the lower id.
  left_place text not null check (left_place in ('customers', 'Accounts', 'Contacts')), left_id text not null, left_name text not null,
  right_place text not null check (right_place in ('customers', 'Accounts', 'Contacts')), right_id text not null, right_name text not null,
  -- How much speaks for it, in bits, and the chance that it is one record.
  bits double precision not null, chance double precision not null,
  -- A unique key says so, and nothing speaks against it: which key.
  certain text check (certain in ('number', 'email')),
  -- [{field, left, right, level, of, bits}]
  evidence jsonb not null,
  state text not null check (state in ('open', 'merged', 'linked', 'dismissed')),
  search_id text not null, found_at timestamptz not null,
  -- The side that stayed, and the merge by which it can be undone.
  kept text check (kept in ('left', 'right')), merge_id text,
  decided_by jsonb, decided_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id),
  foreign key (organization_id, search_id) references duplicate_search (organization_id, id),
  check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((kind = 'billing') = (connection_id is null))
);
create unique index duplicate_pair_once on duplicate_pair
  (organization_id, connection_id, left_place, left_id, right_place, right_id) nulls not distinct;
create index duplicate_pair_list on duplicate_pair (organization_id, state, bits desc, id desc);
create index duplicate_pair_search on duplicate_pair (organization_id, search_id);
select protect_tenant_table('duplicate_pair');
grant select, insert, update, delete on duplicate_pair to concord_app;
