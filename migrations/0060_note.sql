-- What people write down about a record. A note goes where its record goes: into a merge, or away for good.
create table crm_note (
  organization_id text not null,
  id bigint not null default nextval('crm_id'),
  record_id bigint not null,
  title text not null default '' check (length(title) <= 120),
  content text not null check (content <> '' and length(content) <= 32000),
  created_by bigint not null,
  modified_by bigint not null,
  created_time timestamptz(0) not null default clock_timestamp(),
  modified_time timestamptz(0) not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, record_id) references crm_record (organization_id, id) on delete cascade
);
create index crm_note_record on crm_note (organization_id, record_id, id);
select protect_tenant_table('crm_note');
grant select, insert, update, delete on crm_note to concord_app;
