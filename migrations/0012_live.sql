-- Live sync: hints that something changed, on which a run begins without waiting for the schedule.

-- One row a connection, made with its first hint or channel. Not columns of the connection: a run in work keeps that
-- row locked, and whoever tells of a change must not wait for it.
create table sync_live (
  organization_id text not null, connection_id text not null,
  -- Since when a hint waits for a run to begin; null where none does.
  hinted_at timestamptz,
  -- No hint starts a run before.
  rests_until timestamptz,
  -- The channel over which the CRM tells of changes: its secret, sealed (null where there is none), its end, when it is
  -- opened anew or tried again, and why the CRM refused.
  token text, expires_at timestamptz, renews_at timestamptz, problem text,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create index sync_live_hinted on sync_live (hinted_at) where hinted_at is not null;
select protect_tenant_table('sync_live');
grant select, insert, update on sync_live to concord_app;
-- The scheduler finds the connections whose hints wait; it sees when and whose, not what.
create policy find_hinted on sync_live for select to concord_system using (true);
grant select (organization_id, connection_id, hinted_at, rests_until) on sync_live to concord_system;

-- Whether a mark has been a hint already: each change of billing is one once, so that a mark that has to wait (its
-- record is locked in the CRM, the CRM is away) starts no runs without end.
alter table sync_mark add column heard boolean not null default true;
alter table sync_mark alter column heard set default false;
create index sync_mark_unheard on sync_mark (organization_id, connection_id) where not heard;
create policy find_unheard on sync_mark for select to concord_system using (true);
grant select (organization_id, connection_id, heard) on sync_mark to concord_system;

create or replace function mark_for_crm() returns trigger language plpgsql as $$
begin
  insert into sync_mark (organization_id, connection_id, target, record_id)
  select new.organization_id, c.id, tg_argv[0], new.id from connection c
   where c.organization_id = new.organization_id and c.pushes and c.id <> coalesce(current_setting('concord.origin', true), '')
   order by c.id
  on conflict (organization_id, connection_id, target, record_id)
    do update set mark = excluded.mark, marked_at = excluded.marked_at, heard = false;
  return null;
end $$;
