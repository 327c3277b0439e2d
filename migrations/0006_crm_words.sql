-- Search by word. A record is found by an index of all its words; comparing them is nothing that PostgreSQL would let an
-- index do under row-level security, so one function asks it as a role of its own, for the transaction's organization.
do $$ begin
  if not exists (select from pg_roles where rolname = 'concord_search') then create role concord_search nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin execute format('grant concord_search to %I', current_user); end $$;
grant usage on schema public to concord_search;

-- The words of a text in small letters. Of scripts that are written without gaps each letter is a word
-- (src/crm/record/word.store.ts compares by the same rule).
create function crm_words(text) returns text[] language sql immutable parallel safe
  return array_remove(regexp_split_to_array(lower($1), '[^[:alnum:]]+|(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])'), '');

-- All words of a record's name and short texts. The cost says that walking the records with it is out of the question.
create function crm_record_words(name text, "values" jsonb) returns tsvector language sql immutable parallel safe cost 1000
  return array_to_tsvector(crm_words(left(name, 450) || E'\n' || coalesce(
    (select string_agg(value, E'\n') from jsonb_each_text("values") where length(value) <= 450), '')));
-- What was written last is searched one by one until it is this many kB: a small part, because each search does it.
create index crm_record_words on crm_record using gin (crm_record_words(name, values))
  with (gin_pending_list_limit = 256) where deleted_time is null;

create policy find_by_word on crm_record for select to concord_search using (true);
grant select (organization_id, id, module, name, name_key, values, deleted_time) on crm_record to concord_search;

-- The ids of the organization's records that may hold what is searched for; null where they are so many that the caller
-- finds a page of them sooner by walking the records in their order.
create function crm_find_by_word(of_module text, wanted text, most integer) returns bigint[]
  language plpgsql stable security definer set search_path = public as $$
declare words text[] := crm_words(wanted); query tsquery; found bigint[];
begin
  if cardinality(words) = 0 or (select count(*) >= 20 from (
      select name_key from crm_record where organization_id = current_organization() and module = of_module and deleted_time is null
       order by id desc limit 200) newest where position(lower(wanted) in name_key) > 0) then return null;
  end if;
  -- The last word may go on, the others end.
  select string_agg(quote_literal(word), ' & ' order by at) || ':*' into query from unnest(words) with ordinality as w (word, at);
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_record_words(name, values) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $$;
revoke all on function crm_find_by_word(text, text, integer) from public;
grant execute on function crm_find_by_word(text, text, integer) to concord_app;
grant create on schema public to concord_search;
alter function crm_find_by_word(text, text, integer) owner to concord_search;
revoke create on schema public from concord_search;
