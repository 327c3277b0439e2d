-- Subscriptions have fields of the organization's own, as customers have: ten of each.
alter table customer_field rename to custom_field;
alter table custom_field add column entity text not null default 'customer' check (entity in ('customer', 'subscription'));
alter table custom_field alter column entity drop default;
alter table custom_field drop constraint customer_field_pkey, add primary key (organization_id, entity, api_name);
alter table custom_field rename constraint customer_field_api_name_check to custom_field_api_name_check;
alter table custom_field rename constraint customer_field_label_check to custom_field_label_check;
alter table custom_field rename constraint customer_field_type_check to custom_field_type_check;

drop trigger limit_of_ten on custom_field;
drop function limit_customer_fields();
create function limit_custom_fields() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('custom_field'), hashtext(new.organization_id || new.entity));
  if (select count(*) from custom_field where organization_id = new.organization_id and entity = new.entity) >= 10 then
    raise exception 'an organization has at most ten custom fields for one kind of record' using errcode = 'check_violation', constraint = 'custom_field_limit';
  end if;
  return new;
end $$;
create trigger limit_of_ten before insert on custom_field for each row execute function limit_custom_fields();

drop trigger customer_field_settle_conflicts on custom_field;
create trigger custom_field_settle_conflicts after delete on custom_field for each row
  when (old.entity = 'customer') execute function settle_conflicts_of_field();

alter table subscription add column custom_fields jsonb not null default '{}' check (jsonb_typeof(custom_fields) = 'object');
