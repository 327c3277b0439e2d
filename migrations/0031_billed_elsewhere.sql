-- A subscription that moved in was billed by the product that it comes from: until this day, which its next term begins on.
alter table subscription add column billed_elsewhere_until date check (billed_elsewhere_until > starts_at);

-- Nobody bills those days once more, whatever the code does.
create function refuse_billed_elsewhere() returns trigger language plpgsql as $$
begin
  if exists (
    select from fresh l join subscription s on s.organization_id = l.organization_id and s.id = l.subscription_id
     where l.charge_kind in ('term', 'proration') and lower(l.period) < s.billed_elsewhere_until
  ) then
    raise exception 'these days were billed before the subscription moved in'
      using errcode = 'check_violation', constraint = 'billed_elsewhere';
  end if;
  return null;
end $$;
create trigger refuse_billed_elsewhere after insert on document_line referencing new table as fresh
  for each statement execute function refuse_billed_elsewhere();
