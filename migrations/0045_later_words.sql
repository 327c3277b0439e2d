-- A customer is found by any word of its name. What the name is from its second word on stands beside it (name_rest) and
-- is enough for most; of longer names, each rest from the third word to the twelfth has a row here. Rows, because
-- row-level security lets only comparisons of columns use an index (0003_customer.sql says more).
create table customer_later_words (
  organization_id text not null, rest text collate "C" not null, customer_id text not null,
  primary key (organization_id, rest, customer_id)
);
select protect_tenant_table('customer_later_words');
grant select, insert, delete on customer_later_words to concord_app;

create function later_words(name_rest text) returns setof text language sql immutable parallel safe
  begin atomic
    select array_to_string(words[at:], ' ')
      from string_to_array(name_rest, ' ') as words, generate_series(2, least(coalesce(cardinality(words), 0), 11)) as at;
  end;

create function keep_later_words() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from customer_later_words
      where organization_id = old.organization_id and customer_id = old.id and rest in (select later_words(old.name_rest));
  end if;
  if tg_op <> 'DELETE' then
    insert into customer_later_words select distinct new.organization_id, rest, new.id from later_words(new.name_rest) as rest;
  end if;
  return null;
end $$;

-- Names of one or two words, and changes of anything but the name, are not even looked at.
create trigger later_words_new after insert on customer for each row
  when (strpos(new.name_rest, ' ') > 0) execute function keep_later_words();
create trigger later_words_changed after update on customer for each row
  when (new.name_rest is distinct from old.name_rest) execute function keep_later_words();
create trigger later_words_gone after delete on customer for each row
  when (strpos(old.name_rest, ' ') > 0) execute function keep_later_words();

insert into customer_later_words
  select distinct organization_id, rest, id from customer, later_words(name_rest) as rest;
