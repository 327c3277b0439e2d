-- What became of each record of the CRM, by whom and by which way in. It can only be added to. Entries of one record
-- are in the order of their ids, because a record is locked before it is changed.
create table crm_timeline (
  organization_id text not null, record_id bigint not null, id bigint not null default nextval('crm_id'),
  at timestamptz(0) not null, action text not null check (action in ('added', 'updated', 'deleted', 'restored')),
  source text not null check (source in ('crm_ui', 'crm_api')), user_id bigint not null,
  -- [{"field": …, "old": …, "new": …}] as texts, references as ids; null where the action is all there is to tell.
  changes jsonb,
  primary key (organization_id, record_id, id),
  foreign key (organization_id, record_id) references crm_record (organization_id, id) on delete cascade
);
select protect_tenant_table('crm_timeline');
grant select, insert on crm_timeline to concord_app;
