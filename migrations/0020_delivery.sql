-- Documents leave the house by a link that needs no sign-in.

-- The hash finds a link; the sealed token lets members see its address again. At most one of a document is in force.
create table public_link (
  organization_id text not null, id text not null, document_id text not null, hash text not null, token text not null,
  -- The last day on which it opens, by the organization's clock; null where it does not end.
  expires_on date, created_at timestamptz not null, revoked_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, document_id) references document (organization_id, id) on delete cascade
);
create unique index public_link_in_force on public_link (organization_id, document_id) where revoked_at is null;
create index public_link_hash on public_link (hash);
select protect_tenant_table('public_link');
grant select, insert, update on public_link to concord_app;
-- Whoever opens a link has said of no organization yet.
create policy find_by_hash on public_link for select to concord_system using (true);
grant select on public_link to concord_system;

-- A customer who answers an estimate is nobody who signed in.
alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('user', 'api_key', 'system', 'crm_user', 'customer'));
