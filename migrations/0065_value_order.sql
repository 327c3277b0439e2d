-- The numbers and days of records in their order, so that a view that few records meet finds them without looking at all
-- (src/crm/criteria/probe.ts).
create table crm_value_order (
  organization_id text not null, module text not null, field text not null, place float8 not null, record_id bigint not null,
  primary key (organization_id, module, field, place, record_id)
);
select protect_tenant_table('crm_value_order');
grant select, insert, delete on crm_value_order to concord_app;

-- Where values stand in their order: numbers by their size, days and times by their day. Nothing else has a place. A text
-- that only looks like a day gets one, and no text makes this fail.
create function crm_value_places("values" jsonb) returns table (field text, place float8)
  language sql immutable parallel safe rows 3
  begin atomic
    select key, case jsonb_typeof(value) when 'number' then (value #>> '{}')::float8
        else left(value #>> '{}', 4)::float8 * 372 + substr(value #>> '{}', 6, 2)::float8 * 31 + substr(value #>> '{}', 9, 2)::float8 end
      from jsonb_each("values")
     where jsonb_typeof(value) = 'number' or (jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}');
  end;

create function keep_crm_value_order() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into crm_value_order (organization_id, module, field, place, record_id)
      select n.organization_id, n.module, p.field, p.place, n.id from new_rows n, crm_value_places(n.values) p;
  elsif tg_op = 'DELETE' then
    delete from crm_value_order v using old_rows o, crm_value_places(o.values) p
     where (v.organization_id, v.module, v.field, v.place, v.record_id) = (o.organization_id, o.module, p.field, p.place, o.id);
  else
    delete from crm_value_order v using old_rows o join new_rows n using (organization_id, id), crm_value_places(o.values) p
     where o.values is distinct from n.values
       and (v.organization_id, v.module, v.field, v.place, v.record_id) = (o.organization_id, o.module, p.field, p.place, o.id)
       and not exists (select from crm_value_places(n.values) k where (k.field, k.place) = (p.field, p.place));
    insert into crm_value_order (organization_id, module, field, place, record_id)
      select n.organization_id, n.module, p.field, p.place, n.id
        from old_rows o join new_rows n using (organization_id, id), crm_value_places(n.values) p
       where o.values is distinct from n.values
         and not exists (select from crm_value_places(o.values) k where (k.field, k.place) = (p.field, p.place));
  end if;
  return null;
end $$;
create trigger values_new after insert on crm_record referencing new table as new_rows for each statement
  execute function keep_crm_value_order();
create trigger values_changed after update on crm_record referencing old table as old_rows new table as new_rows
  for each statement execute function keep_crm_value_order();
create trigger values_gone after delete on crm_record referencing old table as old_rows for each statement
  execute function keep_crm_value_order();

insert into crm_value_order (organization_id, module, field, place, record_id)
  select r.organization_id, r.module, p.field, p.place, r.id from crm_record r, crm_value_places(r.values) p;

-- The ids of the organization's records whose texts may hold what is looked for; null where no word can be told, or they
-- are so many that the caller finds a page of them sooner by walking the records in their order. Its first and its last word
-- are whole words, or may be the end and the beginning of longer ones. In place of crm_find_by_word, which was for searches.
create function crm_ids_by_words(of_module text, wanted text, starts_whole boolean, ends_whole boolean, most integer) returns bigint[]
  language plpgsql stable security definer set search_path = public as $$
declare words text[] := crm_words(case when starts_whole then wanted else regexp_replace(wanted, '^[[:alnum:]]+', '') end);
        query tsquery; found bigint[];
begin
  if cardinality(words) = 0 then return null; end if;
  select string_agg(quote_literal(word), ' & ' order by at) || case when ends_whole then '' else ':*' end into query
    from unnest(words) with ordinality as w (word, at);
  -- The index tells of all that have a word before the first of them is seen: what is in every tenth record is not asked for.
  if (select count(*) >= 5 from (
      select name, values from crm_record where organization_id = current_organization() and module = of_module and deleted_time is null
       order by id desc limit 50) newest where crm_record_words(name, values) @@ query) then return null;
  end if;
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_record_words(name, values) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $$;
drop function crm_find_by_word(text, text, integer);

-- Every three letters that follow each other in a name, so that a piece of a name is found wherever it stands.
create function crm_name_pieces(name text) returns tsvector language sql immutable parallel safe cost 1000
  begin atomic
    select coalesce(array_to_tsvector(array_agg(substr(lower(left(name, 450)), at, 3))), '')
      from generate_series(1, length(lower(left(name, 450))) - 2) at;
  end;
create index crm_record_pieces on crm_record using gin (crm_name_pieces(name))
  with (gin_pending_list_limit = 256) where deleted_time is null;

-- The ids of the organization's records whose names may hold a piece of three letters or more; null for a shorter one, or
-- where more than `most` do.
create function crm_ids_by_piece(of_module text, wanted text, most integer) returns bigint[]
  language plpgsql stable security definer set search_path = public as $$
declare query tsquery; found bigint[];
begin
  if length(lower(wanted)) < 3 then return null; end if;
  -- A word of a query stands in quotes, in which quotes and backslashes are doubled.
  select string_agg('''' || replace(replace(piece, '\', '\\'), '''', '''''') || '''', ' & ') into query
    from unnest(tsvector_to_array(crm_name_pieces(wanted))) as piece;
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_name_pieces(name) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $$;

revoke all on function crm_ids_by_words(text, text, boolean, boolean, integer), crm_ids_by_piece(text, text, integer) from public;
grant execute on function crm_ids_by_words(text, text, boolean, boolean, integer), crm_ids_by_piece(text, text, integer) to concord_app;
grant create on schema public to concord_search;
alter function crm_ids_by_words(text, text, boolean, boolean, integer) owner to concord_search;
alter function crm_ids_by_piece(text, text, integer) owner to concord_search;
revoke create on schema public from concord_search;
