-- Files that people keep with a customer: contracts, certificates, orders on paper.
create table attachment (
  organization_id text not null, id text not null, customer_id text not null,
  name text not null check (name <> ''), bytes integer not null check (bytes between 1 and 10000000),
  content bytea storage external not null check (octet_length(content) = bytes),
  created_at timestamptz not null, created_by text not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade
);
create index attachment_customer on attachment (organization_id, customer_id, id);
select protect_tenant_table('attachment');
grant select, insert, update, delete on attachment to concord_app;
