-- What a person is asked about a record or field of billing is over when that goes: nobody could decide it any more.
create function settle_conflicts_of_gone() returns trigger language plpgsql as $$
begin
  update sync_conflict c set state = 'settled', settled_why = 'apart', settled_at = now()
    from gone
   where c.organization_id = gone.organization_id and c.target = tg_argv[0] and c.record_id = gone.id and c.state <> 'settled';
  return null;
end $$;
create trigger customer_settle_conflicts after delete on customer referencing old table as gone
  for each statement execute function settle_conflicts_of_gone('customer');
create trigger contact_person_settle_conflicts after delete on contact_person referencing old table as gone
  for each statement execute function settle_conflicts_of_gone('contact_person');

create function settle_conflicts_of_merged() returns trigger language plpgsql as $$
begin
  update sync_conflict set state = 'settled', settled_why = 'apart', settled_at = now()
   where organization_id = new.organization_id and target = 'customer' and record_id = new.id and state <> 'settled';
  return null;
end $$;
create trigger customer_settle_conflicts_of_merged after update of merged_into on customer for each row
  when (new.merged_into is not null and old.merged_into is null) execute function settle_conflicts_of_merged();

create function settle_conflicts_of_field() returns trigger language plpgsql as $$
begin
  update sync_conflict set state = 'settled', settled_why = 'apart', settled_at = now()
   where organization_id = old.organization_id and target = 'customer' and field = old.api_name and state <> 'settled';
  return null;
end $$;
create trigger customer_field_settle_conflicts after delete on customer_field for each row
  execute function settle_conflicts_of_field();

create index sync_conflict_record on sync_conflict (organization_id, record_id) where state <> 'settled';

-- Those that had nobody to decide them before.
update sync_conflict c set state = 'settled', settled_why = 'apart', settled_at = now()
 where c.state <> 'settled'
   and ((c.target = 'customer' and not exists (select from customer b where b.organization_id = c.organization_id and b.id = c.record_id and b.merged_into is null))
     or (c.target = 'contact_person' and not exists (select from contact_person b where b.organization_id = c.organization_id and b.id = c.record_id)));
