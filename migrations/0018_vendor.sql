-- Whom the organization buys from, and what it orders there.
create table vendor (
  organization_id text not null, id text not null, name text not null check (name <> ''), email text,
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  payment_terms integer check (payment_terms between 0 and 3650),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index vendor_by_name on vendor (organization_id, lower(name));
select protect_tenant_table('vendor');
grant select, insert, update, delete on vendor to concord_app;

alter table document
  add column vendor_id text,
  add foreign key (organization_id, vendor_id) references vendor (organization_id, id),
  add check ((vendor_id is not null) = (kind = 'purchase_order')),
  add check (customer_id is null or kind <> 'purchase_order');
create index document_vendor on document (organization_id, vendor_id, id) where vendor_id is not null;
