-- Profiles of one's own: what they are for, who made them; and the rights to import, export and change many records at
-- once, which every profile had until now with the right that each is more of.
alter table crm_profile
  add column description text not null default '',
  add column created_by bigint,
  add column modified_by bigint;
update crm_profile p set permissions = jsonb_set(p.permissions, '{modules}', (
  select coalesce(jsonb_object_agg(m.key, m.value
      || case when m.value ? 'create' then '["import"]'::jsonb else '[]'::jsonb end
      || case when m.value ? 'view' then '["export"]'::jsonb else '[]'::jsonb end
      || case when m.value ? 'edit' then '["mass_update"]'::jsonb else '[]'::jsonb end), '{}')
  from jsonb_each(p.permissions -> 'modules') m));

-- Roles as a tree that can be changed. Peers are the users of one role.
alter table crm_role
  add column description text not null default '',
  add column share_with_peers boolean not null default false,
  add column created_by bigint,
  add column modified_by bigint,
  add column created_time timestamptz(0) not null default clock_timestamp(),
  add column modified_time timestamptz(0) not null default clock_timestamp(),
  add check (reports_to is distinct from id);
create index crm_user_role on crm_user (organization_id, role_id);
create index crm_user_profile on crm_user (organization_id, profile_id);
