-- How common a word is among the newest records was found by taking each of them apart: most of what a search cost. Only
-- those that hold the word's letters somewhere are taken apart now.

create or replace function crm_ids_by_words(of_module text, wanted text, starts_whole boolean, ends_whole boolean, most integer)
returns bigint[] language plpgsql stable security definer set search_path = public as $$
declare words text[] := crm_words(case when starts_whole then wanted else regexp_replace(wanted, '^[[:alnum:]]+', '') end);
        longest text; query tsquery; found bigint[];
begin
  if cardinality(words) = 0 then return null; end if;
  select string_agg(quote_literal(word), ' & ' order by at) || case when ends_whole then '' else ':*' end,
      (array_agg(word order by length(word) desc))[1] into query, longest
    from unnest(words) with ordinality as w (word, at);
  -- The index tells of all that have a word before the first of them is seen: what is in every tenth record is not asked for.
  if (select count(*) >= 5 from (
      select name, values from crm_record where organization_id = current_organization() and module = of_module and deleted_time is null
       order by id desc limit 50) newest
      where case when position(longest in lower(name || E'\n' || values::text)) > 0
        then crm_record_words(name, values) @@ query end) then return null;
  end if;
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_record_words(name, values) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $$;
