-- A field of a linked pair that both sides changed, and that a person decides.

-- `open` waits for the decision, `decided` for the run that carries it out, `settled` is over. Rows are never deleted.
create table sync_conflict (
  organization_id text not null, id text not null, connection_id text not null,
  crm_module text not null check (crm_module in ('Accounts', 'Contacts')), crm_id text not null,
  target text not null check (target in ('customer', 'contact_person')), record_id text not null, customer_id text not null,
  -- How the CRM called the record.
  name text not null, field text not null,
  -- JSON texts of canonical values; base is null where the sides never agreed.
  base text, crm_value text not null, billing_value text not null,
  crm_modified_at timestamptz not null, crm_modified_by text,
  -- Grows whenever a side's value changes: who decides says which values were seen.
  version integer not null default 1,
  opened_by text not null, opened_at timestamptz not null, changed_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'decided', 'settled')),
  taken text check (taken in ('crm', 'billing')),
  decided_by_kind text, decided_by_id text, decided_by_name text, decided_at timestamptz,
  -- decided: the decision was carried out. alone: the sides agree again, or one only differs from the base.
  -- changed: a side changed after the decision. apart: the pair is not synced any more, or the field is not.
  settled_why text check (settled_why in ('decided', 'alone', 'changed', 'apart')), settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id),
  check ((state = 'settled') = (settled_at is not null and settled_why is not null)),
  check ((taken is null) = (decided_at is null) and (state <> 'decided' or taken is not null))
);
-- One at a time for each field of a pair.
create unique index sync_conflict_pair on sync_conflict (organization_id, connection_id, crm_id, field) where state <> 'settled';
create index sync_conflict_state on sync_conflict (organization_id, connection_id, state, id desc);
create index sync_conflict_customer on sync_conflict (organization_id, customer_id, id desc);
select protect_tenant_table('sync_conflict');
grant select, insert, update on sync_conflict to concord_app;
