-- A payment that was recorded by mistake is void: it stays to be seen, with who said so and why, and nothing of it is the
-- customer's credit any more.
alter table payment add column voided_at timestamptz, add column void_reason text;
alter table payment drop column unused;
alter table payment add column unused bigint not null
  generated always as (case when voided_at is null then amount - applied - refunded else 0 end) stored
  check (unused >= 0);
alter table payment add check (voided_at is null or (applied = 0 and refunded = 0));
alter table payment add check (voided_at is not null or void_reason is null);
create index payment_unused on payment (organization_id, customer_id, id) where unused > 0;

create function tell_of_payments() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('payment.voided'::text), array_agg('payment'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id) where o.voided_at is null and n.voided_at is not null;
  end if;
  return null;
end $$;

create trigger tell_voided after update on payment referencing old table as old_rows new table as fresh
  for each statement execute function tell_of_payments();
