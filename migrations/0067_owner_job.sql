-- Records of a view that get another owner, many more than one request changes: a job goes through them by id, and keeps
-- after which one it goes on. Only records that were there when it was asked for: ids are of one sequence, also its own.
create table crm_owner_job (
  organization_id text not null, id bigint not null default nextval('crm_id'), module text not null,
  cvid bigint not null, criteria jsonb, owner_id bigint not null, user_id bigint not null,
  status text not null default 'SCHEDULED' check (status in ('SCHEDULED', 'RUNNING', 'COMPLETED', 'FAILED')),
  total integer not null, updated integer not null default 0, failed integer not null default 0,
  after_id bigint, error text,
  created_time timestamptz(0) not null default clock_timestamp(), completed_time timestamptz(0),
  primary key (organization_id, id),
  foreign key (organization_id, owner_id) references crm_user (organization_id, id),
  foreign key (organization_id, user_id) references crm_user (organization_id, id)
);
select protect_tenant_table('crm_owner_job');
grant select, insert, update, delete on crm_owner_job to concord_app;
